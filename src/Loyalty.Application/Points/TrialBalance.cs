using Loyalty.Domain.Points;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Points;

/// <summary>All accounts of one point currency.</summary>
/// <param name="Wallets">what the members' wallets hold together, arrears taken off.</param>
/// <param name="CounterAccounts">by account what was given for it, with the opposite sign.</param>
public sealed record CurrencyBalance(
    PointCurrencyCode Currency,
    long Wallets,
    IReadOnlyList<CounterBalance> CounterAccounts
)
{
    /// <summary>0, or the books are wrong: <c>verify-ledger</c> names the entry.</summary>
    public long Sum => checked(Wallets + CounterAccounts.Sum(account => account.Points));
}

/// <param name="Account">a partner's id, or one of <see cref="Domain.Points.CounterAccounts"/>.</param>
public sealed record CounterBalance(string Account, long Points);

/// <summary>Reads the trial balance of this moment. The wallets' side comes from the wallets and the other from the totals, in
/// one statement, so that the two check each other.</summary>
public sealed class TrialBalance(LoyaltyDbContext context)
{
    public async Task<IReadOnlyList<CurrencyBalance>> ReadAsync(CancellationToken cancellationToken)
    {
        var wallets = context
            .Wallets.GroupBy(wallet => wallet.Currency)
            .Select(group => new
            {
                Currency = group.Key,
                Account = "",
                Points = group.Sum(wallet => wallet.Balance),
            });
        var others = context
            .LedgerTotals.GroupBy(total => new { total.Currency, total.CounterAccount })
            .Select(group => new
            {
                group.Key.Currency,
                Account = group.Key.CounterAccount,
                Points = -group.Sum(total => total.Points),
            });
        var rows = await wallets.Concat(others).AsNoTracking().ToListAsync(cancellationToken);
        return
        [
            .. rows.GroupBy(row => row.Currency)
                .OrderBy(group => group.Key.Value, StringComparer.Ordinal)
                .Select(group => new CurrencyBalance(
                    group.Key,
                    group.Where(row => row.Account.Length == 0).Sum(row => row.Points),
                    [
                        .. group
                            .Where(row => row.Account.Length > 0)
                            .OrderBy(row => row.Account, StringComparer.Ordinal)
                            .Select(row => new CounterBalance(row.Account, row.Points)),
                    ]
                )),
        ];
    }
}
