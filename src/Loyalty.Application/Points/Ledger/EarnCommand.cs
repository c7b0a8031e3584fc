using Loyalty.Domain.Points;
using Loyalty.Storage.Points.Ledger;

namespace Loyalty.Application.Points.Ledger;

/// <summary>Points in for an event. None when the event is worth no point: it is then recorded all the same, because its id
/// is used.</summary>
public sealed record EarnCommand : EventCommand
{
    public required IReadOnlyList<Accrual> Accruals { get; init; }

    /// <summary>Why there are no accruals.</summary>
    public Explanation? WhyNone { get; init; }

    internal override void AddNeeds(LedgerNeeds needs)
    {
        base.AddNeeds(needs);
        foreach (var accrual in Accruals)
        {
            needs.Wallets.Add(WalletId.Of(Member, accrual.Currency));
            if (accrual.DailyCap is { } cap)
            {
                needs.CapDays.Add(cap.Day);
            }
        }
    }

    private protected override LedgerOutcome ApplyNew(LedgerBatch batch)
    {
        var written = new Written(Accruals.Count);
        var whyNone = WhyNone;
        foreach (var accrual in Accruals)
        {
            var wallet = batch.WalletOf(Member, accrual.Currency);
            var (points, explanation) = Trim(batch, accrual, wallet.State.WalletId);
            if (points == 0)
            {
                whyNone = explanation;
                continue;
            }

            var context = Context(
                batch,
                accrual.Lot.Funder.CounterAccount,
                effect => explanation with { ArrearsRepaid = effect.ArrearsRepaid == 0 ? null : effect.ArrearsRepaid }
            );
            context = context with { Extension = batch.ActivityIn(accrual.Currency) };
            batch.Keep(wallet, wallet.Accrue(points, accrual.Lot, context), written);
        }

        return batch.Post(Event, written, whyNone);
    }

    /// <summary>A cap trims an award and says so; it never refuses the whole.</summary>
    private static (long Points, Explanation Explanation) Trim(LedgerBatch batch, Accrual accrual, WalletId wallet)
    {
        if (accrual.DailyCap is not { } cap)
        {
            return (accrual.Points, accrual.Explanation);
        }

        var counter = batch.CounterOf(wallet, cap.CapId, cap.Day);
        var before = counter.Points;
        var points = Math.Min(accrual.Points, Math.Max(0, cap.Limit - before));
        counter.Points += points;
        if (points == accrual.Points)
        {
            return (points, accrual.Explanation);
        }

        var trimmed = new ExplainedCap(cap.Name, cap.Limit, before, accrual.Points, points);
        return (points, accrual.Explanation with { Caps = [.. accrual.Explanation.Caps ?? [], trimmed] });
    }
}

/// <summary>Points of one currency that an event gives.</summary>
/// <param name="Points">at least 1, before the daily cap.</param>
/// <param name="DailyCap">a limit that needs the count of what came before; null for none.</param>
/// <param name="Explanation">without what only the writer knows.</param>
public sealed record Accrual(
    PointCurrencyCode Currency,
    long Points,
    LotKey Lot,
    DailyCap? DailyCap,
    Explanation Explanation
);

/// <param name="CapId">what the counter is kept under.</param>
/// <param name="Day">of the event, in the programme's zone.</param>
public sealed record DailyCap(string Name, Guid CapId, DateOnly Day, long Limit);
