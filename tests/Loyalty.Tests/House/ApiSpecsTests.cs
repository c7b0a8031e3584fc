using System.Text.Json.Nodes;
using Loyalty.GraphQL.Types;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Loyalty.Tests.House;

/// <summary>The specs that clients are built from are checked in, and are those of the running code.</summary>
public sealed class ApiSpecsTests
{
    /// <summary>Set to 1 to write the files instead of comparing with them.</summary>
    private const string Writing = "LOYALTY_WRITE_API_SPECS";

    private static readonly Lazy<Task<string>> AdminDocument = new(() => ReadDocumentAsync("admin"));

    private static readonly Lazy<Task<string>> PartnerDocument = new(() => ReadDocumentAsync("partner"));

    [Fact]
    public async Task The_admin_document_is_the_running_one() =>
        ShouldBeCheckedIn("api-specs/admin.openapi.json", await AdminDocument.Value);

    [Fact]
    public async Task The_partner_document_is_the_running_one() =>
        ShouldBeCheckedIn("api-specs/partner.openapi.json", await PartnerDocument.Value);

    [Fact]
    public async Task The_GraphQL_schema_is_the_running_one()
    {
        var club = await Club.SharedAsync(DatabaseProvider.Sqlite);
        ShouldBeCheckedIn("api-specs/schema.graphql", club.Services.GetRequiredService<Schema>().Print());
    }

    [Theory]
    [InlineData("admin")]
    [InlineData("partner")]
    public async Task Every_operation_says_what_a_client_must_know(string name)
    {
        var operations = await OperationsAsync(name == "admin" ? AdminDocument : PartnerDocument);
        operations.ShouldNotBeEmpty();
        operations.SelectMany(operation => ApiSpecs.Faults(operation.Name, operation.Json)).ShouldBeEmpty();
        operations
            .GroupBy(operation => (string?)operation.Json["operationId"], StringComparer.Ordinal)
            .Where(same => same.Count() > 1)
            .Select(same => $"{same.Key} names {string.Join(" and ", same.Select(operation => operation.Name))}")
            .ShouldBeEmpty();
    }

    [Fact]
    public async Task The_documents_name_no_host()
    {
        const string why = "links would differ between installations";
        (await AdminDocument.Value).ShouldNotContain("://", customMessage: why);
        (await PartnerDocument.Value).ShouldNotContain("://", customMessage: why);
    }

    [Theory]
    [InlineData("""{"operationId":"a","tags":["A"],"responses":{"204":{}}}""", "has no summary")]
    [InlineData("""{"summary":"a","tags":["A"],"responses":{"204":{}}}""", "has no operationId")]
    [InlineData("""{"summary":"a","operationId":"a","responses":{"204":{}}}""", "has no tag")]
    [InlineData(
        """{"summary":"a","operationId":"a","tags":["A"],"responses":{"200":{}}}""",
        "200 says nothing of its body"
    )]
    [InlineData(
        """{"summary":"a","operationId":"a","tags":["A"],"responses":{"404":{}}}""",
        "404 says nothing of its body"
    )]
    public void A_poor_operation_is_found(string operation, string fault) =>
        ApiSpecs.Faults("GET /a", JsonNode.Parse(operation)!.AsObject()).ShouldContain($"GET /a: {fault}");

    private static async Task<List<(string Name, JsonObject Json)>> OperationsAsync(Lazy<Task<string>> document)
    {
        var paths = JsonNode.Parse(await document.Value)!["paths"]!.AsObject();
        return
        [
            .. paths.SelectMany(path =>
                path.Value!.AsObject().Select(verb => ($"{verb.Key} {path.Key}", verb.Value!.AsObject()))
            ),
        ];
    }

    /// <summary>Of a host with the embedded issuer, as an installation without settings is.</summary>
    private static async Task<string> ReadDocumentAsync(string name)
    {
        await using var club = await Club.StartAsync(
            DatabaseProvider.Sqlite,
            clock: null,
            "--Authentication:Authority="
        );
        using var http = club.Anonymous();
        return await http.GetStringAsync($"/swagger/{name}/swagger.json");
    }

    private static void ShouldBeCheckedIn(string file, string running)
    {
        var text = running.ReplaceLineEndings("\n").TrimEnd() + "\n";
        if (Environment.GetEnvironmentVariable(Writing) == "1")
        {
            File.WriteAllText(Path.Combine(Repository.Root, file), text);
        }

        Repository
            .Read(file)
            .ReplaceLineEndings("\n")
            .ShouldBe(
                text,
                $"{file} is stale. Renew it, and look at the diff: "
                    + $"{Writing}=1 dotnet test tests/Loyalty.Tests --filter FullyQualifiedName~ApiSpecsTests"
            );
    }
}
