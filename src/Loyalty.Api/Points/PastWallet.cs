using Loyalty.Domain.Points;
using Loyalty.GraphQL;

namespace Loyalty.Api.Points;

/// <summary>A wallet as the ledger had it at a past instant.</summary>
/// <param name="At">The instant.</param>
/// <param name="Balance">Available + pending + held - arrears, in points.</param>
/// <param name="Available">Points that could be spent.</param>
/// <param name="Pending">Points that were earned and could be spent from a later day on.</param>
/// <param name="Held">Points that were reserved.</param>
/// <param name="Arrears">Points that were owed.</param>
/// <param name="Lots">What had been earned and was left, the first to lapse first.</param>
public sealed record PastWallet(
    DateTimeOffset At,
    long Balance,
    long Available,
    long Pending,
    long Held,
    long Arrears,
    [property: ListSize(AssumedSize = 24)] IReadOnlyList<PastLot> Lots
)
{
    /// <param name="day">of the instant, in the programme's zone.</param>
    internal static PastWallet Of(Wallet wallet, DateTimeOffset at, DateOnly day) =>
        new(
            at,
            wallet.BalanceOn(day),
            wallet.AvailableOn(day),
            wallet.PendingOn(day),
            wallet.State.Held,
            wallet.State.Arrears,
            [.. WalletView.OpenOn(wallet, day).Select(lot => PastLot.Of(lot, day))]
        );
}

/// <summary>Points that lapse together and became usable together.</summary>
/// <param name="Points">All of them, held ones too.</param>
/// <param name="Held">Those that were reserved.</param>
/// <param name="UsableFrom">The first day on which they can be spent; null for at once, or for points that wait for an event.</param>
/// <param name="UsableUntil">The last day on which they can be spent; null when they do not lapse.</param>
public sealed record PastLot(long Points, long Held, DateOnly? UsableFrom, DateOnly? UsableUntil)
{
    internal static PastLot Of(LotState state, DateOnly day)
    {
        var (lot, (points, held)) = state;
        return new(
            // Of a lapsed lot only what was held had not lapsed.
            lot.IsLapsedOn(day)
                ? held
                : points,
            held,
            lot.ActivatesOn == LotKey.AtOnce || lot.ActivatesOn == LotKey.ByEvent ? null : lot.ActivatesOn,
            lot.ExpiresOn == LotKey.Never ? null : lot.ExpiresOn
        );
    }
}
