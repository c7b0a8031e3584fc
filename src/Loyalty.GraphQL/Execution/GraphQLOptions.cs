using Loyalty.GraphQL.Language;
using Loyalty.GraphQL.Protection;

namespace Loyalty.GraphQL;

/// <summary>Bounds and switches of the server; all have safe defaults.</summary>
public sealed class GraphQLOptions
{
    public ParserLimits ParserLimits { get; set; } = ParserLimits.Default;

    /// <summary>Nesting of selection sets with fragments unfolded.</summary>
    public int ExecutionDepthMax { get; set; } = 200;

    /// <summary>How much one document may hold; checked before it is validated.</summary>
    public DocumentLimits DocumentLimits { get; set; } = new();

    /// <summary>How long one operation may take. Then it ends with the error <c>TIMEOUT</c>, and its resolvers are cancelled.
    /// <see cref="Timeout.InfiniteTimeSpan"/> lifts the limit.</summary>
    public TimeSpan ExecutionTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Errors of resolvers in one response. Those beyond are neither kept nor logged; a last error with the code
    /// <c>TOO_MANY_ERRORS</c> says how many there were.</summary>
    public int ErrorsMax { get; set; } = 100;

    /// <summary>Whether <c>__schema</c> and <c>__type</c> may be asked for; <c>__typename</c> always may.</summary>
    public bool AllowIntrospection { get; set; } = true;

    /// <summary>Request body in bytes; larger ones get 413.</summary>
    public int RequestBodyBytesMax { get; set; } = 1024 * 1024;

    /// <summary>Nesting of the JSON of a request, variables included.</summary>
    public int JsonDepthMax { get; set; } = 200;

    /// <summary>Values in the JSON of a request's variables, counting every item of a list and member of an object.</summary>
    public int VariableValuesMax { get; set; } = 10_000;

    /// <summary>Documents that are kept parsed and validated.</summary>
    public int CachedDocumentsMax { get; set; } = 1000;

    /// <summary>Text of all cached documents together, in UTF-16 code units. Parsed documents take several times that; their plans
    /// are bounded with it, by half a field a code unit.</summary>
    public int CachedCharactersMax { get; set; } = 1024 * 1024;

    /// <summary>Documents with more UTF-16 code units are parsed each time.</summary>
    public int CachedDocumentLengthMax { get; set; } = 32 * 1024;

    /// <summary>Subscriptions and whatever else comes over WebSockets.</summary>
    public GraphQLSocketOptions Sockets { get; } = new();

    /// <summary>How often a comment is sent over an event stream that is silent, so that nobody between takes it for dead;
    /// zero for never.</summary>
    public TimeSpan EventStreamKeepAliveInterval { get; set; } = TimeSpan.FromSeconds(12);

    /// <summary>Operations in one request as a JSON array. 0, the default, refuses batches.</summary>
    public int BatchSizeMax { get; set; }

    /// <summary>Which GET requests are taken for forged. See <see cref="GraphQL.CsrfGuard"/>.</summary>
    public CsrfGuard CsrfGuard { get; set; } = CsrfGuard.Browsers;

    /// <summary>Automatic persisted queries and trusted documents.</summary>
    public PersistedOperationOptions PersistedOperations { get; } = new();
}

/// <summary>
/// Guards GET against forged requests: a page of another site can make a browser send one, with the browser's cookies. POST
/// needs no guard, because its media type makes the browser ask first.
/// </summary>
public enum CsrfGuard
{
    /// <summary>Every GET is answered.</summary>
    Off,

    /// <summary>
    /// Refuses a GET that a browser sends from another site (<c>Sec-Fetch-Site</c>, <c>Origin</c>) or with cookies, unless it
    /// carries a header for which browsers ask first. Other clients need nothing.
    /// </summary>
    Browsers,

    /// <summary>Refuses each GET without such a header: for servers that know their callers by cookie.</summary>
    Always,
}

/// <summary>Documents that clients name instead of sending.</summary>
public sealed class PersistedOperationOptions
{
    /// <summary>Whether clients may register documents by their SHA-256 (Apollo's protocol).</summary>
    public bool AutomaticPersistedQueries { get; set; } = true;

    /// <summary>Only documents of the <see cref="ITrustedDocumentStorage"/> run, asked for by id or by their full text.</summary>
    public bool OnlyAllowTrustedDocuments { get; set; }
}
