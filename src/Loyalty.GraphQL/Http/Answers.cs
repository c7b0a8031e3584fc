using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Loyalty.GraphQL.Http;

/// <summary>Writes results with the status and headers that GraphQL over HTTP has for them.</summary>
internal static class Answers
{
    public static async Task WriteAsync(HttpContext http, string mediaType, ExecutionResult result)
    {
        var response = http.Response;
        Begin(response, mediaType, StatusOf(result, mediaType, response));
        result.WriteTo(response.BodyWriter);
        await response.BodyWriter.FlushAsync(http.RequestAborted);
    }

    public static async Task WriteAsync(HttpContext http, string mediaType, RequestProblem problem)
    {
        var response = http.Response;
        response.Headers.CacheControl = "no-store";
        Begin(response, mediaType, problem.Status);
        new ExecutionResult(problem.Error).WriteTo(response.BodyWriter);
        await response.BodyWriter.FlushAsync(http.RequestAborted);
    }

    /// <summary>The results of a batch, as an array in its order.</summary>
    public static async Task WriteAsync(HttpContext http, string mediaType, List<ExecutionResult> results)
    {
        var body = http.Response.BodyWriter;
        Begin(http.Response, mediaType, StatusCodes.Status200OK);
        for (var i = 0; i < results.Count; i++)
        {
            body.Write(i == 0 ? "["u8 : ","u8);
            results[i].WriteTo(body);
        }
        body.Write("]"u8);
        await body.FlushAsync(http.RequestAborted);
    }

    /// <summary>
    /// The answer to a GET: private to its caller, and to be asked about each time. An answer without errors has an ETag, so
    /// that the same answer is not sent twice.
    /// </summary>
    public static async Task WriteCacheableAsync(HttpContext http, string mediaType, ExecutionResult result)
    {
        var response = http.Response;
        if (!result.IsExecuted || result.Errors.Count > 0)
        {
            response.Headers.CacheControl = "no-store";
            await WriteAsync(http, mediaType, result);
            return;
        }
        var body = new ArrayBufferWriter<byte>();
        result.WriteTo(body);
        // Weak: the same answer may be sent compressed in different ways.
        var tag = $"W/\"{Base64Url.EncodeToString(SHA256.HashData(body.WrittenSpan).AsSpan(0, 16))}\"";
        response.Headers.CacheControl = "private, no-cache";
        response.Headers.Append(HeaderNames.Vary, HeaderNames.Authorization);
        response.Headers.ETag = tag;
        if (IsKnown(http.Request, tag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }
        Begin(response, mediaType, StatusCodes.Status200OK);
        response.BodyWriter.Write(body.WrittenSpan);
        await response.BodyWriter.FlushAsync(http.RequestAborted);
    }

    private static void Begin(HttpResponse response, string mediaType, int status) =>
        (response.StatusCode, response.ContentType) = (status, mediaType);

    private static bool IsKnown(HttpRequest request, string tag)
    {
        foreach (var known in request.GetTypedHeaders().IfNoneMatch)
        {
            if (known.Compare(EntityTagHeaderValue.Parse(tag), useStrongComparison: false))
                return true;
        }
        return false;
    }

    public static bool IsOnlyStreamed(ExecutionResult result) =>
        result.Errors is [var only] && ReferenceEquals(only, RequestExecutor.OnlyStreamed);

    private static int StatusOf(ExecutionResult result, string mediaType, HttpResponse response)
    {
        if (result.IsExecuted || result.Errors.Count == 0)
            return StatusCodes.Status200OK;
        var first = result.Errors[0];
        if (ReferenceEquals(first, RequestExecutor.OnlyQueries))
        {
            response.Headers.Allow = "POST";
            return StatusCodes.Status405MethodNotAllowed;
        }
        if (IsOnlyStreamed(result))
            return StatusCodes.Status406NotAcceptable;
        if (string.Equals(first.Code, ErrorCodes.RateLimited, StringComparison.Ordinal))
        {
            if (first.Extensions.TryGetValue("retryAfterSeconds", out var seconds))
                response.Headers.RetryAfter = Convert.ToString(seconds, CultureInfo.InvariantCulture);
            return StatusCodes.Status429TooManyRequests;
        }
        if (string.Equals(mediaType, MediaTypes.Json, StringComparison.Ordinal))
            return StatusCodes.Status200OK;
        return string.Equals(first.Code, ErrorCodes.Timeout, StringComparison.Ordinal)
            ? StatusCodes.Status503ServiceUnavailable
            : StatusCodes.Status400BadRequest;
    }
}
