using Loyalty.Application.Points.Ledger;
using Loyalty.Application.Validation;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Points;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Points;

/// <summary>Spends a member's points, at once or by a hold that is captured later, and gives them back.</summary>
public sealed class SpendPoints(LoyaltyDbContext context, PointsOperations operations)
{
    public static readonly TimeSpan HoldDefault = TimeSpan.FromMinutes(15);
    public static readonly TimeSpan HoldMax = TimeSpan.FromDays(30);

    public async Task<Outcome<OperationResult>> RedeemAsync(
        MemberId member,
        SpendRequest request,
        OperationCaller caller,
        CancellationToken cancellationToken
    )
    {
        var club = await operations.ClubAsync(cancellationToken);
        var sound = await CheckAsync(member, request, club, cancellationToken);
        if (sound.Refusal is { } refusal)
        {
            var asked = operations.New(OperationKind.Redemption, caller, member, request);
            return await operations.DoneBeforeAsync(asked, cancellationToken) ?? refusal;
        }

        var operation = operations.New(OperationKind.Redemption, caller, member, request, sound.Value.Reference);
        var day = operations.Now.DayIn(club.Programme.Zone());
        LedgerCommand command = request.Payment is { } payment
            ? new PayCommand
            {
                Member = member,
                Operation = operation,
                Day = day,
                Wallet = sound.Value.Wallet,
                OrderAmount = payment.OrderAmount,
                Amount = payment.Amount?.Amount,
                ValuePerPoint = sound.Value.ValuePerPoint,
            }
            : new RedeemCommand
            {
                Member = member,
                Operation = operation,
                Day = day,
                Shares = [new WalletShare(sound.Value.Wallet, request.Points!.Value)],
            };
        return await operations.DoAsync(command, cancellationToken);
    }

    /// <param name="time">how long the points stay reserved; null for <see cref="HoldDefault"/>.</param>
    public async Task<Outcome<Hold>> HoldAsync(
        MemberId member,
        SpendRequest request,
        TimeSpan? time,
        OperationCaller caller,
        CancellationToken cancellationToken
    )
    {
        var club = await operations.ClubAsync(cancellationToken);
        var sound = await CheckAsync(member, request, club, cancellationToken, time);
        var asked = new { request, time };
        if (sound.Refusal is { } refusal)
        {
            var repeated = operations.New(OperationKind.Hold, caller, member, asked);
            return await operations.DoneBeforeAsync(repeated, cancellationToken) is { } before
                ? await AnswerAsync(before)
                : refusal;
        }

        var operation = operations.New(OperationKind.Hold, caller, member, asked, sound.Value.Reference);
        var id = HoldOf(operation);
        var command = new HoldCommand
        {
            Member = member,
            Operation = operation,
            Day = operations.Now.DayIn(club.Programme.Zone()),
            Wallet = sound.Value.Wallet,
            Hold = id,
            Points = request.Points!.Value,
            ExpiresAt = operations.Now + (time ?? HoldDefault),
        };
        return await AnswerAsync(await operations.DoAsync(command, cancellationToken));

        async Task<Outcome<Hold>> AnswerAsync(Outcome<OperationResult> held) =>
            held.Refusal is { } no ? no : (await FindHoldAsync(HoldOf(held.Value.Operation), cancellationToken))!;

        static HoldId HoldOf(LedgerOperation operation) => new(operation.OperationKey.Value);
    }

    /// <param name="points">what is spent of the hold; null for all of it.</param>
    public Task<Outcome<OperationResult>> CaptureAsync(
        HoldId id,
        long? points,
        OperationCaller caller,
        CancellationToken cancellationToken
    ) => EndAsync(id, hold => points ?? hold.Points, OperationKind.Capture, caller, cancellationToken);

    /// <summary>Gives all held points back. A hold that was given back before stays so; a captured one is refused.</summary>
    public Task<Outcome<OperationResult>> ReleaseAsync(
        HoldId id,
        OperationCaller caller,
        CancellationToken cancellationToken
    ) => EndAsync(id, _ => null, OperationKind.Release, caller, cancellationToken);

    /// <summary>Gives points of a redemption or a captured hold back. Of a redemption that paid for an order an amount is
    /// refunded, part of it in money where the order was paid so.</summary>
    /// <param name="points">null for all that is left.</param>
    /// <param name="amount">of the order; null for all that is left.</param>
    public async Task<Outcome<OperationResult>> ReverseAsync(
        OperationKey original,
        long? points,
        Money? amount,
        OperationCaller caller,
        CancellationToken cancellationToken
    )
    {
        var spent = await context
            .Operations.AsNoTracking()
            .FirstOrDefaultAsync(operation => operation.OperationKey == original, cancellationToken);
        if (spent is not { Kind: OperationKind.Redemption or OperationKind.Capture })
        {
            return new Refusal.NoSuch("redemption");
        }

        if (Check(points, amount, spent) is { } invalid)
        {
            return invalid;
        }

        var entries = PointsOperations.PostingsOf(spent);
        var closed = await ClosedAsync(entries, cancellationToken);
        var club = await operations.ClubAsync(cancellationToken);
        var command = new ReverseRedemptionCommand
        {
            Member = spent.MemberId,
            Operation = operations.New(
                OperationKind.RedemptionReversal,
                caller,
                spent.MemberId,
                amount is null ? new { original.Value, points } : new { original.Value, amount },
                original.ToString()
            ),
            Day = operations.Now.DayIn(club.Programme.Zone()),
            Original = original,
            Entries = entries,
            Points = points,
            Amount = amount?.Amount,
            GraceDays = club.Programme.LapsedReturnGraceDays,
            ClosedWallets = closed,
        };
        return await operations.DoAsync(command, cancellationToken);
    }

    public Task<Hold?> FindHoldAsync(HoldId id, CancellationToken cancellationToken) =>
        context.Holds.AsNoTracking().FirstOrDefaultAsync(hold => hold.HoldId == id, cancellationToken);

    /// <summary>The wallets whose account is closed. Those of merged accounts are looked at once more when something has come into
    /// them.</summary>
    private async Task<HashSet<WalletId>> ClosedAsync(
        IReadOnlyList<Posting> entries,
        CancellationToken cancellationToken
    )
    {
        var wallets = entries.Select(posting => posting.EntryId.Wallet).Distinct().ToArray();
        var owners = await context
            .Wallets.Where(wallet => wallets.Contains(wallet.WalletId))
            .Join(
                context.Members.Where(member =>
                    member.Status == MemberStatus.Closed || member.Status == MemberStatus.Merged
                ),
                wallet => wallet.MemberId,
                member => member.Id,
                (wallet, member) =>
                    new
                    {
                        wallet.WalletId,
                        member.Id,
                        member.Status,
                    }
            )
            .ToListAsync(cancellationToken);
        var merged = owners.Where(owner => owner.Status == MemberStatus.Merged).Select(owner => owner.Id).ToArray();
        if (merged.Length > 0)
        {
            await context.SettleMergedLaterAsync(merged, operations.Now, cancellationToken);
        }

        return [.. owners.Where(owner => owner.Status == MemberStatus.Closed).Select(owner => owner.WalletId)];
    }

    private async Task<Outcome<OperationResult>> EndAsync(
        HoldId id,
        Func<Hold, long?> points,
        OperationKind kind,
        OperationCaller caller,
        CancellationToken cancellationToken
    )
    {
        if (await FindHoldAsync(id, cancellationToken) is not { } hold)
        {
            return new Refusal.NoSuch("hold");
        }

        var spent = points(hold);
        if (Check(spent) is { } invalid)
        {
            return invalid;
        }

        var owner = await context
            .Wallets.Where(wallet => wallet.WalletId == hold.WalletId)
            .Join(
                context.Members,
                wallet => wallet.MemberId,
                member => member.Id,
                (wallet, member) => new { member.Id, member.Status }
            )
            .SingleAsync(cancellationToken);
        var club = await operations.ClubAsync(cancellationToken);
        var command = new EndHoldCommand
        {
            Member = owner.Id,
            Operation = operations.New(kind, caller, owner.Id, new { id.Value, spent }, id.ToString()),
            Day = operations.Now.DayIn(club.Programme.Zone()),
            Wallet = hold.WalletId,
            Hold = id,
            Points = spent,
            ForfeitRest = owner.Status == MemberStatus.Closed,
        };
        return await operations.DoAsync(command, cancellationToken);
    }

    internal async Task<Outcome<(WalletId Wallet, string? Reference, decimal ValuePerPoint)>> CheckAsync(
        MemberId member,
        SpendRequest request,
        ClubSettings club,
        CancellationToken cancellationToken,
        TimeSpan? time = null
    )
    {
        var errors = new FieldErrors();
        var currency = errors.RedeemableCurrency("currency", request.Currency, club);
        var value = 0m;
        if (request.Payment is { } payment)
        {
            errors.Check(request.Points is null, "points", "must be left out where payment is given");
            value = errors.Payment(payment, club.Currencies.GetValueOrDefault(currency)).Amount;
        }
        else
        {
            errors.Points("points", request.Points ?? 0);
        }

        var reference = errors.Optional("reference", request.Reference, LedgerOperation.ReferenceLengthMax);
        errors.Check(
            time is null || (time > TimeSpan.Zero && time <= HoldMax),
            "seconds",
            $"must be between 1 and {(long)HoldMax.TotalSeconds}"
        );
        if (
            (errors.Refusal ?? await operations.WhyNotAsync(member, MemberOperation.Spend, cancellationToken)) is { } no
        )
        {
            return no;
        }

        return (WalletId.Of(member, currency), reference, value);
    }

    private static Refusal? Check(long? points, Money? amount, LedgerOperation spent)
    {
        var errors = new FieldErrors();
        if (spent.Payment is not { } json)
        {
            errors.Check(amount is null, "amount", "must be left out: the redemption paid for no order");
            return errors.Refusal ?? Check(points);
        }

        errors.Check(points is null, "points", "must be left out: name the amount of the order that is refunded");
        if (amount is { } part)
        {
            errors.Money("amount", part, PointPayment.Parse(json).Currency);
        }

        return errors.Refusal;
    }

    private static Refusal? Check(long? points)
    {
        var errors = new FieldErrors();
        errors.Points("points", points ?? 1);
        return errors.Refusal;
    }
}
