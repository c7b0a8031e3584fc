using System.Text.Json;
using Loyalty.GraphQL.Documents;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Loyalty.GraphQL.Http;

/// <summary>One endpoint: reads the request, executes it, answers in the media type that the client likes best.</summary>
internal sealed class GraphQLEndpoint(RequestExecutor executor, GraphQLOptions options, DocumentSource documents)
{
    private const string CostHeader = "GraphQL-Cost";

    public async Task HandleAsync(HttpContext http)
    {
        var response = http.Response;
        if (!HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsPost(http.Request.Method))
        {
            response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            response.Headers.Allow = "GET, POST";
            return;
        }
        response.Headers.Append(HeaderNames.Vary, HeaderNames.Accept);
        if (MediaTypes.Negotiate(http.Request.Headers.Accept) is not { } mediaType)
        {
            response.StatusCode = StatusCodes.Status406NotAcceptable;
            return;
        }
        try
        {
            if (HttpMethods.IsGet(http.Request.Method))
                await GetAsync(http, mediaType);
            else
                await PostAsync(http, mediaType);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The client is gone; there is nobody to answer.
        }
    }

    private async Task GetAsync(HttpContext http, string mediaType)
    {
        if (CsrfCheck.Check(http.Request, options.CsrfGuard) is { } forged)
        {
            await Answers.WriteAsync(http, mediaType, new RequestProblem(StatusCodes.Status400BadRequest, forged));
            return;
        }
        var (parameters, problem) = RequestParameters.FromQuery(http.Request.Query, options, out var json);
        using var _ = json;
        if (parameters is null)
        {
            await Answers.WriteAsync(http, mediaType, problem!);
            return;
        }
        var result = await ExecuteAsync(http, parameters);
        using var owned = (object)result as IDisposable;
        await Answers.WriteCacheableAsync(http, mediaType, result);
    }

    private async Task PostAsync(HttpContext http, string mediaType)
    {
        http.Response.Headers.CacheControl = "no-store";
        var (json, unread) = await ReadBodyAsync(http);
        using var _ = json;
        if (json is null)
        {
            await Answers.WriteAsync(http, mediaType, unread!);
            return;
        }
        if (json.RootElement.ValueKind == JsonValueKind.Array)
        {
            await PostBatchAsync(http, mediaType, json.RootElement);
            return;
        }
        var (parameters, problem) = RequestParameters.FromJson(json.RootElement);
        if (parameters is null)
        {
            await Answers.WriteAsync(http, mediaType, problem!);
            return;
        }
        var result = await ExecuteAsync(http, parameters);
        using var owned = (object)result as IDisposable;
        await Answers.WriteAsync(http, mediaType, result);
    }

    // One after the other, as the operations may depend on each other and share the request's services.
    private async Task PostBatchAsync(HttpContext http, string mediaType, JsonElement batch)
    {
        var size = batch.GetArrayLength();
        if (size == 0 || size > options.BatchSizeMax)
        {
            await Answers.WriteAsync(http, mediaType, BatchRefusal(size));
            return;
        }
        var results = new List<ExecutionResult>(size);
        try
        {
            foreach (var item in batch.EnumerateArray())
            {
                var (parameters, problem) = RequestParameters.FromJson(item);
                results.Add(
                    parameters is null ? new ExecutionResult(problem!.Error) : await ExecuteAsync(http, parameters)
                );
            }
            await Answers.WriteAsync(http, mediaType, results);
        }
        finally
        {
            foreach (var result in results)
                ((object)result as IDisposable)?.Dispose();
        }
    }

    private RequestProblem BatchRefusal(int size) =>
        size == 0 ? RequestProblem.Bad("A batch must hold an operation.")
        : options.BatchSizeMax == 0 ? RequestProblem.Bad("Batches are not supported.")
        : new RequestProblem(
            StatusCodes.Status400BadRequest,
            new GraphQLError($"A batch may hold {options.BatchSizeMax} operations.")
            {
                Code = ErrorCodes.BatchTooLarge,
                Extensions = new Dictionary<string, object?>(StringComparer.Ordinal)
                {
                    ["allowed"] = options.BatchSizeMax,
                },
            }
        );

    private async Task<ExecutionResult> ExecuteAsync(HttpContext http, RequestParameters parameters)
    {
        var (document, error) = await documents.FindAsync(parameters.Query, parameters.DocumentId, http.RequestAborted);
        if (document is null)
            return new ExecutionResult(error!);
        var request = new GraphQLRequest(document, http.RequestServices)
        {
            OperationName = parameters.OperationName,
            Variables = parameters.Variables,
            User = http.User,
            HttpContext = http,
            QueriesOnly = HttpMethods.IsGet(http.Request.Method),
            CostReporting = http.Request.Headers[CostHeader].ToString() switch
            {
                "report" => CostReporting.Report,
                "validate" => CostReporting.Validate,
                _ => CostReporting.None,
            },
        };
        return await executor.ExecuteAsync(request, http.RequestAborted);
    }

    private async Task<(JsonDocument?, RequestProblem?)> ReadBodyAsync(HttpContext http)
    {
        if (!MediaTypes.IsJson(http.Request.ContentType))
            return (
                null,
                new RequestProblem(
                    StatusCodes.Status415UnsupportedMediaType,
                    new GraphQLError("POST a body of type application/json.")
                )
            );
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = options.RequestBodyBytesMax;
        try
        {
            var documentOptions = new JsonDocumentOptions { MaxDepth = options.JsonDepthMax };
            return (await JsonDocument.ParseAsync(http.Request.Body, documentOptions, http.RequestAborted), null);
        }
        catch (JsonException)
        {
            return (null, RequestProblem.Bad("The body is not JSON, or nested too deep."));
        }
        catch (BadHttpRequestException exception)
        {
            return (null, new RequestProblem(exception.StatusCode, new GraphQLError("The body could not be read.")));
        }
    }
}
