using Loyalty.Application.Partners;
using Loyalty.Domain;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;

namespace Loyalty.Api.Partners;

/// <summary>A day held against what the club has of it.</summary>
/// <param name="Day">in the programme's time zone.</param>
/// <param name="CompletedAt">null of an upload that broke off: nothing of it counts, send it again.</param>
/// <param name="Totals">both sides added up; null until it is complete.</param>
/// <param name="Lines">how many lines have each result: as it was found, and now. Null in lists.</param>
/// <param name="Repaired">lines that were missing and are no longer; null in lists.</param>
public sealed record ReconciliationView(
    ReconciliationId Id,
    DateOnly Day,
    DateTimeOffset CreatedAt,
    DateTimeOffset? CompletedAt,
    ReconciliationTotalsView? Totals,
    IReadOnlyList<ReconciliationCountView>? Lines,
    int? Repaired
)
{
    internal static ReconciliationView Of(Reconciliation one) =>
        new(
            one.Id,
            one.Day,
            one.CreatedAt,
            one.CompletedAt,
            one.Totals is { } totals ? ReconciliationTotalsView.Of(ReconciliationTotals.Parse(totals)) : null,
            Lines: null,
            Repaired: null
        );

    internal static ReconciliationView Of(ReconciliationState state) =>
        Of(state.Reconciliation) with
        {
            Lines =
            [
                .. Enum.GetValues<ReconciliationResult>()
                    .Select(result => new ReconciliationCountView(
                        result,
                        state.Counts.GetValueOrDefault(result),
                        state.CountsNow.GetValueOrDefault(result)
                    ))
                    .Where(count => count.Found > 0 || count.Now > 0),
            ],
            Repaired =
                state.Counts.GetValueOrDefault(ReconciliationResult.Missing)
                - state.CountsNow.GetValueOrDefault(ReconciliationResult.Missing),
        };
}

/// <param name="Found">on upload.</param>
public sealed record ReconciliationCountView(ReconciliationResult Result, int Found, int Now);

/// <param name="Declared">the totals that came with the lines; null when none did.</param>
/// <param name="Listed">the lines added up, without duplicates and those that could not be read.</param>
/// <param name="Ours">what the club had posted of the day on upload.</param>
/// <param name="UnlistedBeyond">events that you did not list and that have no line, because only 10,000 are kept of a day.</param>
public sealed record ReconciliationTotalsView(
    DaySumsView? Declared,
    DaySumsView Listed,
    DaySumsView Ours,
    int UnlistedBeyond
)
{
    internal static ReconciliationTotalsView Of(ReconciliationTotals totals) =>
        new(
            totals.Declared is { } declared ? DaySumsView.Of(declared) : null,
            DaySumsView.Of(totals.Listed),
            DaySumsView.Of(totals.Ours),
            totals.UnlistedBeyond
        );
}

/// <param name="Money">of transactions, not of reversals, by currency.</param>
/// <param name="Points">by point currency.</param>
public sealed record DaySumsView(int Events, IReadOnlyList<Money> Money, IReadOnlyList<DayPointsView> Points)
{
    internal static DaySumsView Of(DaySums sums) =>
        new(
            sums.Events,
            [.. sums.Money.Select(sum => StatementAmountView.MoneyOf(sum.Value, MoneyCurrency.Parse(sum.Key)))],
            [
                .. sums.Points.Select(sum => new DayPointsView(
                    sum.Key.Length == 0 ? null : PointCurrencyCode.Parse(sum.Key),
                    sum.Value
                )),
            ]
        );
}

/// <param name="PointCurrency">null of what was listed without one.</param>
public sealed record DayPointsView(PointCurrencyCode? PointCurrency, long Points);

/// <summary>One line of a reconciliation.</summary>
/// <param name="Number">the line of the upload, from 1, the header of CSV included; events that were not listed follow after the
/// last.</param>
/// <param name="Result">as it was found on upload.</param>
/// <param name="ResultNow">a missing event may have come since.</param>
/// <param name="EventKey">by which staff find the event; null of a line that could not be read.</param>
/// <param name="Amount">as listed; of an event that was not listed, ours.</param>
/// <param name="Differences">of a line that differs.</param>
/// <param name="EventStatus">of a missing one that came: <c>quarantined</c> or <c>rejected</c>.</param>
/// <param name="Reason">the problem's code, of the same.</param>
/// <param name="FirstLine">of a duplicate: where it was listed first.</param>
/// <param name="Errors">of a line that could not be read: what is wrong, by field.</param>
/// <param name="Repair">what to do about a missing event; null of others.</param>
public sealed record ReconciliationLineView(
    int Number,
    ReconciliationResult Result,
    ReconciliationResult ResultNow,
    PartnerEventKey? EventKey,
    string Source,
    string EventId,
    string? Type,
    DateTimeOffset? OccurredAt,
    Money? Amount,
    long? Points,
    PointCurrencyCode? PointCurrency,
    IReadOnlyList<DifferenceView>? Differences,
    PartnerEventStatus? EventStatus,
    string? Reason,
    int? FirstLine,
    IReadOnlyDictionary<string, string[]>? Errors,
    string? Repair
)
{
    internal static ReconciliationLineView Of(ReconciliationLine line)
    {
        var finding = line.Finding is { } json ? ReconciliationFinding.Parse(json) : new ReconciliationFinding();
        return new ReconciliationLineView(
            line.Number,
            line.Result,
            line.ResultNow,
            line.EventKey,
            line.Source,
            line.EventId,
            line.Type,
            line.OccurredAt,
            line.Amount is { } amount ? StatementAmountView.MoneyOf(amount, line.AmountCurrency!.Value) : null,
            line.Points,
            line.PointCurrency,
            finding.Differences?.Select(one => new DifferenceView(one.Field, one.Listed, one.Ours)).ToArray(),
            finding.EventStatus,
            finding.Reason,
            finding.FirstLine,
            finding.Errors,
            line.ResultNow == ReconciliationResult.Missing ? RepairOf(finding.EventStatus) : null
        );
    }

    private static string RepairOf(PartnerEventStatus? status) =>
        status switch
        {
            PartnerEventStatus.Quarantined =>
                "The event waits for its member. Link the customer, or send the event again; the club's staff can replay it.",
            PartnerEventStatus.Rejected =>
                "Mend the event and send it again under its id; the club's staff can replay it.",
            _ => "Send the event as a webhook, with its own id and time. It is posted once.",
        };
}

/// <param name="Listed">as the partner has it.</param>
/// <param name="Ours">as the club has it.</param>
public sealed record DifferenceView(string Field, string? Listed, string? Ours);
