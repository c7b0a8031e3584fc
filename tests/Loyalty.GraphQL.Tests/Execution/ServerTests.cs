using System.Security.Claims;
using Loyalty.GraphQL.Tests.Conformance;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Loyalty.GraphQL.Tests.Execution;

/// <summary>What the library adds to the specification: loaders, nodes, paging, authorisation, errors.</summary>
public sealed class ServerTests : IDisposable
{
    private readonly Engine engine = Engine.Create(services =>
    {
        services.AddSingleton<FetchLog>();
        services.AddAuthorization(options => options.AddPolicy("never", policy => policy.RequireAssertion(_ => false)));
        var builder = services.AddGraphQLServer().AddGlobalObjectIdentification();
        Engine.AddTypes(
            builder,
            typeof(LibraryQuery),
            typeof(LibraryMutation),
            typeof(BookExtension),
            typeof(AuthorExtension),
            typeof(EmptyName)
        );
    });

    private IEnumerable<string> Fetches =>
        engine.Services.GetRequiredService<FetchLog>().Fetches.Order(StringComparer.Ordinal);

    private static ClaimsPrincipal User(params string[] roles) =>
        new(
            new ClaimsIdentity(
                [new(ClaimTypes.Name, "anna"), .. roles.Select(role => new Claim(ClaimTypes.Role, role))],
                "test"
            )
        );

    public void Dispose() => engine.Dispose();

    [Fact]
    public async Task Loaders_fetch_each_level_once()
    {
        var json = await engine.JsonAsync(
            "{ books { title author { name rivals { name rivals { name } } } tags } again: author(id: 0) { name } }"
        );

        json.ShouldStartWith(
            "{\"data\":{\"books\":[{\"title\":\"B0\",\"author\":{\"name\":\"A0\",\"rivals\":[{\"name\":\"A1\",\"rivals\":[{\"name\":\"A2\"}]}]},\"tags\":[\"t0\"]},"
        );
        Fetches.ShouldBe(["authors 0,1,2", "authors 3", "tags 0,1,2,3"]);
    }

    [Fact]
    public async Task A_node_is_found_by_its_global_id_and_by_no_other()
    {
        var ids = new NodeIds();
        (await engine.JsonAsync("{ author(id: 1) { id } }")).ShouldBe(
            $"{{\"data\":{{\"author\":{{\"id\":\"{ids.Author1}\"}}}}}}"
        );

        var json = await engine.JsonAsync(
            $"{{ node(id: \"{ids.Author1}\") {{ id ... on Author {{ name }} }} nodes(ids: [\"{ids.Author1}\", \"x\", \"{ids.Book1}\"]) {{ __typename }} }}"
        );

        json.ShouldBe(
            $"{{\"data\":{{\"node\":{{\"id\":\"{ids.Author1}\",\"name\":\"A1\"}},\"nodes\":[{{\"__typename\":\"Author\"}},null,null]}}}}"
        );
    }

    [Fact]
    public async Task An_id_of_another_type_is_refused()
    {
        var ids = new NodeIds();
        (await engine.JsonAsync($"{{ byGlobalId(id: \"{ids.Author1}\") }}")).ShouldBe(
            "{\"data\":{\"byGlobalId\":\"author 1\"}}"
        );

        (await engine.RunAsync($"{{ byGlobalId(id: \"{ids.Book1}\") }}"))
            .Errors.ShouldHaveSingleItem()
            .Code.ShouldBe(ErrorCodes.IdTypeMismatch);
    }

    private sealed class NodeIds
    {
        public string Author1 { get; } = System.Buffers.Text.Base64Url.EncodeToString("Author:1"u8);

        public string Book1 { get; } = System.Buffers.Text.Base64Url.EncodeToString("Book:1"u8);
    }

    [Fact]
    public async Task A_page_is_a_connection() =>
        (
            await engine.JsonAsync(
                "{ shelf(first: 1) { edges { cursor node { title } } nodes { title } pageInfo { hasNextPage endCursor } } }"
            )
        ).ShouldBe(
            "{\"data\":{\"shelf\":{\"edges\":[{\"cursor\":\"c0\",\"node\":{\"title\":\"B0\"}}],\"nodes\":[{\"title\":\"B0\"}],\"pageInfo\":{\"hasNextPage\":true,\"endCursor\":\"c0\"}}}}"
        );

    [Theory]
    [InlineData("first: 4")]
    [InlineData("first: -1")]
    [InlineData("last: 4")]
    [InlineData("first: 1, last: 1")]
    public async Task Pages_out_of_bounds_are_refused(string arguments) =>
        (await engine.RunAsync($"{{ shelf({arguments}) {{ nodes {{ title }} }} }}"))
            .Errors.ShouldHaveSingleItem()
            .Code.ShouldBe(ErrorCodes.PageSize);

    [Fact]
    public async Task Anonymous_callers_get_AUTH_NOT_AUTHENTICATED()
    {
        var result = await engine.RunAsync("{ me secret policy books { title } }");

        result.Errors.Select(error => error.Code).ShouldBe(Enumerable.Repeat(ErrorCodes.NotAuthenticated, 3));
        result.ToJson().ShouldContain("\"books\":[{\"title\":\"B0\"}");
    }

    [Fact]
    public async Task Callers_without_role_or_policy_get_AUTH_NOT_AUTHORIZED()
    {
        (await engine.RunAsync("{ me secret policy }", user: User()))
            .Errors.Select(error => error.Code)
            .ShouldBe(Enumerable.Repeat(ErrorCodes.NotAuthorized, 2));
        (await engine.JsonAsync("{ me secret }", user: User("manager"))).ShouldBe(
            "{\"data\":{\"me\":\"anna\",\"secret\":42}}"
        );
    }

    [Fact]
    public async Task Unexpected_exceptions_tell_nothing()
    {
        var json = await engine.JsonAsync("{ crash }");

        json.ShouldBe(
            "{\"errors\":[{\"message\":\"Unexpected Execution Error\",\"locations\":[{\"line\":1,\"column\":3}],\"path\":[\"crash\"]}],\"data\":{\"crash\":null}}"
        );
    }

    [Fact]
    public async Task Expected_errors_carry_code_and_extensions() =>
        (await engine.JsonAsync("{ expected partial }")).ShouldBe(
            "{\"errors\":[{\"message\":\"no\",\"locations\":[{\"line\":1,\"column\":3}],\"path\":[\"expected\"],\"extensions\":{\"code\":\"NO\",\"available\":5}},{\"message\":\"half\",\"locations\":[{\"line\":1,\"column\":12}],\"path\":[\"partial\"]}],\"data\":{\"expected\":null,\"partial\":1}}"
        );

    [Fact]
    public async Task Payloads_carry_typed_errors() =>
        (
            await engine.JsonAsync(
                "mutation { rename(input: {name: \"\"}) { author { name } errors { ... on EmptyName { message } } } }"
            )
        ).ShouldBe("{\"data\":{\"rename\":{\"author\":null,\"errors\":[{\"message\":\"The name is empty.\"}]}}}");

    [Fact]
    public async Task Optional_tells_null_from_missing() =>
        (await engine.JsonAsync("{ a: patch b: patch(name: null) c: patch(name: \"x\") }")).ShouldBe(
            "{\"data\":{\"a\":\"missing\",\"b\":\"null\",\"c\":\"x\"}}"
        );

    [Fact]
    public async Task Execution_ends_when_the_client_goes_away()
    {
        using var source = new CancellationTokenSource();
        var running = engine.RunAsync("{ forever books { author { name } } }", cancellationToken: source.Token);
        await source.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(running);
    }
}
