using Loyalty.Application.Members;
using Loyalty.Application.Points.Ledger;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Points;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Points;

/// <summary>What becomes of one currency when the account is closed.</summary>
/// <param name="Points">what is given up: points that can be spent now, and those that are pending.</param>
/// <param name="Held">what open holds reserve. It can still be captured; what is not is given up then.</param>
public sealed record ClosingPoints(PointCurrencyCode Currency, long Points, long Held);

/// <summary>Gives up what is left in the wallets of a closed account. Held points stay until their hold ends.</summary>
public sealed class ForfeitPoints(LoyaltyDbContext context, PointsOperations operations, MergePoints merges)
{
    private const int AccountsPerRound = 200;

    /// <summary>What closing the account would cost the member now.</summary>
    public async Task<Outcome<IReadOnlyList<ClosingPoints>>> PreviewAsync(
        MemberId id,
        CancellationToken cancellationToken
    )
    {
        if (!await context.Members.AnyAsync(member => member.Id == id, cancellationToken))
        {
            return MemberRefusals.NoSuchMember;
        }

        var today = operations.Now.DayIn((await operations.ClubAsync(cancellationToken)).Programme.Zone());
        var wallets = await context.LoadWalletsAsync(id, cancellationToken);
        return wallets
            .Select(wallet => new ClosingPoints(
                wallet.State.Currency,
                wallet.BalanceOn(today) + wallet.State.Arrears - wallet.State.Held,
                wallet.State.Held
            ))
            .ToArray();
    }

    /// <param name="key">the same key again gives up nothing more.</param>
    /// <returns>the refusal of a ledger that is too busy at this moment; null when it is done.</returns>
    public async Task<Refusal?> ExecuteAsync(MemberId id, string key, CancellationToken cancellationToken)
    {
        var wallets = await context
            .Wallets.Where(wallet => wallet.MemberId == id)
            .Select(wallet => wallet.WalletId)
            .ToListAsync(cancellationToken);
        if (wallets.Count == 0)
        {
            return null;
        }

        var club = await operations.ClubAsync(cancellationToken);
        var caller = new OperationCaller(LedgerOperation.BySystem, $"{id}/{key}");
        var command = new ForfeitCommand
        {
            Member = id,
            Operation = operations.New(OperationKind.Forfeiture, caller, id, "closing"),
            Day = operations.Now.DayIn(club.Programme.Zone()),
            Wallets = wallets,
        };
        return (await operations.DoAsync(command, cancellationToken)).Refusal;
    }

    /// <summary>Looks once more at accounts that were closed or merged a while ago: the process may have died before it gave up
    /// or moved the points, or something may have been under way that brought new ones.</summary>
    /// <returns>how many accounts were looked at.</returns>
    public async Task<int> DueAsync(CancellationToken cancellationToken)
    {
        var now = operations.Now;
        var due = await context
            .Members.Where(member => member.SettleAfter <= now)
            .OrderBy(member => member.SettleAfter)
            .Select(member => new
            {
                member.Id,
                member.SettleAfter,
                member.MergedInto,
            })
            .Take(AccountsPerRound)
            .ToListAsync(cancellationToken);
        foreach (var account in due)
        {
            var refusal = account.MergedInto is { } survivor
                ? await MoveAsync(account.Id, survivor, cancellationToken)
                : await ExecuteAsync(account.Id, "after", cancellationToken);
            if (refusal is null)
            {
                await context
                    .Members.Where(member => member.Id == account.Id && member.SettleAfter == account.SettleAfter)
                    .ExecuteUpdateAsync(
                        member => member.SetProperty(m => m.SettleAfter, (DateTimeOffset?)null),
                        cancellationToken
                    );
            }
        }

        return due.Count;
    }

    private async Task<Refusal?> MoveAsync(MemberId duplicate, MemberId survivor, CancellationToken cancellationToken)
    {
        var merge = await context
            .MemberMerges.Where(merge => merge.DuplicateId == duplicate && merge.UndoneAt == null)
            .Select(merge => (MergeId?)merge.Id)
            .FirstOrDefaultAsync(cancellationToken);
        return merge is { } id ? (await merges.MoveAsync(duplicate, survivor, id, cancellationToken)).Refusal : null;
    }
}

internal static class WalletSettling
{
    /// <summary>Longer than anything takes that is about to be written.</summary>
    private static readonly TimeSpan SettlingTime = TimeSpan.FromMinutes(1);

    /// <summary>Something is about to change wallets of members of whom some may be merged: what it leaves there is moved to the
    /// survivor soon after. Asked before the change, so that a crash after it loses nothing.</summary>
    public static Task SettleMergedLaterAsync(
        this LoyaltyDbContext context,
        IReadOnlyCollection<MemberId> ids,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) =>
        context
            .Members.Where(member => ids.Contains(member.Id) && member.Status == MemberStatus.Merged)
            .ExecuteUpdateAsync(
                row => row.SetProperty(member => member.SettleAfter, (DateTimeOffset?)(now + SettlingTime)),
                cancellationToken
            );

    /// <summary>All wallets of a member with their lots, as they are now; not for changing them.</summary>
    public static async Task<IReadOnlyList<Wallet>> LoadWalletsAsync(
        this LoyaltyDbContext context,
        MemberId id,
        CancellationToken cancellationToken
    )
    {
        var states = await context
            .Wallets.AsNoTracking()
            .Where(wallet => wallet.MemberId == id)
            .OrderBy(wallet => wallet.Currency)
            .ToListAsync(cancellationToken);
        var ids = states.Select(state => state.WalletId).ToArray();
        var lots = await context
            .Lots.AsNoTracking()
            .Where(lot => ids.Contains(lot.WalletId))
            .ToListAsync(cancellationToken);
        return [.. states.Select(state => Wallet.Load(state, lots.Where(lot => lot.WalletId == state.WalletId)))];
    }
}
