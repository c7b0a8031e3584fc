namespace Loyalty.Domain.Points;

public sealed partial class Wallet
{
    /// <summary>Points out for a reward, at once.</summary>
    /// <param name="points">at least 1.</param>
    /// <returns>refused with <see cref="PointsRefusal.InsufficientPoints"/> when fewer are available on the day.</returns>
    public Outcome<Entry> Redeem(long points, DateOnly day, EntryContext context) =>
        Debit(EntryKind.Redemption, points, day, context);

    /// <summary>Reserves points, first expiring first. They stay in the wallet, outlive the end of their lots, and nothing
    /// else can take them.</summary>
    /// <param name="points">at least 1.</param>
    /// <param name="expiresAt">from this instant on the hold cannot be captured.</param>
    /// <param name="operation">what asks for it.</param>
    public Outcome<Hold> Hold(
        HoldId id,
        long points,
        DateOnly day,
        DateTimeOffset now,
        DateTimeOffset expiresAt,
        OperationKey operation
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(points, 1);
        var available = AvailableOn(day);
        if (points > available)
        {
            return new PointsRefusal.InsufficientPoints(available, points);
        }

        var reserved = FirstExpiring(points, day);
        Reserve(reserved, sign: 1);
        return new Hold
        {
            WalletId = State.WalletId,
            HoldId = id,
            Points = points,
            Lots = LotMoves.Write(reserved),
            CreatedAt = now,
            ExpiresAt = expiresAt,
            Operation = operation,
        };
    }

    /// <summary>Spends held points, all or a part; the rest is given back. The hold ends.</summary>
    /// <param name="points">at least 1.</param>
    /// <returns>refused with <see cref="PointsRefusal.HoldEnded"/> when the hold was captured, released or ran out before, and
    /// with <see cref="PointsRefusal.AboveHold"/> when fewer points are held.</returns>
    public Outcome<Entry> Capture(Hold hold, long points, EntryContext context)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(points, 1);
        if (hold.StatusAt(context.RecordedAt) is var status && status != HoldStatus.Open)
        {
            return new PointsRefusal.HoldEnded(status);
        }

        if (points > hold.Points)
        {
            return new PointsRefusal.AboveHold(hold.Points, points);
        }

        var reserved = LotMoves.Read(hold.Lots);
        Reserve(reserved, sign: -1);
        var moves = new Moves(this);
        var left = points;
        foreach (var (lot, held) in reserved)
        {
            var taken = Math.Min(left, held);
            moves.Add(lot, -taken);
            left -= taken;
        }

        hold.Close(HoldStatus.Captured, points, context.RecordedAt);
        return Write(
            EntryKind.Redemption,
            -points,
            checked(State.Balance - points),
            State.Arrears,
            moves,
            context,
            default,
            reverses: null
        );
    }

    /// <summary>Gives held points back. A hold that ended before stays as it is.</summary>
    /// <returns>whether the hold was open.</returns>
    public bool Release(Hold hold, DateTimeOffset now)
    {
        if (hold.Status != HoldStatus.Open)
        {
            return false;
        }

        Reserve(LotMoves.Read(hold.Lots), sign: -1);
        hold.Close(hold.StatusAt(now) == HoldStatus.TimedOut ? HoldStatus.TimedOut : HoldStatus.Released, 0, now);
        return true;
    }

    /// <summary>Repays arrears from free points, as far as they go. To be asked after a hold has ended: what was reserved could
    /// not be taken when the arrears arose.</summary>
    /// <returns>null when nothing is owed or nothing is free.</returns>
    public Entry? RepayArrears(DateOnly day, EntryContext context)
    {
        var repaid = Math.Min(State.Arrears, AvailableOn(day));
        if (repaid == 0)
        {
            return null;
        }

        var moves = new Moves(this);
        foreach (var (lot, count) in FirstExpiring(repaid, day))
        {
            moves.Add(lot, -count);
        }

        return Write(
            EntryKind.ArrearsRepayment,
            0,
            State.Balance,
            State.Arrears - repaid,
            moves,
            context,
            new EntryEffect(repaid, 0, 0),
            reverses: null
        );
    }

    /// <summary>
    /// Gives points of a redemption back to the lots that they came from, with their last day; arrears are repaid first. Parts
    /// come back in the opposite order of their taking: the points that last longest first. Points whose lot has lapsed
    /// meanwhile lapse with the next expiry, or at the end of the grace.
    /// </summary>
    /// <param name="points">at least 1; together with <paramref name="givenBackBefore"/> at most what was redeemed.</param>
    /// <param name="taken">the lot moves of the redemption.</param>
    /// <param name="reverses">the redemption's number.</param>
    /// <param name="graceDays">how long lapsed points can be spent again; null for not at all.</param>
    public Entry ReverseRedemption(
        long points,
        long givenBackBefore,
        IReadOnlyList<LotMove> taken,
        long reverses,
        int? graceDays,
        DateOnly day,
        EntryContext context
    )
    {
        var into = new List<LotMove>();
        var (skip, left) = (givenBackBefore, points);
        foreach (var (lot, moved) in taken.Where(move => move.Points < 0).Reverse())
        {
            var skipped = Math.Min(skip, -moved);
            skip -= skipped;
            var count = Math.Min(left, -moved - skipped);
            left -= count;
            if (count > 0)
            {
                var lastDay = lot.IsLapsedOn(day) && graceDays is { } days ? day.AddDays(days) : lot.ExpiresOn;
                into.Add(new LotMove(lot with { ExpiresOn = lastDay }, count));
            }
        }

        if (left > 0)
        {
            throw new ArgumentOutOfRangeException(nameof(points), points, "More than is left of the redemption.");
        }

        return Credit(EntryKind.RedemptionReversal, points, into, context, reverses);
    }

    private void Reserve(IReadOnlyList<LotMove> reserved, int sign)
    {
        foreach (var (lot, points) in reserved)
        {
            var balance = lots.GetValueOrDefault(lot);
            Set(lot, balance with { Held = balance.Held + (sign * points) });
            State.Held += sign * points;
        }
    }
}
