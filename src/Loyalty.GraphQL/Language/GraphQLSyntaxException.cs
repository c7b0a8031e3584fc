namespace Loyalty.GraphQL.Language;

/// <summary>A document that is not GraphQL, or exceeds a limit of the parser; tells where.</summary>
public sealed class GraphQLSyntaxException(string message, int line, int column) : Exception("Syntax Error: " + message)
{
    /// <summary>Line of the offending token, from 1.</summary>
    public int Line { get; } = line;

    /// <summary>Column of the offending token, from 1, in UTF-16 code units.</summary>
    public int Column { get; } = column;

    /// <summary>The text was not read to its end because it exceeds a limit.</summary>
    public bool IsLimit { get; init; }
}

/// <summary>Bounds on what the parser reads; beyond them the document is a syntax error.</summary>
/// <param name="TokensMax">Number of tokens in one document.</param>
/// <param name="DepthMax">Nesting of selection sets, values and list types; guards the stack.</param>
public sealed record ParserLimits(int TokensMax = 20_000, int DepthMax = 200)
{
    public static readonly ParserLimits Default = new();
}
