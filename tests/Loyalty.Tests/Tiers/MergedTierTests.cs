using System.Globalization;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Partners;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Loyalty.Tests.Points;
using Shouldly;
using Xunit;
using static Loyalty.Tests.Points.PointsActions;
using static Loyalty.Tests.Tiers.TiersActions;

namespace Loyalty.Tests.Tiers;

/// <summary>What two accounts did counts together once they are one, on a club of its own whose clock a test turns.</summary>
public abstract class MergedTierTests(DatabaseProvider provider) : OwnClubTests(provider)
{
    private static readonly DateTimeOffset Start = new(2026, 6, 1, 10, 0, 0, TimeSpan.Zero);

    private readonly TestClock clock = new(Start);
    private Partner partner = null!;
    private MemberId survivor;
    private MemberId duplicate;

    protected override TimeProvider HostClock => clock;

    protected override async Task PrepareAsync()
    {
        await Club.GivenProgrammeAsync(ReturnPolicy.WithArrears);
        partner = await Club.GivenPartnerAsync();
        survivor = await Club.GivenMemberAsync(Start.AddYears(-1));
        duplicate = await Club.GivenMemberAsync(Start.AddYears(-1));
    }

    [Theory]
    [InlineData("spend")]
    [InlineData("events")]
    [InlineData("qualifyingPoints")]
    public async Task The_survivor_rises_by_what_both_did_and_falls_again_with_the_undoing(string basis)
    {
        await Club.EnsurePointsAsync();
        var gold = basis == "events" ? "3" : "500";
        var definition = Definition(("BASE", "0"), ("GOLD", gold));
        await Club.GivenTiersAsync(
            basis == "spend" ? definition
            : basis == "events" ? definition.Counting(basis)
            : definition.Counting(basis, "POINTS")
        );
        await BuyAsync(duplicate, 200);
        await BuyAsync(duplicate, 100);
        await BuyAsync(survivor, 200);
        (await TierAsync()).ShouldBe("BASE");
        using var staff = Club.Staff();

        var merge = await staff.MergeAsync(survivor, duplicate);

        (await TierAsync()).ShouldBe("GOLD");
        var progress = (await Club.TierAsync(survivor))["progress"]!;
        decimal.Parse(progress["value"]!.ToString(), CultureInfo.InvariantCulture)
            .ShouldBe(decimal.Parse(gold, CultureInfo.InvariantCulture));
        clock.Now += TimeSpan.FromSeconds(1);
        await staff.UndoMergeAsync(merge);
        await Club.WorkOnTiersAsync();
        (await TierAsync()).ShouldBe("BASE");
    }

    [Fact]
    public async Task What_is_taken_back_of_the_old_members_events_counts_against_the_survivors_tier()
    {
        await Club.GivenTiersAsync(Definition(("BASE", "0"), ("GOLD", "500")));
        var bought = await BuyAsync(duplicate, 300);
        await BuyAsync(survivor, 200);
        using var staff = Club.Staff();
        await staff.MergeAsync(survivor, duplicate);
        (await TierAsync()).ShouldBe("GOLD");

        await Club.TakeAsync(partner, Reversal(bought) with { OccurredAt = clock.Now });
        clock.Now += TimeSpan.FromSeconds(1);
        await Club.WorkOnTiersAsync();

        (await TierAsync()).ShouldBe("BASE");
    }

    private async Task<string?> TierAsync() => (string?)(await Club.TierAsync(survivor))["tier"];

    /// <summary>As many points are granted beside it.</summary>
    private async Task<PartnerEvent.TransactionPosted> BuyAsync(MemberId member, int amount)
    {
        var purchase = Purchase(member, amount) with { OccurredAt = clock.Now };
        await Club.TakeAsync(partner, [purchase, Grant(member, amount) with { OccurredAt = clock.Now }]);
        return purchase;
    }

    public sealed class OnSqlite() : MergedTierTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : MergedTierTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : MergedTierTests(DatabaseProvider.SqlServer);
}
