using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Loyalty.GraphQL.Http;

/// <summary>One endpoint: reads the request, executes it, answers in the media type that the client likes best.</summary>
internal sealed class GraphQLEndpoint(RequestExecutor executor, GraphQLOptions options, EventStream eventStream)
{
    public async Task HandleAsync(HttpContext http)
    {
        var response = http.Response;
        if (!HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsPost(http.Request.Method))
        {
            response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            response.Headers.Allow = "GET, POST";
            return;
        }
        var streams = MediaTypes.AcceptsEventStream(http.Request.Headers.Accept);
        var negotiated = MediaTypes.Negotiate(http.Request.Headers.Accept);
        var mediaType = negotiated ?? MediaTypes.Json;
        if (negotiated is null && !streams)
        {
            response.StatusCode = StatusCodes.Status406NotAcceptable;
            return;
        }
        var (parameters, problem) = HttpMethods.IsGet(http.Request.Method)
            ? RequestParameters.FromQuery(http.Request.Query, options)
            : await ReadBodyAsync(http);
        using var _ = parameters;
        if (parameters is null)
        {
            await WriteAsync(
                response,
                mediaType,
                problem!.Status,
                new ExecutionResult(new GraphQLError(problem.Message))
            );
            return;
        }
        var request = parameters.ToRequest(http.RequestServices, http.User, http) with
        {
            QueriesOnly = HttpMethods.IsGet(http.Request.Method),
        };
        try
        {
            // Who takes either gets an event stream for subscriptions only.
            var result = negotiated is null ? null : await executor.ExecuteAsync(request, http.RequestAborted);
            if (result is null || (streams && IsOnlyStreamed(result)))
                result = await eventStream.HandleAsync(http, request);
            if (result is not null)
            {
                using (result)
                    await WriteAsync(response, mediaType, StatusOf(result, mediaType, response), result);
            }
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The client is gone; there is nobody to answer.
        }
    }

    private static int StatusOf(ExecutionResult result, string mediaType, HttpResponse response)
    {
        if (result.Errors is [var only] && ReferenceEquals(only, RequestExecutor.OnlyQueries))
        {
            response.Headers.Allow = "POST";
            return StatusCodes.Status405MethodNotAllowed;
        }
        if (IsOnlyStreamed(result))
            return StatusCodes.Status406NotAcceptable;
        return result.IsExecuted || string.Equals(mediaType, MediaTypes.Json, StringComparison.Ordinal)
            ? StatusCodes.Status200OK
            : StatusCodes.Status400BadRequest;
    }

    private static bool IsOnlyStreamed(ExecutionResult result) =>
        result.Errors is [var only] && ReferenceEquals(only, RequestExecutor.OnlyStreamed);

    private async Task<(RequestParameters?, RequestProblem?)> ReadBodyAsync(HttpContext http)
    {
        if (!MediaTypes.IsJson(http.Request.ContentType))
            return (null, new(StatusCodes.Status415UnsupportedMediaType, "POST a body of type application/json."));
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = options.RequestBodyBytesMax;
        try
        {
            var documentOptions = new JsonDocumentOptions { MaxDepth = options.JsonDepthMax };
            var json = await JsonDocument.ParseAsync(http.Request.Body, documentOptions, http.RequestAborted);
            return RequestParameters.FromJson(json);
        }
        catch (JsonException)
        {
            return (null, new(StatusCodes.Status400BadRequest, "The body is not JSON, or nested too deep."));
        }
        catch (BadHttpRequestException exception)
        {
            return (null, new(exception.StatusCode, "The body could not be read."));
        }
    }

    private static async Task WriteAsync(HttpResponse response, string mediaType, int status, ExecutionResult result)
    {
        response.StatusCode = status;
        response.ContentType = mediaType;
        result.WriteTo(response.BodyWriter);
        await response.BodyWriter.FlushAsync(response.HttpContext.RequestAborted);
    }
}

/// <summary>The media types of GraphQL over HTTP.</summary>
internal static class MediaTypes
{
    public const string Json = "application/json; charset=utf-8";
    public const string Response = "application/graphql-response+json; charset=utf-8";

    public const string EventStream = "text/event-stream";

    /// <summary>True when the client names event streams: a range that covers them does not count.</summary>
    public static bool AcceptsEventStream(StringValues accept) =>
        MediaTypeHeaderValue.TryParseList(accept, out var accepted)
        && accepted.Any(range =>
            range.MediaType.Equals(EventStream, StringComparison.OrdinalIgnoreCase) && range.Quality is not <= 0
        );

    /// <summary>The answer's type by the highest quality; JSON where the client has no preference.</summary>
    /// <returns>Null when the client takes neither.</returns>
    public static string? Negotiate(StringValues accept)
    {
        if (StringValues.IsNullOrEmpty(accept))
            return Json;
        if (!MediaTypeHeaderValue.TryParseList(accept, out var accepted))
            return null;
        var json = QualityOf(accepted, "application/json");
        var response = QualityOf(accepted, "application/graphql-response+json");
        if (json.Quality <= 0 && response.Quality <= 0)
            return null;
        // Between equals a named type wins over a range, and the newer one over the older.
        return (response.Quality, response.Specificity).CompareTo((json.Quality, json.Specificity)) switch
        {
            > 0 => Response,
            < 0 => Json,
            _ => response.Specificity == 2 ? Response : Json,
        };
    }

    public static bool IsJson(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var parsed)
        && parsed.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
        && (
            !parsed.Charset.HasValue
            || parsed.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase)
            || parsed.Charset.Equals("\"utf-8\"", StringComparison.OrdinalIgnoreCase)
        );

    private static (double Quality, int Specificity) QualityOf(IList<MediaTypeHeaderValue> accepted, string type)
    {
        var (quality, best) = (0.0, -1);
        foreach (var range in accepted)
        {
            var specificity =
                range.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase) ? 2
                : range.MediaType.Equals("application/*", StringComparison.OrdinalIgnoreCase) ? 1
                : range.MediaType.Equals("*/*", StringComparison.Ordinal) ? 0
                : -1;
            if (specificity > best)
                (quality, best) = (range.Quality ?? 1.0, specificity);
        }
        return (quality, best);
    }
}
