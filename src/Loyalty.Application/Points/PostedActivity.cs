using Loyalty.Application.Points.Ledger;
using Loyalty.Application.Tiers;
using Loyalty.Domain.Points;

namespace Loyalty.Application.Points;

/// <summary>What tiers must know of what the ledger has written.</summary>
internal static class PostedActivity
{
    /// <param name="outcomes">of the commands, in their order; null when none was taken.</param>
    /// <param name="now">stands for the instant of recording where nothing but the event was written.</param>
    public static IReadOnlyCollection<TierActivity> Of(
        IEnumerable<EventCommand> commands,
        IReadOnlyList<LedgerOutcome>? outcomes,
        DateTimeOffset now
    ) =>
        [
            .. commands
                .Zip(outcomes ?? [])
                .Where(one => one.Second is LedgerOutcome.Posted)
                .Select(one => Of(one.First, (LedgerOutcome.Posted)one.Second, now)),
        ];

    /// <summary>Of an operation. What staff take away is looked at by the job, as a reversal is.</summary>
    public static IReadOnlyCollection<TierActivity> Of(LedgerOutcome.Done done) =>
        [
            .. done
                .Entries.Zip(PointsOperations.PostingsOf(done.Operation))
                .Where(one => one.First.Kind == EntryKind.Adjustment)
                .Select(one => new TierActivity(
                    done.Operation.MemberId,
                    one.First.RecordedAt,
                    IsReversal: one.First.Points < 0,
                    [PointCurrencyCode.Parse(one.Second.Currency)],
                    Money: null
                )),
        ];

    private static TierActivity Of(EventCommand command, LedgerOutcome.Posted posted, DateTimeOffset now)
    {
        var reverse = command as ReverseCommand;
        return new TierActivity(
            reverse?.Survivor ?? command.Member,
            posted.Entries.Count == 0 ? now : posted.Entries.Max(entry => entry.RecordedAt),
            IsReversal: reverse is not null,
            [.. posted.Postings.Entries.Select(posting => PointCurrencyCode.Parse(posting.Currency)).Distinct()],
            reverse is null ? command.Event.AmountCurrency : reverse.OriginalCurrency
        );
    }
}
