using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Loyalty.GraphQL.Documents;
using Loyalty.Tests.Host;
using Loyalty.Tests.Members;
using Shouldly;
using Xunit;
using DatabaseProvider = Loyalty.Testing.DatabaseProvider;

namespace Loyalty.Tests.GraphQL;

/// <summary>What the members' face refuses, and how it says so.</summary>
public abstract class GraphQLGuardTests(DatabaseProvider provider) : ClubTests(provider)
{
    private const string Me = "{ me { status } }";

    [Fact]
    public async Task What_costs_too_much_is_refused_with_its_cost()
    {
        var app = await Club.GivenSignedInMemberAsync();
        var entries = string.Join(
            ' ',
            Enumerable.Range(0, 30).Select(i => $"e{i}: entries(first: 100) {{ nodes {{ partner {{ name }} }} }}")
        );

        var answer = await app.Http.GraphQLAsync($"{{ me {{ {entries} }} }}");

        answer.ErrorCode().ShouldBe("COST_EXCEEDED");
        var extensions = answer["errors"]![0]!["extensions"]!;
        ((double)extensions["typeCost"]!).ShouldBeGreaterThan((double)extensions["maxTypeCost"]!);
    }

    [Fact]
    public async Task The_cost_is_told_to_whoever_asks()
    {
        var app = await Club.GivenSignedInMemberAsync();
        app.Http.DefaultRequestHeaders.Add("GraphQL-Cost", "report");

        var answer = await app.Http.GraphQLAsync("{ me { entries(first: 5) { nodes { id } } } }");

        answer["data"]!["me"].ShouldNotBeNull();
        answer["extensions"]!["operationCost"]!.ToJsonString().ShouldBe("{\"fieldCost\":21,\"typeCost\":8}");
    }

    [Theory]
    [InlineData("{ __schema { queryType { name } } }", "INTROSPECTION_DISABLED")]
    [InlineData("{ __type(name: \"Query\") { name } }", "INTROSPECTION_DISABLED")]
    public async Task The_schema_is_not_told_outside_Development(string query, string code)
    {
        using var http = Club.Anonymous();

        (await http.GraphQLAsync(query)).ErrorCode().ShouldBe(code);
    }

    [Fact]
    public async Task Forged_gets_and_batches_are_refused()
    {
        using var http = Club.Anonymous();
        http.DefaultRequestHeaders.Add("Sec-Fetch-Site", "cross-site");
        using var forged = await http.GetAsync("/graphql?query={__typename}");
        using var batch = await http.PostAsJsonAsync("/graphql", new[] { new { query = "{ __typename }" } });

        (forged.StatusCode, batch.StatusCode).ShouldBe((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest));
    }

    [Fact]
    public async Task Answers_are_compressed_for_those_who_take_it()
    {
        using var http = Club.Anonymous();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/graphql?query={__typename}");
        request.Headers.AcceptEncoding.ParseAdd("br");
        using var response = await http.SendAsync(request);

        response.Content.Headers.ContentEncoding.ShouldBe(["br"]);
        response.Headers.Vary.ShouldContain("Accept-Encoding");
    }

    [Fact]
    public async Task A_member_who_asks_for_too_much_waits_and_others_do_not()
    {
        await using var club = await Club.StartAsync(
            Provider,
            clock: null,
            "--GraphQL:RateLimit:Capacity=25",
            "--GraphQL:RateLimit:PerSecond=0.001"
        );
        var app = await club.GivenSignedInMemberAsync();
        var other = await club.GivenSignedInMemberAsync();

        await app.AskAsync(Me);
        await app.AskAsync(Me);
        using var refused = await app.Http.PostAsJsonAsync("/graphql", new { query = Me });
        var answer = JsonNode.Parse(await refused.Content.ReadAsStringAsync())!;

        refused.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        answer.ErrorCode().ShouldBe("RATE_LIMITED");
        refused.Headers.RetryAfter!.Delta!.Value.ShouldBeGreaterThan(TimeSpan.FromMinutes(10));
        await other.AskAsync(Me);
    }

    [Fact]
    public async Task With_trusted_documents_only_registered_ones_run()
    {
        await using var club = await Club.StartAsync(Provider, clock: null, "--GraphQL:TrustedDocumentsOnly=true");
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var manifest = Path.Combine(folder.FullName, "manifest.json");
            await File.WriteAllTextAsync(manifest, Apollo(("Me", Me), ("Name", "{ __typename }")));
            var faulty = Path.Combine(folder.FullName, "faulty.graphql");
            await File.WriteAllTextAsync(faulty, "{ nonsense }");

            var registered = await LoyaltyProcess.RunAsync(club.Database, "trusted-documents", "register", manifest);
            var refused = await LoyaltyProcess.RunAsync(club.Database, "trusted-documents", "register", faulty);
            var listed = await LoyaltyProcess.RunAsync(club.Database, "trusted-documents", "list");

            (registered.ExitCode, registered.Output.Trim()).ShouldBe(
                (0, "2 registered, 0 known already."),
                registered.Error
            );
            refused.ExitCode.ShouldBe(1);
            refused.Error.ShouldContain("Cannot query field \"nonsense\"");
            listed.Output.ShouldContain($"{DocumentHash.Of(Me)}  ");
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        var app = await club.GivenSignedInMemberAsync();
        (await app.AskAsync(Me))["me"]!["status"]!.ToString().ShouldBe("ACTIVE");
        var named = await app.Http.PostAsJsonAsync("/graphql", new { documentId = DocumentHash.Of(Me) });
        (await named.ReadAsync(HttpStatusCode.OK))["data"]!["me"].ShouldNotBeNull();
        (await app.Http.GraphQLAsync("{ me { id } }")).ErrorCode().ShouldBe("DOCUMENT_NOT_TRUSTED");
    }

    [Fact]
    public async Task A_document_that_is_removed_runs_no_more()
    {
        await using var club = await Club.StartAsync(Provider, clock: null, "--GraphQL:TrustedDocumentsOnly=true");
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, "{ __typename }");
            var id = DocumentHash.Of("{ __typename }");
            (await LoyaltyProcess.RunAsync(club.Database, "trusted-documents", "register", file)).ExitCode.ShouldBe(0);
            (await LoyaltyProcess.RunAsync(club.Database, "trusted-documents", "register", file)).Output.ShouldContain(
                "1 known"
            );
            (await LoyaltyProcess.RunAsync(club.Database, "trusted-documents", "remove", id)).ExitCode.ShouldBe(0);
            (await LoyaltyProcess.RunAsync(club.Database, "trusted-documents", "remove", id)).ExitCode.ShouldBe(1);
        }
        finally
        {
            File.Delete(file);
        }

        using var http = club.Anonymous();
        (await http.GraphQLAsync("{ __typename }")).ErrorCode().ShouldBe("DOCUMENT_NOT_TRUSTED");
    }

    [Fact]
    public async Task Relay_maps_and_folders_are_registered_under_the_hash_of_their_texts()
    {
        await using var club = await Club.StartAsync(Provider, clock: null, "--GraphQL:TrustedDocumentsOnly=true");
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var map = Path.Combine(folder.FullName, "persisted.json");
            // Relay's ids are MD5 by default; the text alone counts.
            await File.WriteAllTextAsync(
                map,
                new JsonObject { ["d41d8cd98f00b204e9800998ecf8427e"] = Me }.ToJsonString()
            );
            var faulty = Path.Combine(folder.FullName, "faulty.json");
            await File.WriteAllTextAsync(faulty, new JsonObject { ["a"] = "{ __typename }", ["b"] = 1 }.ToJsonString());
            var documents = folder.CreateSubdirectory("documents");
            await File.WriteAllTextAsync(Path.Combine(documents.FullName, "One.graphql"), "{ one: __typename }");
            await File.WriteAllTextAsync(
                Path.Combine(documents.CreateSubdirectory("deeper").FullName, "Two.gql"),
                "{ two: __typename }"
            );
            await File.WriteAllTextAsync(Path.Combine(documents.FullName, "notes.txt"), "no document");

            var mapped = await LoyaltyProcess.RunAsync(club.Database, "trusted-documents", "register", map);
            var refused = await LoyaltyProcess.RunAsync(club.Database, "trusted-documents", "register", faulty);
            var found = await LoyaltyProcess.RunAsync(
                club.Database,
                "trusted-documents",
                "register",
                documents.FullName
            );
            var listed = await LoyaltyProcess.RunAsync(club.Database, "trusted-documents", "list");

            (mapped.ExitCode, mapped.Output.Trim()).ShouldBe((0, "1 registered, 0 known already."), mapped.Error);
            refused.ExitCode.ShouldBe(1);
            refused.Error.ShouldContain("'b' must be a string");
            (found.ExitCode, found.Output.Trim()).ShouldBe((0, "2 registered, 0 known already."), found.Error);
            string[] texts = [Me, "{ one: __typename }", "{ two: __typename }"];
            listed
                .Output.Trim()
                .Split('\n')
                .Select(line => line.Split(' ')[0])
                .ShouldBe(texts.Select(DocumentHash.Of), ignoreOrder: true);
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        using var http = club.Anonymous();
        (await http.GraphQLAsync("{ two: __typename }"))["data"]!["two"]!.ToString().ShouldBe("Query");
        (await http.GraphQLAsync("{ __typename }")).ErrorCode().ShouldBe("DOCUMENT_NOT_TRUSTED");
    }

    private static string Apollo(params (string Name, string Body)[] operations) =>
        new JsonObject
        {
            ["format"] = "apollo-persisted-query-manifest",
            ["version"] = 1,
            ["operations"] = new JsonArray([
                .. operations.Select(operation => new JsonObject
                {
                    ["id"] = "whatever the manifest says",
                    ["name"] = operation.Name,
                    ["type"] = "query",
                    ["body"] = operation.Body,
                }),
            ]),
        }.ToJsonString();

    public sealed class OnSqlite() : GraphQLGuardTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : GraphQLGuardTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : GraphQLGuardTests(DatabaseProvider.SqlServer);
}
