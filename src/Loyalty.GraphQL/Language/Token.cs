namespace Loyalty.GraphQL.Language;

internal enum TokenKind : byte
{
    EndOfFile,
    Bang,
    Dollar,
    Amp,
    ParenOpen,
    ParenClose,
    Spread,
    Colon,
    EqualsSign,
    At,
    BracketOpen,
    BracketClose,
    BraceOpen,
    Pipe,
    BraceClose,
    Name,
    Int,
    Float,
    String,
    BlockString,
}

internal readonly record struct Token(TokenKind Kind, int Start, int End, int Line, int Column, string Value)
{
    public override string ToString() =>
        Kind switch
        {
            TokenKind.EndOfFile => "<EOF>",
            TokenKind.Name or TokenKind.Int or TokenKind.Float or TokenKind.String or TokenKind.BlockString =>
                $"{Describe(Kind)} \"{Value}\"",
            _ => Describe(Kind),
        };

    public static string Describe(TokenKind kind) =>
        kind switch
        {
            TokenKind.EndOfFile => "<EOF>",
            TokenKind.Bang => "\"!\"",
            TokenKind.Dollar => "\"$\"",
            TokenKind.Amp => "\"&\"",
            TokenKind.ParenOpen => "\"(\"",
            TokenKind.ParenClose => "\")\"",
            TokenKind.Spread => "\"...\"",
            TokenKind.Colon => "\":\"",
            TokenKind.EqualsSign => "\"=\"",
            TokenKind.At => "\"@\"",
            TokenKind.BracketOpen => "\"[\"",
            TokenKind.BracketClose => "\"]\"",
            TokenKind.BraceOpen => "\"{\"",
            TokenKind.Pipe => "\"|\"",
            TokenKind.BraceClose => "\"}\"",
            _ => kind.ToString(),
        };
}
