using System.Text.Json;
using Loyalty.GraphQL.Documents;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Loyalty.GraphQL.Http;

/// <summary>One endpoint: reads the request, executes it, answers in the media type that the client likes best.</summary>
internal sealed class GraphQLEndpoint(
    RequestExecutor executor,
    GraphQLOptions options,
    DocumentSource documents,
    EventStream eventStream
)
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
        var accept = http.Request.Headers.Accept;
        var form = new AnswerForm(MediaTypes.Negotiate(accept), MediaTypes.AcceptsEventStream(accept));
        if (form is { Negotiated: null, Streams: false })
        {
            response.StatusCode = StatusCodes.Status406NotAcceptable;
            return;
        }
        try
        {
            if (HttpMethods.IsGet(http.Request.Method))
                await GetAsync(http, form);
            else
                await PostAsync(http, form);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The client is gone; there is nobody to answer.
        }
    }

    private async Task GetAsync(HttpContext http, AnswerForm form)
    {
        if (CsrfCheck.Check(http.Request, options.CsrfGuard) is { } forged)
        {
            await Answers.WriteAsync(http, form.MediaType, new RequestProblem(StatusCodes.Status400BadRequest, forged));
            return;
        }
        var (parameters, problem) = RequestParameters.FromQuery(http.Request.Query, options, out var json);
        using var _ = json;
        if (parameters is null)
        {
            await Answers.WriteAsync(http, form.MediaType, problem!);
            return;
        }
        using var result = await ExecuteAsync(http, form, parameters);
        if (result is not null)
            await Answers.WriteCacheableAsync(http, form.MediaType, result);
    }

    private async Task PostAsync(HttpContext http, AnswerForm form)
    {
        http.Response.Headers.CacheControl = "no-store";
        var (json, unread) = await ReadBodyAsync(http);
        using var _ = json;
        if (json is null)
        {
            await Answers.WriteAsync(http, form.MediaType, unread!);
            return;
        }
        if (json.RootElement.ValueKind == JsonValueKind.Array)
        {
            await PostBatchAsync(http, form, json.RootElement);
            return;
        }
        var (parameters, problem) = RequestParameters.FromJson(json.RootElement);
        if (parameters is null)
        {
            await Answers.WriteAsync(http, form.MediaType, problem!);
            return;
        }
        using var result = await ExecuteAsync(http, form, parameters);
        if (result is not null)
            await Answers.WriteAsync(http, form.MediaType, result);
    }

    // One after the other, as the operations may depend on each other and share the request's services.
    private async Task PostBatchAsync(HttpContext http, AnswerForm form, JsonElement batch)
    {
        var size = batch.GetArrayLength();
        if (size == 0 || size > options.BatchSizeMax)
        {
            await Answers.WriteAsync(http, form.MediaType, BatchRefusal(size));
            return;
        }
        var results = new List<ExecutionResult>(size);
        try
        {
            foreach (var item in batch.EnumerateArray())
            {
                var (parameters, problem) = RequestParameters.FromJson(item);
                var result = parameters is null
                    ? new ExecutionResult(problem!.Error)
                    : await ExecuteAsync(http, new AnswerForm(form.MediaType, Streams: false), parameters);
                results.Add(result!);
            }
            await Answers.WriteAsync(http, form.MediaType, results);
        }
        finally
        {
            foreach (var result in results)
                result.Dispose();
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

    /// <returns>Null when an event stream has said all.</returns>
    private async Task<ExecutionResult?> ExecuteAsync(HttpContext http, AnswerForm form, RequestParameters parameters)
    {
        var (document, error) = await documents.FindAsync(parameters.Query, parameters.DocumentId, http.RequestAborted);
        if (document is null)
            return new ExecutionResult(error!);
        var request = parameters.ToRequest(document, http.RequestServices, http.User, http) with
        {
            QueriesOnly = HttpMethods.IsGet(http.Request.Method),
            CostReporting = http.Request.Headers[CostHeader].ToString() switch
            {
                "report" => CostReporting.Report,
                "validate" => CostReporting.Validate,
                _ => CostReporting.None,
            },
        };
        if (form.Negotiated is null)
            return await eventStream.HandleAsync(http, request);
        var result = await executor.ExecuteAsync(request, http.RequestAborted);
        // Who takes either gets an event stream for subscriptions only.
        return form.Streams && Answers.IsOnlyStreamed(result) ? await eventStream.HandleAsync(http, request) : result;
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

/// <summary>In which forms the client takes an answer.</summary>
/// <param name="Negotiated">The media type of a single answer; null when the client takes event streams only.</param>
/// <param name="Streams">Whether it takes event streams.</param>
internal readonly record struct AnswerForm(string? Negotiated, bool Streams)
{
    /// <summary>For what is refused before there is anything to stream.</summary>
    public string MediaType => Negotiated ?? MediaTypes.Json;
}
