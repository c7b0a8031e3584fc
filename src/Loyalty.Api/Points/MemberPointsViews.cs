using System.Text.Json;
using Loyalty.Domain.Points;

namespace Loyalty.Api.Points;

/// <summary>A wallet at an instant.</summary>
/// <param name="Balance">available + pending + held - arrears.</param>
/// <param name="Available">what can be spent.</param>
/// <param name="Pending">earned, and to be spent from a later day on.</param>
/// <param name="Held">reserved.</param>
/// <param name="Arrears">owed, because it was spent before a purchase was returned.</param>
/// <param name="Entries">how many entries the wallet had.</param>
/// <param name="Lots">what is left of what was earned, the first to lapse first.</param>
public sealed record WalletView(
    PointCurrencyCode Currency,
    DateTimeOffset At,
    long Balance,
    long Available,
    long Pending,
    long Held,
    long Arrears,
    long Entries,
    IReadOnlyList<LotView> Lots
)
{
    internal static WalletView Of(Wallet wallet, DateTimeOffset at, DateOnly day)
    {
        var past = PastWallet.Of(wallet, at, day);
        return new(
            wallet.State.Currency,
            at,
            past.Balance,
            past.Available,
            past.Pending,
            past.Held,
            past.Arrears,
            wallet.State.Sequence,
            [.. OpenOn(wallet, day).Select(lot => LotView.Of(lot, day))]
        );
    }

    /// <summary>What had lapsed counts no more, though its entry may have been written later.</summary>
    internal static IEnumerable<LotState> OpenOn(Wallet wallet, DateOnly day) =>
        wallet.OpenLots.Where(lot => !lot.Lot.IsLapsedOn(day) || lot.Balance.Held > 0);
}

/// <param name="Funder">a partner's id, or <c>club</c>.</param>
/// <param name="Points">all of them, held ones too.</param>
/// <param name="UsableFrom">null for at once, or for points that wait for an event.</param>
/// <param name="WaitsForEvent">whether they become usable by an event of the partner alone.</param>
/// <param name="UsableUntil">null when they do not lapse.</param>
public sealed record LotView(
    string Funder,
    long Points,
    long Held,
    DateOnly? UsableFrom,
    bool WaitsForEvent,
    DateOnly? UsableUntil
)
{
    internal static LotView Of(LotState state, DateOnly day)
    {
        var lot = PastLot.Of(state, day);
        return new(
            state.Lot.Funder.CounterAccount,
            lot.Points,
            lot.Held,
            lot.UsableFrom,
            state.Lot.ActivatesOn == LotKey.ByEvent,
            lot.UsableUntil
        );
    }
}

/// <summary>One movement of points.</summary>
/// <param name="Points">what the wallet gained, negative for what it lost.</param>
/// <param name="CounterAccount">who gave or got them: a partner's id, <c>club</c>, <c>redemptions</c>, <c>breakage</c>,
/// <c>adjustments</c> or <c>transfers</c>.</param>
/// <param name="Reverses">the entry of the same wallet that it takes back, or whose points it makes available.</param>
/// <param name="Lots">how it changed the wallet's lots.</param>
/// <param name="Operation">what caused it; null for an event of a partner and for what lapsed by itself.</param>
/// <param name="Summary">the explanation in words.</param>
/// <param name="Explanation">as it was recorded with the entry.</param>
public sealed record EntryView(
    string Id,
    PointCurrencyCode Currency,
    EntryKind Kind,
    long Points,
    long BalanceAfter,
    long ArrearsAfter,
    string CounterAccount,
    DateTimeOffset OccurredAt,
    DateTimeOffset RecordedAt,
    string? Reverses,
    IReadOnlyList<LotMoveView> Lots,
    EntryOperationView? Operation,
    string Summary,
    JsonElement Explanation
)
{
    internal static EntryView Of(
        Entry entry,
        PointCurrencyCode currency,
        LedgerOperation? operation,
        ExplanationTexts texts
    )
    {
        using var explanation = JsonDocument.Parse(entry.Explanation);
        return new(
            entry.Id.ToString(),
            currency,
            entry.Kind,
            entry.Points,
            entry.BalanceAfter,
            entry.ArrearsAfter,
            entry.CounterAccount,
            entry.OccurredAt,
            entry.RecordedAt,
            entry.ReversesSequence is { } sequence ? new EntryId(entry.WalletId, sequence).ToString() : null,
            [.. LotMoves.Read(entry.LotMoves).Select(LotMoveView.Of)],
            operation is null ? null : EntryOperationView.Of(operation),
            texts.Summary(entry),
            explanation.RootElement.Clone()
        );
    }
}

/// <param name="Points">into the lot, negative out of it.</param>
public sealed record LotMoveView(string Funder, long Points, DateOnly? UsableUntil)
{
    internal static LotMoveView Of(LotMove move) =>
        new(
            move.Lot.Funder.CounterAccount,
            move.Points,
            move.Lot.ExpiresOn == LotKey.Never ? null : move.Lot.ExpiresOn
        );
}

/// <param name="By">the subject of whoever asked; <c>system</c> for the platform itself.</param>
public sealed record EntryOperationView(
    OperationKey Id,
    OperationKind Kind,
    string By,
    string? Reference,
    string? Reason
)
{
    internal static EntryOperationView Of(LedgerOperation operation) =>
        new(operation.OperationKey, operation.Kind, operation.Actor, operation.Reference, operation.Reason);
}
