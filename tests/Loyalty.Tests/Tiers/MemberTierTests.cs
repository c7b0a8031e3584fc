using System.Net;
using System.Text.Json.Nodes;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Partners;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Loyalty.Tests.Members;
using Loyalty.Tests.Points;
using Shouldly;
using Xunit;
using static Loyalty.Tests.Points.PointsActions;
using static Loyalty.Tests.Tiers.TiersActions;

namespace Loyalty.Tests.Tiers;

/// <summary>Tiers given by hand, new definitions, and what a member is told; on a club of its own whose clock a test turns.</summary>
public abstract class MemberTierTests(DatabaseProvider provider) : OwnClubTests(provider)
{
    private static readonly DateTimeOffset Start = new(2026, 6, 1, 10, 0, 0, TimeSpan.Zero);

    private readonly TestClock clock = new(Start);
    private Partner partner = null!;
    private MemberId member;

    protected override TimeProvider HostClock => clock;

    protected override async Task PrepareAsync()
    {
        await Club.GivenProgrammeAsync(ReturnPolicy.WithArrears, "Asia/Shanghai");
        partner = await Club.GivenPartnerAsync();
        member = await Club.GivenMemberAsync(Start.AddYears(-1));
    }

    [Fact]
    public async Task Pain10_A_tier_given_by_hand_ends_and_then_the_earned_one_applies_and_history_shows_both()
    {
        await Club.GivenTiersAsync(Definition(("BASE", "0"), ("SILVER", "100"), ("GOLD", "500"), ("TOP", "900")));
        using var given = await Club.GiveTierAsync(member, "GOLD", "2026-08-31", "statusMatch", "Gold at the airline");
        (await given.ReadAsync(HttpStatusCode.Created))["givenBy"]!.ToString().ShouldBe("staff-support");
        await TierIsAsync("GOLD", "2026-08-31");

        clock.Now += TimeSpan.FromDays(1);
        await BuyAsync(150);
        await TierIsAsync("GOLD", "2026-08-31");
        // To the end of the last day where the club is.
        clock.Now = new DateTimeOffset(2026, 8, 31, 15, 59, 59, TimeSpan.Zero);
        await TierIsAsync("GOLD", "2026-08-31");
        clock.Now += TimeSpan.FromSeconds(1);
        await TierIsAsync("SILVER", "2027-12-31");

        var history = await Club.TierHistoryAsync(member);
        history
            .Select(row => (row["tier"]!.ToString(), row["cause"]!.ToString()))
            .ShouldBe([("SILVER", "upgrade"), ("GOLD", "manual")]);
        history[0]["summary"]!
            .ToString()
            .ShouldStartWith("Reached The SILVER: 150.00 CZK from 2026-01-01 to 2026-12-31.");
        history[1]["summary"]!.ToString().ShouldBe("The club gave The GOLD until the end of 2026-08-31.");
        (history[1]["reason"]!.ToString(), history[1]["note"]!.ToString()).ShouldBe(
            ("statusMatch", "Gold at the airline")
        );
        (await Club.TierAsync(member, "?at=2026-07-01T00:00:00Z"))["tier"]!.ToString().ShouldBe("GOLD");
        (await Club.TierAsync(member, "?at=2026-06-01T09:59:59Z"))["tier"].ShouldBeNull();
    }

    [Theory]
    [InlineData("GOLD", null, "goodwill", "lastDay")]
    [InlineData("GOLD", "2026-05-31", "goodwill", "lastDay")]
    [InlineData("GOLD", "2031-06-02", "goodwill", "lastDay")]
    [InlineData("GOLD", "2026-08-31", null, "reason")]
    [InlineData("NO_SUCH", "2026-08-31", "goodwill", "tier")]
    [InlineData("gold", "2026-08-31", "goodwill", "tier")]
    public async Task Pain10_A_tier_given_by_hand_needs_a_reason_and_an_end(
        string tier,
        string? lastDay,
        string? reason,
        string field
    )
    {
        await Club.GivenTiersAsync(Definition(("GOLD", "500")));

        using var answer = await Club.GiveTierAsync(member, tier, lastDay, reason);

        var problem = await answer.ShouldBeRefusedAsync(HttpStatusCode.UnprocessableEntity, "invalid-request");
        problem["errors"]!.AsObject().ShouldHaveSingleItem().Key.ShouldBe(field);
    }

    [Fact]
    public async Task What_is_earned_above_the_given_tier_holds_and_the_given_one_can_be_ended()
    {
        await Club.GivenTiersAsync(Definition(("SILVER", "100"), ("GOLD", "500"), ("TOP", "900")));
        using var given = await Club.GiveTierAsync(member, "GOLD", "2026-08-31");
        var id = (await given.ReadAsync(HttpStatusCode.Created))["id"]!.ToString();
        await BuyAsync(950);
        await TierIsAsync("TOP", "2027-12-31");
        using var second = await Club.GiveTierAsync(member, "GOLD", "2026-08-31");
        var problem = await second.ShouldBeRefusedAsync(HttpStatusCode.Conflict, "manual-tier-exists");
        problem["manualTier"]!.ToString().ShouldBe(id);

        clock.Now += TimeSpan.FromDays(1);
        using var staff = Club.Staff("support");
        using var ended = await staff.DeleteAsync($"{MembersActions.MembersPath}/{member}/tiers/manual/{id}");
        ended.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        using var again = await staff.DeleteAsync($"{MembersActions.MembersPath}/{member}/tiers/manual/{id}");
        await again.ShouldBeRefusedAsync(HttpStatusCode.Conflict, "manual-tier-over");

        var row = (await Club.TierHistoryAsync(member)).Single(row => row["cause"]!.ToString() == "manual");
        (row["endedBy"]!.ToString(), row["until"]!.GetValue<DateTimeOffset>()).ShouldBe(("staff-support", clock.Now));
        using var third = await Club.GiveTierAsync(member, "GOLD", "2026-08-31");
        third.StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Of_several_tiers_given_at_once_one_is_taken()
    {
        await Club.GivenTiersAsync(Definition(("GOLD", "500")));

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => Club.GiveTierAsync(member, "GOLD", "2026-08-31"))
        );

        answers.Count(answer => answer.StatusCode == HttpStatusCode.Created).ShouldBe(1);
        (await Club.TierRowsAsync(member)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_change_of_thresholds_is_counted_before_and_moves_who_it_said_after()
    {
        var set = await Club.GivenTiersAsync(Definition(("BASE", "0"), ("SILVER", "100"), ("GOLD", "500")));
        await BuyAsync(600);
        for (var i = 0; i < 2; i++)
        {
            await Club.TakeAsync(partner, At(Purchase(await Club.GivenMemberAsync(Start.AddYears(-1)), 300)));
        }

        await Club.GivenMemberAsync(Start.AddYears(-1));
        var draft = await DraftAsync(
            set,
            Definition(("BASE", "0"), ("SILVER", "250"), ("GOLD", "700"), ("TOP", "900"))
        );
        using var staff = Club.Staff("manager");
        using var asked = await staff.PostAsync($"{set.Path}/previews", content: null);
        var run = (await asked.ReadAsync(HttpStatusCode.Accepted))["id"]!.ToString();
        var preview = await Club.FinishedAsync(set.Code, run);

        Moves(preview).ShouldBe(["BASE-BASE 1", "GOLD-SILVER 1", "SILVER-SILVER 2"]);
        ((long)preview["membersDone"]!, (long)preview["membersTotal"]!).ShouldBe((4, 4));
        await TierIsAsync("GOLD", "2027-12-31");
        clock.Now += TimeSpan.FromDays(1);
        await Club.ActivateAsync(draft);
        await TierIsAsync("SILVER", "2027-12-31");
        using var auditor = Club.Staff("auditor");
        using var listed = await auditor.GetAsync($"{set.Path}/runs");
        var last = (await listed.ReadAsync(HttpStatusCode.OK))["items"]![0]!;
        (last["kind"]!.ToString(), last["requestedBy"]!.ToString()).ShouldBe(("evaluation", "staff-manager"));
        Moves(last).ShouldBe(["GOLD-SILVER 1"]);
    }

    [Fact]
    public async Task A_new_definition_raises_everybody_and_takes_tiers_after_the_grace_alone()
    {
        await BuyAsync(600);
        var set = await Club.GivenTiersAsync(Definition(("SILVER", "100"), ("GOLD", "500")));
        await TierIsAsync("GOLD", "2027-12-31");

        clock.Now += TimeSpan.FromDays(1);
        await Club.ChangeTiersAsync(set, Definition(("SILVER", "100"), ("GOLD", "5000")).WithGrace(20));
        await TierIsAsync("GOLD", "2026-06-21");
        clock.Now = new DateTimeOffset(2026, 6, 21, 16, 0, 0, TimeSpan.Zero);
        await Club.WorkOnTiersAsync();

        await TierIsAsync("SILVER", "2028-01-20");
        var why = (await Club.TierHistoryAsync(member))[0]["explanation"]!;
        ((int)why["setVersion"]!, why["value"]!.ToString(), why["threshold"]!.ToString()).ShouldBe((2, "600", "100"));
    }

    [Fact]
    public async Task Points_that_staff_give_or_take_count_as_corrections_of_what_was_earned()
    {
        await Club.EnsurePointsAsync();
        await Club.GivenTiersAsync(Definition(("GOLD", "500")).Counting("qualifyingPoints", "POINTS"));
        await Club.TakeAsync(partner, Grant(member, 450) with { OccurredAt = clock.Now });
        using var staff = Club.Staff("manager");

        using var given = await staff.AdjustAsync(member, 50);
        (await Club.TierAsync(member))["tier"]!.ToString().ShouldBe("GOLD");
        using var taken = await staff.AdjustAsync(member, -1);
        clock.Now += TimeSpan.FromSeconds(1);
        await Club.WorkOnTiersAsync();

        var held = await Club.TierAsync(member);
        held["tier"].ShouldBeNull();
        held["progress"]!["missing"]!.ToString().ShouldBe("1");
    }

    [Fact]
    public async Task A_tier_of_a_set_that_was_retired_is_looked_at_once_more_and_never_again()
    {
        await BuyAsync(600);
        var set = await Club.GivenTiersAsync(Definition(("BASE", "0"), ("GOLD", "500")));
        using var staff = Club.Staff("manager");
        using var retired = await staff.SendAsync(HttpMethod.Post, $"{set.Path}/retire", set.ETag);
        await ReadAsync(retired, HttpStatusCode.OK);
        (await Club.TierRowsAsync(member)).ShouldHaveSingleItem().NextCheckAt.ShouldNotBeNull();
        clock.Now = new DateTimeOffset(2028, 6, 1, 10, 0, 0, TimeSpan.Zero);

        (await Club.WorkOnTiersAsync()).Checked.ShouldBe(1);
        clock.Now += TimeSpan.FromHours(2);
        (await Club.WorkOnTiersAsync()).Checked.ShouldBe(0);

        var row = (await Club.TierRowsAsync(member)).ShouldHaveSingleItem();
        (row.Tier!.Value.Value, row.NextCheckAt).ShouldBe(("GOLD", null));
    }

    private static IEnumerable<string> Moves(JsonNode run) =>
        run["moves"]!
            .AsArray()
            .Select(move =>
                $"{move!["from"]?.ToString() ?? "none"}-{move["to"]?.ToString() ?? "none"} {move["members"]}"
            );

    private async Task<ReadTierSet> DraftAsync(ReadTierSet set, JsonObject definition)
    {
        using var staff = Club.Staff("manager");
        using var answer = await staff.SendAsync(
            HttpMethod.Put,
            set.Path,
            set.ETag,
            new JsonObject { ["name"] = "Status", ["definition"] = definition }
        );
        return await ReadAsync(answer, HttpStatusCode.OK);
    }

    private async Task TierIsAsync(string tier, string lastDay)
    {
        var held = await Club.TierAsync(member);
        (held["tier"]?.ToString(), held["lastDay"]?.ToString()).ShouldBe((tier, lastDay));
    }

    private Task BuyAsync(decimal amount) => Club.TakeAsync(partner, At(Purchase(member, amount)));

    private PartnerEvent.TransactionPosted At(PartnerEvent.TransactionPosted purchase) =>
        purchase with
        {
            OccurredAt = clock.Now,
        };

    public sealed class OnSqlite() : MemberTierTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : MemberTierTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : MemberTierTests(DatabaseProvider.SqlServer);
}
