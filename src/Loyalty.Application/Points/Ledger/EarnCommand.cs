using Loyalty.Domain.Earning;
using Loyalty.Domain.Members;
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

    /// <summary>Decides the accruals where that takes counts of what came before; null where they stand already.</summary>
    public CountedEarning? Counted { get; init; }

    internal override void AddNeeds(LedgerNeeds needs)
    {
        base.AddNeeds(needs);
        foreach (var accrual in Accruals)
        {
            AddNeeds(needs, accrual.Currency, accrual.DailyCap);
        }

        foreach (var currency in Counted?.Currencies ?? [])
        {
            AddNeeds(needs, currency, Counted!.DailyCap);
        }

        foreach (var key in Counted?.Counters ?? [])
        {
            if (key.IsShared)
            {
                needs.Budgets.Add(key.SharedWallet);
            }
            else
            {
                needs.Counters.Add((WalletId.Of(Member, key.Currency), key.CapId, key.PeriodStart));
            }
        }
    }

    private void AddNeeds(LedgerNeeds needs, PointCurrencyCode currency, DailyCap? dailyCap)
    {
        var wallet = WalletId.Of(Member, currency);
        needs.Wallets.Add(wallet);
        if (dailyCap is { } cap)
        {
            needs.Counters.Add((wallet, cap.CapId, cap.Day));
        }
    }

    private protected override LedgerOutcome ApplyNew(LedgerBatch batch)
    {
        var settled = Counted?.Settle(new BatchCounters(batch, Member));
        var accruals = settled?.Accruals ?? Accruals;
        var written = new Written(accruals.Count);
        var whyNone = settled?.WhyNone ?? WhyNone;
        foreach (var accrual in accruals)
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
                Funder.Of(accrual.Funding.Partner).CounterAccount,
                effect => explanation with { ArrearsRepaid = effect.ArrearsRepaid == 0 ? null : effect.ArrearsRepaid }
            );
            context = context with { Extension = batch.ActivityIn(accrual.Currency) };
            var into = accrual.Funding.Divide(points, accrual.Lot, Event.EventKey);
            var entry = wallet.Accrue(into, context);
            batch.Keep(wallet, entry, written, accrual.WaitsForEvent ? accrual.Lot.ActivatesOn : null);
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
/// <param name="Lot">of whichever funder.</param>
/// <param name="DailyCap">a limit that needs the count of what came before; null for none.</param>
/// <param name="Explanation">without what only the writer knows.</param>
public sealed record Accrual(
    PointCurrencyCode Currency,
    long Points,
    LotKey Lot,
    FundingSplit Funding,
    DailyCap? DailyCap,
    Explanation Explanation
)
{
    /// <summary>Whether an event of the partner makes them available before the lot's day.</summary>
    public bool WaitsForEvent { get; init; }
}

/// <param name="CapId">what the counter is kept under.</param>
/// <param name="Day">of the event, in the programme's zone.</param>
public sealed record DailyCap(string Name, Guid CapId, DateOnly Day, long Limit);

/// <summary>What an event gives by rules that count, to be decided under the lock of the member's wallets.</summary>
/// <param name="Currencies">of the wallets that may get points, or that counts are kept with.</param>
/// <param name="Counters">which counts it looks at and changes.</param>
/// <param name="DailyCap">that its accruals will have.</param>
/// <param name="Settle">decides, and counts.</param>
public sealed record CountedEarning(
    IReadOnlyList<PointCurrencyCode> Currencies,
    IReadOnlyList<CapKey> Counters,
    DailyCap? DailyCap,
    Func<ICapCounters, SettledEarning> Settle
);

/// <param name="Accruals">each of at least 1 point.</param>
/// <param name="WhyNone">what to say when there are none.</param>
public sealed record SettledEarning(IReadOnlyList<Accrual> Accruals, Explanation WhyNone);

/// <summary>One member's counts, and those of all members, in a batch that holds them locked.</summary>
internal sealed class BatchCounters(LedgerBatch batch, MemberId member) : ICapCounters
{
    public long Used(in CapKey key) => batch.UsedOf(WalletOf(key), key.CapId, key.PeriodStart);

    public void Count(in CapKey key, long more)
    {
        if (!key.IsShared)
        {
            // The row of the wallet is what locks its counts, hence it is there as soon as there is a count.
            batch.Touch(batch.WalletOf(member, key.Currency));
        }

        var counter = batch.CounterOf(WalletOf(key), key.CapId, key.PeriodStart);
        counter.Points = checked(counter.Points + more);
    }

    private WalletId WalletOf(in CapKey key) => key.IsShared ? key.SharedWallet : WalletId.Of(member, key.Currency);
}
