using Loyalty.GraphQL.Language;

namespace Loyalty.GraphQL;

/// <summary>An error of the response (section 7.1.2).</summary>
/// <param name="Message">For developers; must hold no internals.</param>
public sealed record GraphQLError(string Message)
{
    /// <summary>A stable code, written to <c>extensions.code</c>.</summary>
    public string? Code { get; init; }

    public IReadOnlyList<Location> Locations { get; init; } = [];

    /// <summary>Response names and list indices down to the field; null for request errors.</summary>
    public IReadOnlyList<object>? Path { get; init; }

    /// <summary>Further members of <c>extensions</c>; values of any type that System.Text.Json writes.</summary>
    public IReadOnlyDictionary<string, object?> Extensions { get; init; } = EmptyExtensions;

    private static readonly Dictionary<string, object?> EmptyExtensions = [];

    internal static GraphQLError At(string message, params ReadOnlySpan<SyntaxNode> nodes)
    {
        var locations = new List<Location>();
        foreach (var node in nodes)
        {
            if (node.Location.Line > 0)
                locations.Add(node.Location);
        }
        return new GraphQLError(message) { Locations = locations };
    }
}

/// <summary>Builds an error step by step, as HotChocolate does.</summary>
public sealed class ErrorBuilder
{
    private readonly Dictionary<string, object?> extensions = new(StringComparer.Ordinal);
    private string message = "";
    private string? code;

    public static ErrorBuilder New() => new();

    public ErrorBuilder SetMessage(string value)
    {
        message = value;
        return this;
    }

    public ErrorBuilder SetCode(string value)
    {
        code = value;
        return this;
    }

    public ErrorBuilder SetExtension(string name, object? value)
    {
        extensions[name] = value;
        return this;
    }

    public GraphQLError Build() => new(message) { Code = code, Extensions = extensions };
}

/// <summary>An expected failure of a resolver: its errors go to the client as they are, with path and location added.</summary>
public sealed class GraphQLException : Exception
{
    public GraphQLException(string message)
        : this(new GraphQLError(message)) { }

    public GraphQLException(params IReadOnlyList<GraphQLError> errors)
        : base(string.Join("; ", errors.Select(error => error.Message))) => Errors = errors;

    public IReadOnlyList<GraphQLError> Errors { get; }
}

/// <summary>Codes that the library itself writes to <c>extensions.code</c>.</summary>
public static class ErrorCodes
{
    public const string NotAuthenticated = "AUTH_NOT_AUTHENTICATED";
    public const string NotAuthorized = "AUTH_NOT_AUTHORIZED";
    public const string IdTypeMismatch = "ID_TYPE_MISMATCH";
    public const string DocumentTooComplex = "DOCUMENT_TOO_COMPLEX";
    public const string PageSize = "PAGE_SIZE";
    public const string SubscriptionNotStreamed = "SUBSCRIPTION_NOT_STREAMED";
    public const string TooManyOperations = "TOO_MANY_OPERATIONS";
    public const string TooManyErrors = "TOO_MANY_ERRORS";
    public const string VariablesTooLarge = "VARIABLES_TOO_LARGE";
    public const string CostExceeded = "COST_EXCEEDED";
    public const string SlicingArgument = "EXACTLY_ONE_SLICING_ARGUMENT";
    public const string IntrospectionDisabled = "INTROSPECTION_DISABLED";
    public const string Timeout = "TIMEOUT";
    public const string RateLimited = "RATE_LIMITED";
    public const string BatchTooLarge = "BATCH_TOO_LARGE";
    public const string CsrfPrevented = "CSRF_PREVENTED";
    public const string PersistedQueryNotFound = "PERSISTED_QUERY_NOT_FOUND";
    public const string PersistedQueryHashMismatch = "PERSISTED_QUERY_HASH_MISMATCH";
    public const string PersistedQueryNotSupported = "PERSISTED_QUERY_NOT_SUPPORTED";
    public const string DocumentNotTrusted = "DOCUMENT_NOT_TRUSTED";
}
