using Loyalty.Domain.Points;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Shouldly;
using Xunit;

namespace Loyalty.Tests.Points.Faults;

/// <summary>What becomes of the ledger when the machine's clock is set back.</summary>
public abstract class SteppedClockTests(DatabaseProvider provider) : OwnClubTests(provider)
{
    private readonly TestClock clock = new(TimeProvider.System.GetUtcNow());
    protected override TimeProvider HostClock => clock;

    [Fact]
    public async Task A_clock_set_back_leaves_order_chain_and_repeats_as_they_are()
    {
        var partner = await Club.GivenPartnerAsync();
        var member = await Club.GivenMemberAsync();
        var before = Enumerable.Range(0, 20).Select(i => PointsActions.Grant(member, 10, $"before-{i}")).ToArray();
        await Club.TakeAsync(partner, before);

        clock.Now -= TimeSpan.FromHours(3);
        var after = Enumerable.Range(0, 20).Select(i => PointsActions.Grant(member, 10, $"after-{i}")).ToArray();
        var posted = await Task.WhenAll(after.Select(one => Club.TakeAsync(partner, one)));
        posted.ShouldAllBe(result => result is EventResult.Posted);
        var repeated = await Club.TakeAsync(partner, [.. before, .. after]);
        repeated.ShouldAllBe(result => result is EventResult.Duplicate);

        var entries = await Club.EntriesAsync(member);
        entries.Select(entry => entry.Sequence).ShouldBe(Enumerable.Range(1, 40).Select(i => (long)i));
        entries[^1].BalanceAfter.ShouldBe(400);
        (await Club.VerifyAsync()).Faults.ShouldBeEmpty();
    }

    public sealed class OnSqlite() : SteppedClockTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : SteppedClockTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : SteppedClockTests(DatabaseProvider.SqlServer);
}
