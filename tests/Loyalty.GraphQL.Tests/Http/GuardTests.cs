using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Loyalty.GraphQL.Documents;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Loyalty.GraphQL.Tests.Http;

/// <summary>What guards the endpoint, and what spares sending: CSRF, batches, ETags, persisted and trusted documents.</summary>
public sealed class GuardTests : IAsyncDisposable
{
    private const string Document = "{ nest { ok } }";
    private const string Other = "{ nest { __typename } }";
    private readonly HttpClient client = new();
    private WebApplication? app;

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        if (app is not null)
            await app.DisposeAsync();
    }

    private async Task<Uri> StartAsync(Action<GraphQLServerBuilder>? change = null)
    {
        app = await ConformanceHost.StartAsync(change: change);
        return app.Address();
    }

    private async Task<HttpResponseMessage> GetAsync(
        Uri url,
        string query,
        params (string Name, string Value)[] headers
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url + query);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await client.SendAsync(request);
    }

    private async Task<JsonNode> PostAsync(Uri url, object body, HttpStatusCode status = HttpStatusCode.OK)
    {
        using var response = await client.PostAsJsonAsync(url, body);
        var text = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(status, text);
        return JsonNode.Parse(text)!;
    }

    private static string? Code(JsonNode answer) => answer["errors"]?[0]?["extensions"]?["code"]?.ToString();

    private static object Persisted(string? query, string hash) =>
        query is null
            ? new { extensions = new { persistedQuery = new { version = 1, sha256Hash = hash } } }
            : new { query, extensions = new { persistedQuery = new { version = 1, sha256Hash = hash } } };

    [Theory]
    [InlineData(CsrfGuard.Browsers, null, null, 200)]
    [InlineData(CsrfGuard.Browsers, "Sec-Fetch-Site", "same-origin", 200)]
    [InlineData(CsrfGuard.Browsers, "Sec-Fetch-Site", "none", 200)]
    [InlineData(CsrfGuard.Browsers, "Sec-Fetch-Site", "cross-site", 400)]
    [InlineData(CsrfGuard.Browsers, "Sec-Fetch-Site", "same-site", 400)]
    [InlineData(CsrfGuard.Browsers, "Origin", "https://elsewhere.example", 400)]
    [InlineData(CsrfGuard.Browsers, "Cookie", "a=b", 400)]
    [InlineData(CsrfGuard.Off, "Sec-Fetch-Site", "cross-site", 200)]
    [InlineData(CsrfGuard.Always, null, null, 400)]
    [InlineData(CsrfGuard.Always, "GraphQL-Preflight", "1", 200)]
    [InlineData(CsrfGuard.Always, "apollo-require-preflight", "1", 200)]
    public async Task Forged_gets_are_refused(CsrfGuard guard, string? header, string? value, int status)
    {
        var url = await StartAsync(builder => builder.ModifyOptions(options => options.CsrfGuard = guard));

        using var response = await GetAsync(url, "?query=" + Document, header is null ? [] : [(header, value!)]);

        ((int)response.StatusCode).ShouldBe(status);
        if (status == 400)
            Code(JsonNode.Parse(await response.Content.ReadAsStringAsync())!).ShouldBe(ErrorCodes.CsrfPrevented);
    }

    [Fact]
    public async Task Batches_are_off_until_switched_on_and_then_bounded()
    {
        var url = await StartAsync(builder => builder.ModifyOptions(options => options.BatchSizeMax = 2));
        object one = new { query = Document };
        object faulty = new { query = "{ nope }" };

        var answers = await PostAsync(url, new[] { one, faulty });
        answers.AsArray().Count.ShouldBe(2);
        answers[0]!["data"].ShouldNotBeNull();
        answers[1]!["errors"].ShouldNotBeNull();
        Code(await PostAsync(url, new[] { one, one, one }, HttpStatusCode.BadRequest))
            .ShouldBe(ErrorCodes.BatchTooLarge);
        await PostAsync(url, Array.Empty<object>(), HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task An_answer_that_did_not_change_is_not_sent_again()
    {
        var url = await StartAsync();
        using var first = await GetAsync(url, "?query=" + Document);
        var tag = first.Headers.ETag!.ToString();
        using var second = await GetAsync(url, "?query=" + Document, ("If-None-Match", tag));
        using var other = await GetAsync(url, "?query=" + Other, ("If-None-Match", tag));
        using var faulty = await GetAsync(url, "?query={nope}");

        first.Headers.CacheControl!.ToString().ShouldBe("no-cache, private");
        first.Headers.Vary.ShouldBe(["Accept", "Authorization"]);
        (second.StatusCode, (await second.Content.ReadAsByteArrayAsync()).Length).ShouldBe(
            (HttpStatusCode.NotModified, 0)
        );
        other.StatusCode.ShouldBe(HttpStatusCode.OK);
        (faulty.Headers.CacheControl!.NoStore, faulty.Headers.ETag).ShouldBe((true, null));
    }

    [Fact]
    public async Task Answers_to_posts_are_not_stored()
    {
        var url = await StartAsync();
        using var response = await client.PostAsJsonAsync(url, new { query = Document });

        response.Headers.CacheControl!.NoStore.ShouldBeTrue();
    }

    [Fact]
    public async Task A_document_is_sent_once_and_then_named()
    {
        var url = await StartAsync();
        var hash = DocumentHash.Of(Document);

        var missing = await PostAsync(url, Persisted(null, hash));
        missing["errors"]![0]!["message"]!.ToString().ShouldBe("PersistedQueryNotFound");
        Code(missing).ShouldBe(ErrorCodes.PersistedQueryNotFound);
        (await PostAsync(url, Persisted(Document, hash)))["data"].ShouldNotBeNull();
        (await PostAsync(url, Persisted(null, hash)))["data"].ShouldNotBeNull();
        (await PostAsync(url, new { documentId = "sha256:" + hash }))["data"].ShouldNotBeNull();
        using var got = await GetAsync(
            url,
            "?extensions=" + Uri.EscapeDataString($$$"""{"persistedQuery":{"version":1,"sha256Hash":"{{{hash}}}"}}""")
        );
        got.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await got.Content.ReadAsStringAsync()).ShouldContain("\"data\"");
    }

    [Fact]
    public async Task Wrong_hashes_and_invalid_documents_are_not_kept()
    {
        var url = await StartAsync();
        var hash = DocumentHash.Of(Document);

        Code(await PostAsync(url, Persisted(Other, hash))).ShouldBe(ErrorCodes.PersistedQueryHashMismatch);
        await PostAsync(url, Persisted("{ nope }", DocumentHash.Of("{ nope }")));

        Code(await PostAsync(url, Persisted(null, hash))).ShouldBe(ErrorCodes.PersistedQueryNotFound);
        Code(await PostAsync(url, Persisted(null, DocumentHash.Of("{ nope }"))))
            .ShouldBe(ErrorCodes.PersistedQueryNotFound);
        Code(await PostAsync(url, new { id = "short" })).ShouldBe(ErrorCodes.PersistedQueryNotFound);
        await PostAsync(
            url,
            new { extensions = new { persistedQuery = new { version = 2, sha256Hash = hash } } },
            HttpStatusCode.BadRequest
        );
    }

    [Fact]
    public async Task Without_any_store_named_documents_are_not_supported()
    {
        var url = await StartAsync(builder =>
            builder.ModifyOptions(options => options.PersistedOperations.AutomaticPersistedQueries = false)
        );

        Code(await PostAsync(url, Persisted(null, DocumentHash.Of(Document))))
            .ShouldBe(ErrorCodes.PersistedQueryNotSupported);
    }

    private sealed class Registered : ITrustedDocumentStorage
    {
        public ValueTask<string?> TryReadAsync(string id, CancellationToken cancellationToken) =>
            new(id == DocumentHash.Of(Document) ? Document : null);
    }

    [Fact]
    public async Task Where_only_trusted_documents_run_all_others_are_refused()
    {
        var url = await StartAsync(builder =>
        {
            builder.ModifyOptions(options => options.PersistedOperations.OnlyAllowTrustedDocuments = true);
            builder.Services.AddSingleton<ITrustedDocumentStorage, Registered>();
        });
        var hash = DocumentHash.Of(Document);

        (await PostAsync(url, new { query = Document }))["data"].ShouldNotBeNull();
        (await PostAsync(url, new { documentId = hash }))["data"].ShouldNotBeNull();
        (await PostAsync(url, Persisted(null, hash)))["data"].ShouldNotBeNull();
        Code(await PostAsync(url, new { query = Other })).ShouldBe(ErrorCodes.DocumentNotTrusted);
        Code(await PostAsync(url, Persisted(Other, DocumentHash.Of(Other)))).ShouldBe(ErrorCodes.DocumentNotTrusted);
        Code(await PostAsync(url, Persisted(null, DocumentHash.Of(Other)))).ShouldBe(ErrorCodes.PersistedQueryNotFound);
    }
}
