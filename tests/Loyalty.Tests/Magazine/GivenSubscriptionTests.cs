using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Loyalty.Tests.Members;
using Loyalty.Tests.Points;
using Loyalty.Tests.Rewards;
using Shouldly;
using Xunit;
using static Loyalty.Tests.Magazine.MagazineActions;

namespace Loyalty.Tests.Magazine;

/// <summary>Gifts, cancelled issues and merges: what becomes of subscriptions beside what their member does.</summary>
public abstract class GivenSubscriptionTests(DatabaseProvider provider) : ClubTests(provider)
{
    private const string Paid = """{"price":{"currency":"POINTS","points":100,"issues":3}}""";

    [Fact]
    public async Task A_giver_pays_for_a_gift_and_who_may_have_it_is_not_asked()
    {
        await Club.EnsurePointsAsync();
        var publication = await Club.GivenPublicationAsync(
            Publication(Paid).With("""{"audience":{"needsVehicle":true}}""")
        );
        var giver = await Club.GivenMemberWithPointsAsync(100);
        var (taker, other) = (await Club.GivenMemberAsync(), await Club.GivenMemberAsync());
        using var staff = Club.Staff("support");
        using (var asked = await staff.PostAsJsonAsync(Subscriptions, Subscribing(publication, taker)))
        {
            var problem = await asked.ShouldBeRefusedAsync(HttpStatusCode.Conflict, "publication-not-for-member");
            problem["missing"]!.ToJsonString().ShouldBe("""["vehicle"]""");
        }

        using (
            var wrong = await staff.PostAsJsonAsync(
                Subscriptions,
                Subscribing(publication, taker, $$"""{"giverId":"{{taker}}","channel":"app","untilIssue":9}""")
            )
        )
        {
            var problem = await wrong.ShouldBeRefusedAsync(HttpStatusCode.UnprocessableEntity, "invalid-request");
            problem["errors"]!.AsObject().Select(one => one.Key).ShouldBe(["giver", "untilIssue"], true);
        }

        var gift = await Club.GivenSubscriptionAsync(publication, taker, $$"""{"gift":true,"giverId":"{{giver}}"}""");
        var given = await Club.GivenSubscriptionAsync(publication, other, """{"gift":true}""");

        (gift.Json["source"]!.ToString(), (long)gift.Json["points"]!).ShouldBe(("gift", 100));
        gift.Json["giverId"]!.ToString().ShouldBe(giver.ToString());
        (await Club.CountAsync(giver)).Available.ShouldBe(0);
        (given.Json["status"]!.ToString(), (long)given.Json["points"]!).ShouldBe(("active", 0));
    }

    [Fact]
    public async Task A_cancelled_issue_lengthens_what_was_paid_for_and_nothing_else()
    {
        var publication = await Club.GivenPublicationAsync(await PaidAsync());
        var issue = await Club.GivenIssueAsync(publication);
        var paid = await Club.GivenSubscriptionAsync(publication, await Club.GivenMemberWithPointsAsync(100));
        var free = await Club.GivenSubscriptionAsync(
            publication,
            await Club.GivenMemberAsync(),
            """{"gift":true,"untilIssue":3}"""
        );
        using var staff = Club.Staff("manager");

        await staff.StepAsync(issue, "cancel");

        ((int)(await Club.ReadAgainAsync(paid)).Json["untilIssue"]!).ShouldBe(4);
        ((int)(await Club.ReadAgainAsync(free)).Json["untilIssue"]!).ShouldBe(3);
    }

    [Fact]
    public async Task A_merge_takes_subscriptions_that_the_survivor_has_not_and_undoing_gives_them_back()
    {
        var (both, one) = (await Club.GivenPublicationAsync(), await Club.GivenPublicationAsync());
        var (survivor, duplicate) = (await Club.GivenMemberAsync(), await Club.GivenMemberAsync());
        var kept = await Club.GivenSubscriptionAsync(both, survivor);
        var left = await Club.GivenSubscriptionAsync(both, duplicate);
        var moved = await Club.GivenSubscriptionAsync(one, duplicate);
        using var staff = Club.Staff();

        using var answer = await staff.PostAsJsonAsync(
            $"{MembersActions.MembersPath}/{survivor}/merges",
            new { duplicate = duplicate.ToString() }
        );
        var merge = (await answer.ReadAsync(HttpStatusCode.Created))["id"]!.ToString();

        (await OwnersAsync(kept, left, moved)).ShouldBe([$"{survivor}", $"{duplicate}", $"{survivor}"]);
        using var undone = await staff.PostAsync($"/api/admin/v1/merges/{merge}/undo", null);
        await undone.ReadAsync(HttpStatusCode.OK);
        (await OwnersAsync(kept, left, moved)).ShouldBe([$"{survivor}", $"{duplicate}", $"{duplicate}"]);
    }

    private async Task<string[]> OwnersAsync(params Read[] subscriptions)
    {
        var owners = new List<string>();
        foreach (var one in subscriptions)
        {
            owners.Add((await Club.ReadAgainAsync(one)).Json["memberId"]!.ToString());
        }

        return [.. owners];
    }

    private async Task<JsonObject> PaidAsync()
    {
        await Club.EnsurePointsAsync();
        return Publication(Paid);
    }

    public sealed class OnSqlite() : GivenSubscriptionTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : GivenSubscriptionTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : GivenSubscriptionTests(DatabaseProvider.SqlServer);
}
