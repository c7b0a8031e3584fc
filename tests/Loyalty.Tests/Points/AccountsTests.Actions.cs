using System.Net;
using Loyalty.Domain.Points;
using Loyalty.Tests.Earning;
using Loyalty.Tests.Host;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using static Loyalty.Tests.Points.PointsActions;

namespace Loyalty.Tests.Points;

public abstract partial class AccountsTests
{
    private Task<List<(DateOnly, EntryKind, string, Funder, long, long)>> TotalsAsync() =>
        Club.WithContextAsync(async context =>
            (await context.LedgerTotals.AsNoTracking().ToListAsync())
                .GroupBy(total => (total.Day, total.Kind, total.CounterAccount, total.Funder))
                .Select(group =>
                    (
                        group.Key.Day,
                        group.Key.Kind,
                        group.Key.CounterAccount,
                        group.Key.Funder,
                        group.Sum(total => total.Points),
                        group.Sum(total => total.Entries)
                    )
                )
                .ToList()
        );

    /// <summary>Each kind of movement but lapse and forfeiture.</summary>
    private async Task MoveEverythingAsync()
    {
        await Club.EarnAsync(bank, anna, 1000);
        var redeem = Club.Redeem(anna, 300);
        var redeemed = await Club.DoAsync(redeem);
        await Club.DoAsync(Club.GiveBack(redeem, redeemed, 100));
        await Club.DoAsync(Club.Adjust(anna, 50));

        // Spent before it is returned: arrears.
        var grant = Grant(ben, 80) with
        {
            OccurredAt = clock.Now,
        };
        await Club.TakeAsync(shop, grant);
        await Club.DoAsync(Club.Redeem(ben, 80));
        await Club.TakeAsync(shop, Reversal(grant) with { OccurredAt = clock.Now });
        (await Club.WalletAsync(ben)).Arrears.ShouldBe(80);
        await Club.DoAsync(Club.Transfer(anna, ben, 200));
        (await Club.WalletAsync(ben)).Arrears.ShouldBe(0);
        await Club.DoAsync(Club.Adjust(ben, -20));
    }

    private static decimal Signed(string debit, string credit) => Parse(debit) - Parse(credit);

    private static decimal Parse(string text) =>
        text.Length == 0 ? 0 : decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static async Task ShouldRefuseAsync(HttpResponseMessage answer, HttpStatusCode status, string code)
    {
        answer.StatusCode.ShouldBe(status);
        ((string)(await answer.ReadJsonAsync())["type"]!).ShouldBe($"/problems/{code}");
    }
}
