namespace Loyalty.Domain.Points;

/// <summary>Points of one accrual that wait for an event of the partner.</summary>
/// <param name="Lots">the lots that the accrual filled with them.</param>
/// <param name="Points">how many are left of them, at least 0.</param>
/// <param name="Accrual">the accrual's number; null in another wallet, into which they were moved.</param>
public sealed record WaitingPoints(IReadOnlyList<LotKey> Lots, long Points, long? Accrual)
{
    /// <summary>Whether an activity of the member may have moved their last day since.</summary>
    public bool LastDayMoves { get; init; }

    /// <param name="moves">the lot moves of the accrual.</param>
    /// <param name="waitsUntil">see <see cref="Posting.WaitsUntil"/>.</param>
    /// <param name="takenBack">how many of its points were taken back since.</param>
    public static WaitingPoints Of(IReadOnlyList<LotMove> moves, DateOnly waitsUntil, long takenBack, long accrual) =>
        new(
            LotsOf(moves, waitsUntil),
            // Not what the lots gained: an activity moves points of other accruals between them.
            Math.Max(0, moves.Sum(move => move.Points) - takenBack),
            accrual
        );

    /// <summary>The lots in which an accrual's points are once they are available.</summary>
    public static IReadOnlyList<LotMove> Activated(IReadOnlyList<LotMove> moves, DateOnly waitsUntil) =>
        [
            .. moves.Select(move =>
                move.Lot.ActivatesOn == waitsUntil
                    ? move with
                    {
                        Lot = move.Lot with { ActivatesOn = LotKey.AtOnce },
                    }
                    : move
            ),
        ];

    internal bool Includes(LotKey lot) =>
        Lots.Contains(lot)
        || (
            LastDayMoves
            && Lots.Any(own => own.ExpiresOn < lot.ExpiresOn && own with { ExpiresOn = lot.ExpiresOn } == lot)
        );

    private static IReadOnlyList<LotKey> LotsOf(IReadOnlyList<LotMove> moves, DateOnly waitsUntil) =>
        [.. moves.Where(move => move.Points > 0 && move.Lot.ActivatesOn == waitsUntil).Select(move => move.Lot)];
}
