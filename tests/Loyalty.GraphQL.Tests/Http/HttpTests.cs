using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Shouldly;
using Xunit;

namespace Loyalty.GraphQL.Tests.Http;

/// <summary>GraphQL over HTTP, against a real server.</summary>
public sealed class HttpTests : IAsyncLifetime
{
    private const string Json = "application/json";
    private const string Response = "application/graphql-response+json";
    private readonly HttpClient client = new();
    private WebApplication app = null!;

    public async ValueTask InitializeAsync() => app = await ConformanceHost.StartAsync();

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await app.DisposeAsync();
    }

    private async Task<(HttpStatusCode Status, string? Type, string Body)> Send(
        HttpMethod method,
        string? body,
        string? accept,
        string type = Json,
        string query = ""
    )
    {
        using var request = new HttpRequestMessage(method, app.Address() + query);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8);
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        }
        if (accept is not null)
            request.Headers.TryAddWithoutValidation("Accept", accept);
        using var response = await client.SendAsync(request);
        return (
            response.StatusCode,
            response.Content.Headers.ContentType?.MediaType,
            await response.Content.ReadAsStringAsync()
        );
    }

    [Theory]
    [InlineData("{\"query\":\"{ nest { ok } }\"}", Response, 200, Response)]
    [InlineData("{\"query\":\"{ nest { ok } }\"}", null, 200, Json)]
    [InlineData("{\"query\":\"{ nest { ok } }\"}", "*/*", 200, Json)]
    [InlineData("{\"query\":\"{ nest { ok } }\"}", Response + ";q=0.2, " + Json + ";q=0.9", 200, Json)]
    [InlineData("{\"query\":\"{ nest { ok } }\"}", Response + ";q=0, */*", 200, Json)]
    [InlineData("{\"query\":\"{ nest { err } }\"}", Response, 200, Response)]
    [InlineData("{\"query\":\"{ nope }\"}", Response, 400, Response)]
    [InlineData("{\"query\":\"{ nope }\"}", Json, 200, Json)]
    [InlineData("{\"query\":\"{\"}", Response, 400, Response)]
    [InlineData("{\"query\":\"{\"}", Json, 200, Json)]
    [InlineData("{\"query\":\"query($a: Int!) { echo(int: $a) }\"}", Response, 400, Response)]
    [InlineData("{\"query\":", Json, 400, Json)]
    [InlineData("{\"qeury\":\"{ nest { ok } }\"}", Json, 400, Json)]
    [InlineData("[{\"query\":\"{ nest { ok } }\"}]", Json, 400, Json)]
    [InlineData("{\"query\":\"{ nest { ok } }\",\"variables\":[1]}", Json, 400, Json)]
    [InlineData("{\"query\":\"{ nest { ok } }\",\"operationName\":5}", Response, 400, Response)]
    public async Task Posts_are_answered_with_status_and_media_type(
        string body,
        string? accept,
        int status,
        string type
    )
    {
        var answer = await Send(HttpMethod.Post, body, accept);

        ((int)answer.Status, answer.Type).ShouldBe((status, type));
    }

    [Theory]
    [InlineData("?query={nest{ok}}", 200)]
    [InlineData("?query=query($a:Int){echo(int:$a)}&variables={\"a\":1}&operationName=&extensions=", 200)]
    [InlineData("?query=mutation{reset}", 405)]
    [InlineData("?query=query Q{nest{ok}} mutation M{reset}&operationName=M", 405)]
    [InlineData("?query=query Q{nest{ok}} mutation M{reset}&operationName=Q", 200)]
    [InlineData("?variables={}", 400)]
    [InlineData("?query={nest{ok}}&variables={", 400)]
    public async Task Gets_are_for_queries(string query, int status) =>
        ((int)(await Send(HttpMethod.Get, null, Json, query: query)).Status).ShouldBe(status);

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/json; charset=utf-16")]
    public async Task Other_bodies_are_refused(string type) =>
        (await Send(HttpMethod.Post, "{\"query\":\"{ nest { ok } }\"}", Json, type)).Status.ShouldBe(
            HttpStatusCode.UnsupportedMediaType
        );

    [Fact]
    public async Task Other_methods_and_unknown_answers_are_refused()
    {
        (await Send(HttpMethod.Put, null, null)).Status.ShouldBe(HttpStatusCode.MethodNotAllowed);
        (await Send(HttpMethod.Post, "{}", "image/png")).Status.ShouldBe(HttpStatusCode.NotAcceptable);
    }

    [Fact]
    public async Task Ten_thousand_levels_of_JSON_or_GraphQL_are_bad_requests()
    {
        var deep = string.Concat(Enumerable.Repeat("[", 10_000)) + string.Concat(Enumerable.Repeat("]", 10_000));
        var json = await Send(
            HttpMethod.Post,
            "{\"query\":\"query($a: Int) { echo(int: $a) }\",\"variables\":{\"a\":" + deep + "}}",
            Response
        );
        var graphql = await Send(HttpMethod.Post, "{\"query\":\"{ echo(list: " + deep + ") }\"}", Response);

        (json.Status, graphql.Status).ShouldBe((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest));
        graphql.Body.ShouldContain("Syntax Error");
    }

    [Theory]
    [InlineData("""{"query":"query($t:String!){search(text:$t){__typename}}","variables":{"t":"\ud800"}}""")]
    [InlineData("""{"query":"query($f:MemberFilter){members(filter:$f){id}}","variables":{"f":{"\udfff":1}}}""")]
    public async Task Half_a_surrogate_pair_in_variables_is_a_bad_request(string body)
    {
        var (status, _, answer) = await Send(HttpMethod.Post, body, Response);

        status.ShouldBe(HttpStatusCode.BadRequest);
        answer.ShouldContain("not Unicode");
    }

    [Fact]
    public async Task A_body_beyond_the_limit_is_refused() =>
        (
            await Send(HttpMethod.Post, "{\"query\":\"{ nest { ok } } #" + new string('x', 1_100_000) + "\"}", Json)
        ).Status.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
}
