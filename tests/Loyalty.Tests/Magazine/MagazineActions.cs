using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Loyalty.Application.Magazine;
using Loyalty.Domain;
using Loyalty.Domain.Magazine;
using Loyalty.Domain.Members;
using Loyalty.Tests.Host;
using Loyalty.Tests.Members;
using Loyalty.Tests.Points;
using Loyalty.Tests.Rewards;
using Loyalty.Tests.Tiers;
using Microsoft.Extensions.DependencyInjection;

namespace Loyalty.Tests.Magazine;

/// <summary>Something of the magazine as it was read: its JSON and the tag to change it by.</summary>
internal sealed record Read(JsonNode Json, EntityTagHeaderValue ETag, string Path)
{
    public string Id => Json["id"]!.ToString();
}

internal static class MagazineActions
{
    public const string Publications = "/api/admin/v1/publications";
    public const string Issues = "/api/admin/v1/issues";
    public const string Subscriptions = "/api/admin/v1/subscriptions";

    /// <summary>A free magazine in two languages over all channels, for whoever wants it.</summary>
    public static JsonObject Publication(string? members = null) =>
        JsonNode
            .Parse(
                """
                {
                  "texts": [{ "language": "en", "title": "The drive" }, { "language": "de", "title": "Die Fahrt" }],
                  "languages": ["en", "de"],
                  "channels": ["post", "email", "app"],
                  "postedIn": "CZ",
                  "mails": [{ "language": "en", "subject": "{title} is here", "text": "Dear {name},\n{link}\n{points} {offers}" }]
                }
                """
            )!
            .AsObject()
            .With(members ?? "{}");

    public static JsonObject Issue(DateTimeOffset freeze, DateTimeOffset? dispatch = null, string? members = null) =>
        new JsonObject
        {
            ["texts"] = new JsonArray(new JsonObject { ["language"] = "en", ["title"] = "Spring" }),
            ["addressFreezeAt"] = freeze,
            ["dispatchAt"] = dispatch ?? freeze,
            ["contents"] = new JsonArray(
                new JsonObject { ["language"] = "en", ["url"] = "https://magazine.example/spring" }
            ),
        }.With(members ?? "{}");

    public static async Task<Read> GivenPublicationAsync(this Club club, JsonObject? publication = null)
    {
        using var staff = club.Staff("manager");
        var draft = await ReadAsync(
            await staff.PostAsJsonAsync(Publications, publication ?? Publication()),
            Publications,
            HttpStatusCode.Created
        );
        return await staff.StepAsync(draft, "publish");
    }

    /// <summary>An issue whose addresses are taken far from now.</summary>
    public static async Task<Read> GivenIssueAsync(this Club club, Read publication, JsonObject? issue = null)
    {
        using var staff = club.Staff("manager");
        var definition = issue ?? Issue(club.Now().AddDays(30), club.Now().AddDays(40));
        using var answer = await staff.PostAsJsonAsync($"{publication.Path}/issues", new { definition });
        return await ReadAsync(answer, Issues, HttpStatusCode.Created);
    }

    public static JsonObject Subscribing(Read publication, object member, string? members = null) =>
        new JsonObject { ["publicationId"] = publication.Id, ["memberId"] = member.ToString() }.With(members ?? "{}");

    public static async Task<Read> GivenSubscriptionAsync(
        this Club club,
        Read publication,
        object member,
        string? members = null
    )
    {
        using var staff = club.Staff("support");
        using var answer = await staff.PostAsJsonAsync(Subscriptions, Subscribing(publication, member, members));
        return await ReadAsync(answer, Subscriptions, HttpStatusCode.Created);
    }

    /// <param name="step">such as <c>publish</c>, <c>cancel</c>, <c>pause</c>.</param>
    public static async Task<Read> StepAsync(this HttpClient staff, Read thing, string step)
    {
        using var answer = await staff.SendAsync(HttpMethod.Post, $"{thing.Path}/{step}", thing.ETag);
        return await ReadAsync(answer, thing.Path[..thing.Path.LastIndexOf('/')], HttpStatusCode.OK);
    }

    public static async Task<Read> ReadAgainAsync(this Club club, Read thing)
    {
        using var staff = club.Staff("auditor");
        using var answer = await staff.GetAsync(thing.Path);
        return await ReadAsync(answer, thing.Path[..thing.Path.LastIndexOf('/')], HttpStatusCode.OK);
    }

    public static async Task<Read> ReadAsync(HttpResponseMessage answer, string path, HttpStatusCode expected)
    {
        var json = await answer.ReadAsync(expected);
        return new Read(json, answer.Headers.ETag!, $"{path}/{json["id"]}");
    }

    /// <summary>Somebody who has agreed to magazines by post and by mail, with an address of each kind.</summary>
    public static async Task<MemberId> GivenReaderAsync(this Club club, string? members = null)
    {
        var enrolled = await club.EnrolMemberAsync(Reader(members));
        return Identifier.TryParse<MemberId>(enrolled.Id, out var id) ? id : throw new FormatException(enrolled.Id);
    }

    /// <param name="members">of the member's record, replaced.</param>
    public static JsonObject Reader(string? members = null)
    {
        var person = MembersActions.Person().WithEmail(MembersActions.Email());
        person["member"]!["address"] = JsonNode.Parse(
            """{ "street": ["Dlouhá 1"], "postalCode": "110 00", "city": "Praha 1", "country": "CZ" }"""
        );
        person["member"]!.AsObject().With(members ?? "{}");
        person["consents"] = JsonNode.Parse(
            """
            [
              { "purpose": "magazine", "channel": "post", "granted": true, "source": "paper form" },
              { "purpose": "magazine", "channel": "email", "granted": true, "source": "paper form" }
            ]
            """
        );
        return person;
    }

    /// <summary>One round of what the magazine does by itself.</summary>
    public static async Task<int> RunMagazineAsync(this Club club)
    {
        await using var scope = club.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<RunMagazine>().ExecuteAsync(CancellationToken.None);
    }

    public static IssueId IssueIdOf(Read issue) =>
        Identifier.TryParse<IssueId>(issue.Id, out var id) ? id : throw new FormatException(issue.Id);
}
