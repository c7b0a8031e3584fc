namespace Loyalty.Api.Http;

/// <summary>Every answer and every log line carries the request's id (<c>X-Request-Id</c>). A caller's own id is taken over
/// when it is plain, so that both sides' logs can be joined.</summary>
internal sealed class RequestId(RequestDelegate next, ILogger<RequestId> logger)
{
    public const string Header = "X-Request-Id";
    private const int LengthMax = 64;

    public async Task InvokeAsync(HttpContext context)
    {
        if (context.Request.Headers[Header].ToString() is { Length: > 0 and <= LengthMax } given && IsPlain(given))
        {
            context.TraceIdentifier = given;
        }

        context.Response.Headers[Header] = context.TraceIdentifier;
        using (logger.BeginScope("RequestId:{RequestId}", context.TraceIdentifier))
        {
            await next(context);
        }
    }

    private static bool IsPlain(string text) => text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
}
