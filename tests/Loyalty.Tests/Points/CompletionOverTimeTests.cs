using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Loyalty.Application.Earning;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Loyalty.Tests.Members;
using Shouldly;
using Xunit;
using static Loyalty.Tests.Points.PointsActions;

namespace Loyalty.Tests.Points;

/// <summary>Points that wait for an event, on a club of its own whose clock a test sets.</summary>
public abstract class CompletionOverTimeTests(DatabaseProvider provider) : OwnClubTests(provider)
{
    private static readonly DateTimeOffset Start = new(2026, 6, 1, 10, 0, 0, TimeSpan.Zero);

    private readonly TestClock clock = new(Start);
    private Partner partner = null!;
    private MemberId member;

    protected override TimeProvider HostClock => clock;

    protected override async Task PrepareAsync()
    {
        partner = await Club.GivenPartnerAsync();
        member = await Club.GivenMemberAsync();
    }

    /// <summary>Whatever a test did, the ledger it leaves is sound.</summary>
    protected override async Task EndAsync() => (await Club.VerifyAsync()).Faults.ShouldBeEmpty();

    [Fact]
    public async Task Without_the_event_points_become_available_at_the_latest_day_and_the_event_after_it_does_nothing()
    {
        await GivenRuleAsync(atLatestDays: 10);
        var purchase = Buy(100m);
        await Club.TakeAsync(partner, purchase);
        (await EntrySummaryAsync()).ShouldContain(
            "Usable once the partner reports the purchase as completed, from 2026-06-11 in any case."
        );

        clock.Now = Start.AddDays(9);
        (await CountAsync()).ShouldBe((0, 100));
        clock.Now = Start.AddDays(10);
        (await CountAsync()).ShouldBe((100, 0));

        (await Club.TakeAsync(partner, Completion(purchase) with { OccurredAt = clock.Now }))
            .ShouldBeOfType<EventResult.Posted>()
            .EntryIds.ShouldBeEmpty();
        (await CountAsync()).ShouldBe((100, 0));
    }

    [Fact]
    public async Task Before_the_latest_day_the_event_makes_them_available()
    {
        await GivenRuleAsync(atLatestDays: 10);
        var purchase = Buy(100m);
        await Club.TakeAsync(partner, purchase);
        clock.Now = Start.AddDays(3);

        await Club.TakeAsync(partner, Completion(purchase) with { OccurredAt = clock.Now });

        (await CountAsync()).ShouldBe((100, 0));
        (await EntrySummaryAsync()).ShouldBe(
            "The partner reported the purchase as completed. 100 points can be used from now on."
        );
    }

    [Fact]
    public async Task When_neither_comes_they_wait_until_they_lapse()
    {
        await GivenRuleAsync(atLatestDays: null, expiry: """{"kind": "rollingDays", "days": 30}""");
        var purchase = Buy(100m);
        await Club.TakeAsync(partner, purchase);
        clock.Now = Start.AddDays(30);
        (await CountAsync()).ShouldBe((0, 100));

        clock.Now = Start.AddDays(31);

        (await CountAsync()).ShouldBe((0, 0));
        (await Club.TakeAsync(partner, Completion(purchase) with { OccurredAt = clock.Now }))
            .ShouldBeOfType<EventResult.Posted>()
            .EntryIds.ShouldBeEmpty();
        (await CountAsync()).ShouldBe((0, 0));
    }

    [Fact]
    public async Task Pain33_With_the_policy_of_pending_points_only_a_return_after_the_event_takes_nothing()
    {
        await GivenRuleAsync(atLatestDays: null);
        await Club.GivenProgrammeAsync(ReturnPolicy.PendingOnly);
        var (one, other) = (Buy(100m), Buy(70m));
        await Club.TakeAsync(partner, [one, other]);
        await Club.TakeAsync(partner, Completion(one));

        await Club.TakeAsync(partner, Reversal(one));
        (await CountAsync()).ShouldBe((100, 70));
        await Club.TakeAsync(partner, Reversal(other));
        (await CountAsync()).ShouldBe((100, 0));
    }

    [Fact]
    public async Task Points_whose_last_day_an_activity_moved_become_available_all_the_same()
    {
        await GivenRuleAsync(atLatestDays: null, expiry: """{"kind": "inactivity", "count": 6}""");
        var purchase = Buy(100m);
        await Club.TakeAsync(partner, purchase);
        clock.Now = Start.AddDays(20);
        await Club.TakeAsync(partner, Buy(7m) with { OccurredAt = clock.Now });
        (await CountAsync()).ShouldBe((0, 107));

        await Club.TakeAsync(partner, Completion(purchase) with { OccurredAt = clock.Now });

        (await CountAsync()).ShouldBe((100, 7));
    }

    private async Task GivenRuleAsync(int? atLatestDays, string expiry = """{"kind": "never"}""")
    {
        using var staff = Club.Staff("manager");
        var currency = new JsonObject
        {
            ["code"] = PointsActions.Points.Value,
            ["name"] = "Points",
            ["kind"] = "redeemable",
            ["expiry"] = JsonNode.Parse(expiry),
        };
        var created = await staff.PostAsJsonAsync("/api/admin/v1/point-currencies", currency);
        created.StatusCode.ShouldBe(HttpStatusCode.Created, await created.Content.ReadAsStringAsync());
        await Club.GivenRuleAsync(
            partner,
            pointsPer: "1",
            perAmount: "1",
            activation: new RuleActivationDocument { ByEvent = true, AtLatestDays = atLatestDays }
        );
    }

    private PartnerEvent.TransactionPosted Buy(decimal amount) =>
        Purchase(member, amount) with
        {
            OccurredAt = clock.Now,
        };

    private async Task<(long Available, long Pending)> CountAsync()
    {
        var wallet = await Club.LoadWalletAsync(member);
        return (wallet.AvailableOn(Club.Today()), wallet.PendingOn(Club.Today()));
    }

    private async Task<string> EntrySummaryAsync()
    {
        using var staff = Club.Staff("auditor");
        var entries = await staff.GetJsonAsync($"/api/admin/v1/members/{member}/entries");
        return entries["items"]![0]!["summary"]!.ToString();
    }

    public sealed class OnSqlite() : CompletionOverTimeTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : CompletionOverTimeTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : CompletionOverTimeTests(DatabaseProvider.SqlServer);
}
