using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Offers;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Offers;

/// <summary>Looks for the purchase that completes a referral.</summary>
internal static class ReferralPurchases
{
    private const int PerPage = 100;

    /// <summary>Of a member who has just come.</summary>
    private const int EventsMax = 5_000;

    /// <returns>when the first event that is enough counts: now, or once it has stood long enough. Null when there is none, or it was
    /// taken back.</returns>
    public static async Task<DateTimeOffset?> CountsAtAsync(
        this LoyaltyDbContext context,
        Referral referral,
        ReferralPurchase purchase,
        CancellationToken cancellationToken
    )
    {
        var member = (await context.SurvivorOfAsync(referral.ReferredId, cancellationToken)).Id;
        var (from, until) = (referral.UsedAt, referral.UsedAt.AddDays(purchase.WithinDays));
        var wallets = await context
            .Wallets.Where(wallet => wallet.MemberId == member)
            .Select(wallet => wallet.WalletId)
            .ToListAsync(cancellationToken);
        foreach (var wallet in wallets)
        {
            if (await FirstAsync(context, wallet, from, until, purchase, cancellationToken) is { } at)
            {
                return at;
            }
        }

        return null;
    }

    private static async Task<DateTimeOffset?> FirstAsync(
        LoyaltyDbContext context,
        WalletId wallet,
        DateTimeOffset from,
        DateTimeOffset until,
        ReferralPurchase purchase,
        CancellationToken cancellationToken
    )
    {
        var after = 0L;
        for (var seen = 0; seen < EventsMax; seen += PerPage)
        {
            var entries = await context
                .Entries.AsNoTracking()
                .Where(entry =>
                    entry.WalletId == wallet
                    && entry.Sequence > after
                    && entry.Kind == EntryKind.Accrual
                    && entry.CounterAccount != CounterAccounts.Club
                )
                .OrderBy(entry => entry.Sequence)
                .Select(entry => new
                {
                    entry.Sequence,
                    entry.Points,
                    entry.OccurredAt,
                    entry.RecordedAt,
                    entry.EventKey,
                    TakenBack = context
                        .Entries.Where(other =>
                            other.WalletId == wallet
                            && other.ReversesSequence == entry.Sequence
                            && other.Kind == EntryKind.AccrualReversal
                        )
                        .Sum(other => (long?)other.Points)
                        ?? 0,
                })
                .Take(PerPage)
                .ToListAsync(cancellationToken);
            foreach (var entry in entries.Where(one => one.OccurredAt >= from && one.OccurredAt < until))
            {
                if (
                    entry.Points + entry.TakenBack >= (purchase.PointsMin ?? 1)
                    && await IsEnoughAsync(context, entry.EventKey, purchase.AmountMin, cancellationToken)
                )
                {
                    return entry.RecordedAt.AddDays(purchase.DelayDays);
                }
            }

            if (entries.Count < PerPage)
            {
                return null;
            }

            after = entries[^1].Sequence;
        }

        return null;
    }

    private static async Task<bool> IsEnoughAsync(
        LoyaltyDbContext context,
        PartnerEventKey key,
        Money? amountMin,
        CancellationToken cancellationToken
    )
    {
        var found = await context
            .PartnerEvents.Where(record => record.EventKey == key && record.Status == PartnerEventStatus.Posted)
            .Select(record => new
            {
                record.Amount,
                record.AmountCurrency,
                record.ReversedAmount,
            })
            .FirstOrDefaultAsync(cancellationToken);
        if (found is null)
        {
            return false;
        }

        // A return may have been let go by the ledger, and is a return all the same.
        var net = found.Amount - found.ReversedAmount;
        return !(net <= 0) && (amountMin is not { } min || (found.AmountCurrency == min.Currency && net >= min.Amount));
    }
}

internal static class Survivors
{
    /// <summary>A merge leads to a member who may have been merged in turn.</summary>
    private const int MergesMax = 10;

    /// <summary>The account that a merged one goes on as; any other itself.</summary>
    public static async Task<(MemberId Id, MemberStatus Status)> SurvivorOfAsync(
        this LoyaltyDbContext context,
        MemberId member,
        CancellationToken cancellationToken
    )
    {
        for (var i = 0; ; i++)
        {
            var id = member;
            var row = await context
                .Members.Where(one => one.Id == id)
                .Select(one => new { one.Status, one.MergedInto })
                .SingleAsync(cancellationToken);
            if (row.MergedInto is not { } survivor || i == MergesMax)
            {
                return (member, row.Status);
            }

            member = survivor;
        }
    }
}
