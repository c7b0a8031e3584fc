using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Tests.Host;
using Shouldly;

namespace Loyalty.Tests.Members;

/// <summary>A member's app: signed in, and asking in GraphQL.</summary>
internal sealed record MemberApp(MemberId Member, string Subject, HttpClient Http)
{
    /// <summary>The answer's data, after there were no errors.</summary>
    public async Task<JsonNode> AskAsync(string query, object? variables = null)
    {
        var answer = await Http.GraphQLAsync(query, variables);
        answer["errors"].ShouldBeNull(answer.ToJsonString());
        return answer["data"]!;
    }

    /// <summary>The payload of a mutation, whichever it is.</summary>
    public async Task<JsonNode> MutateAsync(string mutation, string selection, object input)
    {
        var type = char.ToUpperInvariant(mutation[0]) + mutation[1..] + "Input";
        const string errors = "errors { __typename code message ... on InvalidField { field } }";
        var data = await AskAsync(
            $"mutation($input: {type}!) {{ {mutation}(input: $input) {{ {selection} {errors} clientMutationId }} }}",
            new { input }
        );
        return data[mutation]!;
    }

    /// <summary>The global id of an object that the query leads to by its only path.</summary>
    public async Task<string> IdAsync(string query, params object[] path)
    {
        var node = await AskAsync(query);
        foreach (var step in path)
        {
            node = step is int index ? node[index]! : node[(string)step]!;
        }

        return node.ToString();
    }
}

internal static class MemberAppActions
{
    /// <summary>A member who was enrolled, and whose account was attached.</summary>
    public static async Task<MemberApp> GivenSignedInMemberAsync(this Club club, JsonObject? enrolment = null)
    {
        var enrolled = await club.EnrolMemberAsync(enrolment ?? MembersActions.Person());
        Identifier.TryParse<MemberId>(enrolled.Id, out var id).ShouldBeTrue();
        var subject = $"subject-{MembersActions.Word()}";
        using var staff = club.Staff();
        var attached = await staff.PostAsJsonAsync(
            $"{enrolled.Url}/sign-ins",
            new { issuer = club.Issuer.Url, subject }
        );
        attached.IsSuccessStatusCode.ShouldBeTrue(await attached.Content.ReadAsStringAsync());
        return new MemberApp(id, subject, club.SignedIn(subject));
    }

    /// <summary>The whole answer, errors and all.</summary>
    public static async Task<JsonNode> GraphQLAsync(this HttpClient http, string query, object? variables = null) =>
        await (await http.PostAsJsonAsync("/graphql", new { query, variables })).ReadAsync(HttpStatusCode.OK);

    /// <summary>The code of the only error.</summary>
    public static string? ErrorCode(this JsonNode answer) =>
        answer["errors"]!.AsArray().ShouldHaveSingleItem()!["extensions"]?["code"]?.ToString();

    public static string NewKey() => Guid.CreateVersion7().ToString();
}
