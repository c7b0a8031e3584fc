using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Loyalty.Application.Gatherings;
using Loyalty.Domain.Members;
using Loyalty.Tests.Host;
using Loyalty.Tests.Magazine;
using Loyalty.Tests.Members;
using Loyalty.Tests.Points;
using Loyalty.Tests.Rewards;
using Microsoft.Extensions.DependencyInjection;

namespace Loyalty.Tests.Gatherings;

internal static class GatheringsActions
{
    public const string GatheringsPath = "/api/admin/v1/gatherings";
    public const string SignUps = "/api/admin/v1/gathering-sign-ups";

    /// <summary>A test drive for whoever wants to come, in ten days, with two places and a waiting list.</summary>
    public static JsonObject Gathering(DateTimeOffset now, string? members = null) =>
        new JsonObject
        {
            ["code"] = $"drive-{MembersActions.Word()}",
            ["texts"] = new JsonArray(
                new JsonObject { ["language"] = "en", ["title"] = "Test drive" },
                new JsonObject { ["language"] = "de", ["title"] = "Probefahrt" },
                new JsonObject { ["language"] = "zh-Hans", ["title"] = "试驾" }
            ),
            ["place"] = "Track 1, Brno",
            ["timeZone"] = "Europe/Prague",
            ["beginsAt"] = now.AddDays(10),
            ["endsAt"] = now.AddDays(10).AddHours(4),
            ["places"] = 2,
            ["guestsMax"] = 1,
            ["hasWaitingList"] = true,
            ["reminderHours"] = 24,
        }.With(members ?? "{}");

    /// <summary>A published one.</summary>
    /// <param name="members">of its definition, replaced.</param>
    public static async Task<Read> GivenGatheringAsync(this Club club, string? members = null)
    {
        using var staff = club.Staff("manager");
        return await staff.StepAsync(await club.GivenDraftAsync(members), "publish");
    }

    public static async Task<Read> GivenDraftAsync(this Club club, string? members = null)
    {
        using var staff = club.Staff("manager");
        using var answer = await staff.PostAsJsonAsync(GatheringsPath, Gathering(club.Now(), members));
        return await MagazineActions.ReadAsync(answer, GatheringsPath, HttpStatusCode.Created);
    }

    /// <summary>What staff change of a gathering, by what it is now.</summary>
    public static async Task<HttpResponseMessage> ChangeAsync(this Club club, Read gathering, string members)
    {
        using var staff = club.Staff("manager");
        var current = await club.ReadAgainAsync(gathering);
        return await staff.PutIfMatchAsync(
            gathering.Path,
            current.Json["definition"]!.DeepClone().AsObject().With(members),
            current.ETag
        );
    }

    public static async Task<HttpResponseMessage> PostSignUpAsync(
        this Club club,
        Read gathering,
        MemberId member,
        int guests = 0
    )
    {
        using var staff = club.Staff("support");
        return await staff.PostAsJsonAsync($"{gathering.Path}/sign-ups", new { memberId = member.ToString(), guests });
    }

    public static async Task<Read> SignUpAsync(this Club club, Read gathering, MemberId member, int guests = 0)
    {
        using var answer = await club.PostSignUpAsync(gathering, member, guests);
        return await MagazineActions.ReadAsync(answer, SignUps, HttpStatusCode.Created);
    }

    public static async Task<Read> CancelSignUpAsync(this Club club, Read signUp)
    {
        using var staff = club.Staff("support");
        return await staff.StepAsync(await club.ReadAgainAsync(signUp), "cancel");
    }

    public static async Task<List<JsonNode>> SignUpsAsync(this Club club, Read gathering, string query = "")
    {
        using var staff = club.Staff("auditor");
        return await staff.AllPagesAsync($"{gathering.Path}/sign-ups?x=1{query}", limit: 20);
    }

    public static async Task<string> StatusAsync(this Club club, Read thing) =>
        (await club.ReadAgainAsync(thing)).Json["status"]!.ToString();

    public static async Task<JsonNode> FiguresAsync(this Club club, Read gathering)
    {
        using var staff = club.Staff("auditor");
        return await staff.GetJsonAsync($"{gathering.Path}/figures");
    }

    /// <param name="step"><c>close</c> or <c>suspend</c>.</param>
    public static async Task EndAccountAsync(this Club club, MemberId member, string step)
    {
        using var staff = club.Staff();
        using var answer = await staff.PostAsJsonAsync(
            $"{MembersActions.MembersPath}/{member}/{step}",
            new { reason = "as asked" }
        );
        await answer.ReadAsync(HttpStatusCode.OK);
    }

    public static Task<int> RunGatheringsAsync(this Club club) =>
        club.Services.GetRequiredService<RunGatherings>().ExecuteAsync(CancellationToken.None);
}
