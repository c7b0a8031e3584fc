namespace Loyalty.GraphQL.Language;

/// <summary>Reads GraphQL documents (section 2 and the type system grammar of section 3).</summary>
/// <remarks>Recursion is bounded by <see cref="ParserLimits.DepthMax"/>, so that no document can exhaust the stack.</remarks>
public sealed partial class Parser
{
    private readonly ParserLimits limits;
    private Lexer lexer;
    private Token token;
    private int lastEnd;
    private int tokens;
    private int depth;

    private Parser(string source, ParserLimits limits)
    {
        this.limits = limits;
        lexer = new Lexer(source);
        Advance();
    }

    /// <summary>Parses a whole document.</summary>
    /// <exception cref="GraphQLSyntaxException">The text is not GraphQL, or exceeds a limit.</exception>
    public static DocumentNode Parse(string source, ParserLimits? limits = null)
    {
        var parser = new Parser(source, limits ?? ParserLimits.Default);
        var start = parser.token;
        var definitions = new List<DefinitionNode>();
        do definitions.Add(parser.ParseDefinition());
        while (parser.token.Kind != TokenKind.EndOfFile);
        return new DocumentNode(List(definitions)) { Location = parser.From(start) };
    }

    /// <summary>Parses a single value, as default values are written; variables are refused.</summary>
    /// <exception cref="GraphQLSyntaxException">The text is not one constant value.</exception>
    public static ValueNode ParseValue(string source)
    {
        var parser = new Parser(source, ParserLimits.Default);
        var value = parser.ParseValue(isConst: true);
        parser.Expect(TokenKind.EndOfFile);
        return value;
    }

    /// <summary>Parses a type reference such as <c>[Int!]</c>.</summary>
    /// <exception cref="GraphQLSyntaxException">The text is not one type reference.</exception>
    public static TypeNode ParseType(string source)
    {
        var parser = new Parser(source, ParserLimits.Default);
        var type = parser.ParseTypeReference();
        parser.Expect(TokenKind.EndOfFile);
        return type;
    }

    private void Advance()
    {
        lastEnd = token.End;
        token = lexer.Next();
        if (token.Kind != TokenKind.EndOfFile && ++tokens > limits.TokensMax)
            throw Limit($"Document contains more than {limits.TokensMax} tokens. Parsing aborted.");
    }

    private Token Expect(TokenKind kind)
    {
        var current = token;
        if (current.Kind != kind)
            throw Error($"Expected {Token.Describe(kind)}, found {current}.");
        if (kind != TokenKind.EndOfFile)
            Advance();
        return current;
    }

    private bool Skip(TokenKind kind)
    {
        if (token.Kind != kind)
            return false;
        Advance();
        return true;
    }

    private bool IsKeyword(string word) =>
        token.Kind == TokenKind.Name && string.Equals(token.Value, word, StringComparison.Ordinal);

    private bool SkipKeyword(string word)
    {
        if (!IsKeyword(word))
            return false;
        Advance();
        return true;
    }

    private void ExpectKeyword(string word)
    {
        if (!SkipKeyword(word))
            throw Error($"Expected \"{word}\", found {token}.");
    }

    private Location From(Token start) => new(start.Start, lastEnd, start.Line, start.Column);

    private static SyntaxList<T> List<T>(List<T> items) => items.Count == 0 ? SyntaxList<T>.Empty : new([.. items]);

    private GraphQLSyntaxException Error(string message) => Error(message, token);

    private static GraphQLSyntaxException Error(string message, Token at) => new(message, at.Line, at.Column);

    private GraphQLSyntaxException Limit(string message) => new(message, token.Line, token.Column) { IsLimit = true };

    private GraphQLSyntaxException Unexpected() => Error($"Unexpected {token}.");

    private void Enter()
    {
        if (++depth > limits.DepthMax)
            throw Limit($"Document is nested deeper than {limits.DepthMax} levels. Parsing aborted.");
    }

    private void Leave() => depth--;

    private NameNode ParseName()
    {
        var start = Expect(TokenKind.Name);
        return new NameNode(start.Value) { Location = From(start) };
    }

    private SyntaxList<T> Many<T>(TokenKind open, Func<T> item, TokenKind close)
    {
        Expect(open);
        var items = new List<T>();
        do items.Add(item());
        while (!Skip(close));
        return List(items);
    }

    private SyntaxList<T> OptionalMany<T>(TokenKind open, Func<T> item, TokenKind close) =>
        token.Kind == open ? Many(open, item, close) : SyntaxList<T>.Empty;
}
