using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;
using Loyalty.Storage.Points.Ledger;

namespace Loyalty.Application.Points.Ledger;

/// <summary>What is asked of the ledger. A writer does it in one transaction with everything else of its batch. A command says
/// what it needs to see, and then takes its effect on what was there, or refuses and changes nothing.</summary>
public abstract record LedgerCommand
{
    /// <summary>Whose wallets it touches first; commands of one member are done in the order in which they were handed in.</summary>
    public required MemberId Member { get; init; }

    internal abstract void AddNeeds(LedgerNeeds needs);

    internal abstract LedgerOutcome Apply(LedgerBatch batch);
}

/// <summary>For one event of a partner. The writer decides whether the event is new.</summary>
public abstract record EventCommand : LedgerCommand
{
    /// <summary>The event as it will be kept when it is posted.</summary>
    public required PartnerEventRecord Event { get; init; }

    /// <summary>Nobody has looked whether it was sent before. Where it was and waits or was rejected, nothing is done, and that is
    /// told.</summary>
    public bool IsUnseen { get; init; }

    internal override void AddNeeds(LedgerNeeds needs) => needs.Events.Add(Event.EventKey);

    internal sealed override LedgerOutcome Apply(LedgerBatch batch)
    {
        if (batch.FindEvent(Event.EventKey) is { } known)
        {
            if (IsUnseen && known.Status != PartnerEventStatus.Posted)
            {
                return new LedgerOutcome.Seen();
            }

            if (
                known.Status != PartnerEventStatus.Rejected
                && !known.ContentHash.AsSpan().SequenceEqual(Event.ContentHash)
            )
            {
                return new LedgerOutcome.Refused(new EventRefusal.EventIdReused());
            }

            if (known.Status == PartnerEventStatus.Posted)
            {
                return new LedgerOutcome.Duplicate(known);
            }
        }

        return ApplyNew(batch);
    }

    private protected abstract LedgerOutcome ApplyNew(LedgerBatch batch);

    private protected EntryContext Context(
        LedgerBatch batch,
        string counterAccount,
        Func<EntryEffect, Explanation> explain
    ) =>
        new(
            Event.EventKey,
            counterAccount,
            Event.OccurredAt ?? batch.RecordedAt,
            batch.RecordedAt,
            effect => explain(effect).ToJson()
        );
}

/// <summary>For what a member, staff, a partner's call or the platform itself asks. The writer decides whether it was done
/// before under its key.</summary>
public abstract record OperationCommand : LedgerCommand
{
    /// <summary>The operation as it will be kept when it is done.</summary>
    public required LedgerOperation Operation { get; init; }

    /// <summary>Today in the programme's zone.</summary>
    public required DateOnly Day { get; init; }

    internal override void AddNeeds(LedgerNeeds needs) => needs.Operations.Add(Operation.OperationKey);

    internal sealed override LedgerOutcome Apply(LedgerBatch batch)
    {
        if (batch.FindOperation(Operation.OperationKey) is { } known)
        {
            return known.ContentHash.AsSpan().SequenceEqual(Operation.ContentHash)
                ? new LedgerOutcome.Repeated(known)
                : new LedgerOutcome.Refused(new PointsRefusal.OperationReused());
        }

        return ApplyNew(batch);
    }

    private protected abstract LedgerOutcome ApplyNew(LedgerBatch batch);

    private protected EntryContext Context(
        LedgerBatch batch,
        string counterAccount,
        Func<EntryEffect, Explanation>? explain = null
    ) =>
        new(
            Operation.OperationKey.AsCause,
            counterAccount,
            batch.RecordedAt,
            batch.RecordedAt,
            effect => (explain?.Invoke(effect) ?? Explain(effect)).ToJson()
        );

    /// <summary>Of points that are spent, which is an activity of the member.</summary>
    private protected EntryContext SpendingFrom(
        Wallet wallet,
        LedgerBatch batch,
        Func<EntryEffect, Explanation>? explain = null
    ) =>
        Context(batch, CounterAccounts.Redemptions, explain) with
        {
            Extension = batch.ActivityIn(wallet.State.Currency),
        };

    private protected Explanation Explain(EntryEffect effect) =>
        Explanation.Of(Operation) with
        {
            ArrearsRepaid = effect.ArrearsRepaid == 0 ? null : effect.ArrearsRepaid,
        };
}

/// <summary>What became of a command.</summary>
public abstract record LedgerOutcome
{
    private LedgerOutcome() { }

    /// <summary>The event took its effect.</summary>
    /// <param name="Entries">empty when it was worth no point.</param>
    public sealed record Posted(Postings Postings, IReadOnlyList<Entry> Entries) : LedgerOutcome;

    /// <summary>The event was sent before and not posted, which the command did not know of: see <see cref="EventCommand.IsUnseen"/>.</summary>
    public sealed record Seen : LedgerOutcome;

    /// <summary>The event was posted before; this is how.</summary>
    public sealed record Duplicate(PartnerEventRecord Event) : LedgerOutcome;

    /// <summary>The operation took its effect.</summary>
    /// <param name="Entries">empty when no points moved, as with a hold.</param>
    public sealed record Done(LedgerOperation Operation, IReadOnlyList<Entry> Entries) : LedgerOutcome;

    /// <summary>The operation was done before under its key; nothing happened this time.</summary>
    public sealed record Repeated(LedgerOperation Operation) : LedgerOutcome;

    public sealed record Refused(Refusal Reason) : LedgerOutcome;
}
