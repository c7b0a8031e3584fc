using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Loyalty.Domain;
using Loyalty.Storage;

namespace Loyalty.Api.Http;

/// <summary>
/// A change under an <c>Idempotency-Key</c> happens once: the key is written in the same transaction as the change, and a
/// repeat gets the first answer. The same key with another request is refused (409). Only successes are remembered, so that
/// a refused request can be mended and sent again under its key.
/// </summary>
internal sealed class IdempotencyFilter(IdempotencyKeys keys) : IEndpointFilter
{
    public const string Header = "Idempotency-Key";

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var http = invocation.HttpContext;
        var key = http.Request.Headers[Header].ToString();
        if (
            key.Length == 0
            || HttpMethods.IsGet(http.Request.Method)
            || HttpMethods.IsHead(http.Request.Method)
            || http.GetEndpoint()?.Metadata.GetMetadata<NotRemembered>() is not null
        )
        {
            return await next(invocation);
        }

        if (key.Length > IdempotencyKeys.KeyLengthMax)
        {
            return new Refusal.InvalidRequest(
                Header,
                $"must have at most {IdempotencyKeys.KeyLengthMax} characters"
            ).ToProblem();
        }

        var caller = http.User.FindFirstValue("sub") ?? http.User.FindFirstValue("client_id") ?? "";
        switch (await keys.TakeAsync(caller, key, await HashAsync(http.Request), http.RequestAborted))
        {
            case KeyClaim.Known known:
                return new Remembered(known.Request);
            case KeyClaim.Reused:
                return new KeyReused().ToProblem();
            case KeyClaim.Taken claim:
                await using (claim)
                {
                    return await MakeAsync(claim, invocation, next);
                }

            default:
                return new Refusal.InvalidRequest(
                    Header,
                    "is being used by another request at this moment"
                ).ToProblem();
        }
    }

    private async Task<IResult> MakeAsync(
        KeyClaim.Taken claim,
        EndpointFilterInvocationContext invocation,
        EndpointFilterDelegate next
    )
    {
        var http = invocation.HttpContext;
        var result = await next(invocation);
        var body = await Capture(result, http);
        if (http.Response.StatusCode is < 200 or >= 300)
        {
            return new Written(body);
        }

        var request = claim.Request;
        request.StatusCode = http.Response.StatusCode;
        request.Body = body;
        request.ContentType = http.Response.ContentType;
        request.ETag = http.Response.Headers.ETag;
        request.Location = http.Response.Headers.Location;
        request.MemberId = AnswerSubject.Of(http, body);
        await keys.CompleteAsync(claim, http.RequestAborted);
        return new Written(body);
    }

    private static async Task<byte[]> HashAsync(HttpRequest request)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{request.Method} {request.Path}{request.QueryString}\n"));
        request.Body.Position = 0;
        var buffer = new byte[8192];
        int read;
        while ((read = await request.Body.ReadAsync(buffer)) > 0)
        {
            hash.AppendData(buffer, 0, read);
        }

        return hash.GetHashAndReset();
    }

    /// <summary>Lets the result write its answer into memory: it leaves only after the commit.</summary>
    private static async Task<byte[]> Capture(object? result, HttpContext http)
    {
        var wire = http.Response.Body;
        using var buffer = new MemoryStream();
        http.Response.Body = buffer;
        try
        {
            if (result is IResult answer)
            {
                await answer.ExecuteAsync(http);
            }
            else if (result is not null)
            {
                await http.Response.WriteAsJsonAsync(result, result.GetType());
            }
        }
        finally
        {
            http.Response.Body = wire;
        }

        return buffer.ToArray();
    }

    private sealed class Written(byte[] body) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext) => WriteAsync(httpContext.Response, body);
    }

    private sealed class Remembered(IdempotentRequest request) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            response.StatusCode = request.StatusCode;
            response.ContentType = request.ContentType;
            response.Headers.ETag = request.ETag;
            response.Headers.Location = request.Location;
            return WriteAsync(response, request.Body);
        }
    }

    /// <summary>Writing nothing, too, is refused where the status allows no body: the answer has gone by then, and the connection is
    /// cut under whoever sends the next request over it.</summary>
    private static Task WriteAsync(HttpResponse response, byte[] body) =>
        body.Length == 0 ? Task.CompletedTask : response.Body.WriteAsync(body).AsTask();

    /// <summary>The key was used for another request before.</summary>
    public sealed record KeyReused()
        : Refusal(
            "idempotency-key-reused",
            RefusalKind.Conflict,
            "This Idempotency-Key was used for another request. Take a new key for a new request."
        );
}

/// <summary>Marks an endpoint that takes no part in <c>Idempotency-Key</c>: doing it twice is the same as doing it once and it must
/// not run in the key's transaction, or its answer holds a secret that must not be kept.</summary>
internal sealed class NotRemembered;
