using System.Globalization;

namespace Loyalty.GraphQL.Language;

/// <summary>Cuts a document into tokens (section 2.1); ignores white space, commas, comments and a byte order mark.</summary>
internal struct Lexer(string source)
{
    private readonly string source = source;
    private int position;
    private int line = 1;
    private int lineStart;

    public Token Next()
    {
        SkipIgnored();
        if (position >= source.Length)
            return new Token(TokenKind.EndOfFile, position, position, line, position - lineStart + 1, "");
        var c = source[position];
        switch (c)
        {
            case '!':
                return Punctuator(TokenKind.Bang);
            case '$':
                return Punctuator(TokenKind.Dollar);
            case '&':
                return Punctuator(TokenKind.Amp);
            case '(':
                return Punctuator(TokenKind.ParenOpen);
            case ')':
                return Punctuator(TokenKind.ParenClose);
            case ':':
                return Punctuator(TokenKind.Colon);
            case '=':
                return Punctuator(TokenKind.EqualsSign);
            case '@':
                return Punctuator(TokenKind.At);
            case '[':
                return Punctuator(TokenKind.BracketOpen);
            case ']':
                return Punctuator(TokenKind.BracketClose);
            case '{':
                return Punctuator(TokenKind.BraceOpen);
            case '|':
                return Punctuator(TokenKind.Pipe);
            case '}':
                return Punctuator(TokenKind.BraceClose);
            case '.' when string.CompareOrdinal(source, position, "...", 0, 3) == 0:
                return Punctuator(TokenKind.Spread, 3);
            case '"':
                return ReadString();
        }
        if (IsNameStart(c))
            return ReadName();
        if (char.IsAsciiDigit(c) || c == '-')
            return ReadNumber();
        throw Error(
            position,
            c == '\''
                ? "Unexpected single quote character ('), did you mean to use a double quote (\")?"
                : $"Unexpected character: {Show(position)}."
        );
    }

    public static bool IsNameStart(char c) => char.IsAsciiLetter(c) || c == '_';

    private static bool IsNamePart(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';

    private void SkipIgnored()
    {
        while (position < source.Length)
        {
            switch (source[position])
            {
                case ' ' or '\t' or ',' or '\uFEFF':
                    position++;
                    break;
                case '\n' or '\r':
                    SkipLineTerminator();
                    break;
                case '#':
                    SkipComment();
                    break;
                default:
                    return;
            }
        }
    }

    private void SkipLineTerminator()
    {
        if (source[position] == '\r' && position + 1 < source.Length && source[position + 1] == '\n')
            position++;
        position++;
        line++;
        lineStart = position;
    }

    private void SkipComment()
    {
        while (position < source.Length && source[position] is not ('\n' or '\r'))
            position += ScalarLength(position);
    }

    private readonly int ScalarLength(int at)
    {
        var c = source[at];
        if (!char.IsSurrogate(c))
            return 1;
        if (char.IsHighSurrogate(c) && at + 1 < source.Length && char.IsLowSurrogate(source[at + 1]))
            return 2;
        throw Error(at, $"Invalid character: {Show(at)}.");
    }

    private Token Punctuator(TokenKind kind, int length = 1)
    {
        var token = new Token(kind, position, position + length, line, position - lineStart + 1, "");
        position += length;
        return token;
    }

    private Token ReadName()
    {
        var start = position;
        while (position < source.Length && IsNamePart(source[position]))
            position++;
        return new Token(TokenKind.Name, start, position, line, start - lineStart + 1, source[start..position]);
    }

    private Token ReadNumber()
    {
        var start = position;
        var kind = TokenKind.Int;
        if (source[position] == '-')
            position++;
        if (Peek() == '0')
        {
            position++;
            if (char.IsAsciiDigit(Peek()))
                throw Error(position, $"Invalid number, unexpected digit after 0: {Show(position)}.");
        }
        else
        {
            ReadDigits();
        }
        if (Peek() == '.')
        {
            kind = TokenKind.Float;
            position++;
            ReadDigits();
        }
        if (Peek() is 'e' or 'E')
        {
            kind = TokenKind.Float;
            position++;
            if (Peek() is '+' or '-')
                position++;
            ReadDigits();
        }
        if (Peek() == '.' || IsNameStart(Peek()))
            throw Error(position, $"Invalid number, expected digit but got: {Show(position)}.");
        return new Token(kind, start, position, line, start - lineStart + 1, source[start..position]);
    }

    private readonly char Peek() => position < source.Length ? source[position] : '\0';

    private void ReadDigits()
    {
        if (!char.IsAsciiDigit(Peek()))
            throw Error(position, $"Invalid number, expected digit but got: {Show(position)}.");
        while (char.IsAsciiDigit(Peek()))
            position++;
    }

    private Token ReadString()
    {
        var (start, startLine, startColumn) = (position, line, position - lineStart + 1);
        var block = string.CompareOrdinal(source, position, "\"\"\"", 0, 3) == 0;
        var reader = new StringReader(source, block ? position + 3 : position + 1);
        var value = block ? reader.ReadBlock() : reader.ReadQuoted();
        if (reader.Problem is { } problem)
        {
            AdvanceLines(reader.Position);
            throw Error(reader.Position, problem);
        }
        AdvanceLines(reader.Position);
        position = reader.Position;
        return new Token(
            block ? TokenKind.BlockString : TokenKind.String,
            start,
            position,
            startLine,
            startColumn,
            value
        );
    }

    private void AdvanceLines(int end)
    {
        while (position < end && position < source.Length)
        {
            if (source[position] is '\n' or '\r')
                SkipLineTerminator();
            else
                position++;
        }
    }

    private readonly string Show(int at)
    {
        if (at >= source.Length)
            return "<EOF>";
        var c = source[at];
        if (c is >= ' ' and <= '~')
            return c == '"' ? "'\"'" : $"\"{c}\"";
        return "U+" + ((int)c).ToString("X4", CultureInfo.InvariantCulture);
    }

    private readonly GraphQLSyntaxException Error(int at, string message) => new(message, line, at - lineStart + 1);
}
