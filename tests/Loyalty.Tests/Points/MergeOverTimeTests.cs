using System.Net;
using Loyalty.Application.Points;
using Loyalty.Domain.Points;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Loyalty.Tests.Points;

/// <summary>Merges and their undoing while days go by.</summary>
public abstract class MergeOverTimeTests(DatabaseProvider provider) : OwnClubTests(provider)
{
    private readonly TestClock clock = new(new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero));

    protected override TimeProvider HostClock => clock;

    protected override async Task PrepareAsync()
    {
        await Club.GivenCurrencyAsync(expiryMonths: 1);
        await Club.GivenProgrammeAsync(Domain.ReturnPolicy.WithArrears);
    }

    [Fact]
    public async Task What_an_undone_merge_hands_back_after_its_last_day_lapses_at_once()
    {
        var survivor = await Club.GivenMemberWithPointsAsync(100);
        var duplicate = await Club.GivenMemberAsync();
        var partner = await Club.GivenPartnerAsync();
        var earned = PointsActions.Grant(duplicate, 70) with { OccurredAt = clock.Now };
        await Club.TakeAsync(partner, earned);
        using var staff = Staff();
        (await staff.RedeemAsync(duplicate, 70)).StatusCode.ShouldBe(HttpStatusCode.Created);
        await Club.TakeAsync(partner, PointsActions.Reversal(earned) with { OccurredAt = clock.Now });
        clock.Now = new DateTimeOffset(2026, 2, 20, 12, 0, 0, TimeSpan.Zero);
        var merge = await staff.MergeAsync(survivor, duplicate);
        clock.Now = new DateTimeOffset(2026, 3, 5, 12, 0, 0, TimeSpan.Zero);
        await ExpireAsync();
        (await Club.WalletAsync(survivor)).Balance.ShouldBe(0);

        await staff.UndoMergeAsync(merge);
        await ExpireAsync();

        (await Club.WalletAsync(survivor)).Balance.ShouldBe(0);
        (await Club.EntriesAsync(survivor))
            .TakeLast(2)
            .Select(entry => (entry.Kind, entry.Points))
            .ShouldBe([(EntryKind.TransferIn, 70), (EntryKind.Expiry, -70)]);
        (await Club.WalletAsync(duplicate)).Arrears.ShouldBe(70);
        (await Club.VerifyAsync()).Faults.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(Domain.ReturnPolicy.WithinBalance, 0, -1)]
    [InlineData(Domain.ReturnPolicy.PendingOnly, 9, -1)]
    [InlineData(Domain.ReturnPolicy.WithinBalance, 0, 20)]
    public async Task What_is_taken_back_of_the_old_members_events_is_taken_from_the_survivor_under_any_policy(
        Domain.ReturnPolicy policy,
        int delayDays,
        long spent
    )
    {
        await Club.GivenProgrammeAsync(policy);
        var partner = await Club.GivenPartnerAsync();
        await Club.GivenRuleAsync(partner, "1", "1", activationDelayDays: delayDays);
        var (survivor, duplicate) = (await Club.GivenMemberAsync(), await Club.GivenMemberAsync());
        var purchase = PointsActions.Purchase(duplicate, 50) with { OccurredAt = clock.Now };
        await Club.TakeAsync(partner, purchase);
        using var staff = Staff();
        await staff.MergeAsync(survivor, duplicate);
        if (spent > 0)
        {
            (await staff.RedeemAsync(survivor, spent)).StatusCode.ShouldBe(HttpStatusCode.Created);
        }

        await Club.TakeAsync(partner, PointsActions.Reversal(purchase, 30) with { OccurredAt = clock.Now });
        (await Club.WalletAsync(survivor)).Balance.ShouldBe(spent > 0 ? 0 : 20);
        await Club.TakeAsync(partner, PointsActions.Reversal(purchase, 20) with { OccurredAt = clock.Now });

        var wallet = await Club.WalletAsync(survivor);
        (wallet.Balance, wallet.Arrears).ShouldBe((0, 0));
        (await Club.WalletAsync(duplicate)).Balance.ShouldBe(0);
        var last = (await Club.EntriesAsync(survivor))[^1];
        (last.Kind, last.Points, last.ReversesSequence).ShouldBe(
            (EntryKind.AccrualReversal, spent > 0 ? -30 : -20, null)
        );
        (await Club.VerifyAsync()).Faults.ShouldBeEmpty();
    }

    private HttpClient Staff() =>
        Club.WithToken(
            Club.Issuer.Token("staff", "admin", clock.Now.AddDays(-1), clock.Now.AddYears(1), "administrator")
        );

    private Task ExpireAsync() => Club.Services.GetRequiredService<ExpirePoints>().ExecuteAsync();

    public sealed class OnSqlite() : MergeOverTimeTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : MergeOverTimeTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : MergeOverTimeTests(DatabaseProvider.SqlServer);
}
