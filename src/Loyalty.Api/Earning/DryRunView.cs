using System.Globalization;
using System.Text.Json;
using Loyalty.Application.Earning;
using Loyalty.Domain;
using Loyalty.Domain.Earning;
using Loyalty.Domain.Points;

namespace Loyalty.Api.Earning;

/// <param name="Totals">the awards added up by point currency.</param>
/// <param name="Awards">in the order of priority, then rule id.</param>
/// <param name="NotMatched">the other rules, each with the first of its conditions that does not hold.</param>
public sealed record DryRunView(
    IReadOnlyList<DryRunTotal> Totals,
    IReadOnlyList<DryRunAward> Awards,
    IReadOnlyList<DryRunMismatch> NotMatched
)
{
    /// <param name="unsaved">the definition that was tried has no rule yet, and so no id.</param>
    internal static DryRunView Of(DryRunResult result, bool unsaved)
    {
        var verdicts = result
            .Verdicts.Select(verdict =>
                (Rule: Judged(verdict.Rule, result.Tried, unsaved), verdict.Award, verdict.Mismatch)
            )
            .ToList();
        return new DryRunView(
            [
                .. verdicts
                    .Where(verdict => verdict.Award is not null)
                    .GroupBy(verdict => verdict.Award!.Currency)
                    .Select(group => new DryRunTotal(group.Key, group.Sum(verdict => verdict.Award!.Points))),
            ],
            [
                .. verdicts
                    .Where(verdict => verdict.Award is not null)
                    .Select(verdict => DryRunAward.Of(verdict.Rule, verdict.Award!)),
            ],
            [
                .. verdicts
                    .Where(verdict => verdict.Award is null)
                    .Select(verdict => new DryRunMismatch(
                        verdict.Rule,
                        JsonNamingPolicy.KebabCaseLower.ConvertName(verdict.Mismatch.ToString())
                    )),
            ]
        );
    }

    private static JudgedRule Judged(PublishedRule rule, RuleId? tried, bool unsaved)
    {
        var isTried = rule.Rule == tried;
        return new JudgedRule(
            isTried && unsaved ? null : rule.Rule,
            isTried ? null : rule.Version,
            rule.Definition.Name,
            isTried
        );
    }
}

public sealed record DryRunTotal(PointCurrencyCode PointCurrency, long Points);

/// <param name="Id">null for a definition that was sent along.</param>
/// <param name="Version">null for a draft or a definition that was sent along.</param>
/// <param name="IsDraft">whether it is the draft or definition that was tried.</param>
public sealed record JudgedRule(RuleId? Id, int? Version, string Name, bool IsDraft);

/// <param name="Reason">the condition in kebab-case, such as <c>amount-below-minimum</c>; docs/earning-rules.md lists all.</param>
public sealed record DryRunMismatch(JudgedRule Rule, string Reason);

/// <summary>Points of a rate: round(base amount / perAmount x pointsPer). Of a multiplier: round(base points x (factor - 1)). Then
/// held between the rule's minimum and maximum, and trimmed by its caps.</summary>
/// <param name="ActivationDelayDays">0 for at once. Of points that wait for an event: when they become available without it, 0
/// for never.</param>
/// <param name="ActivatesByEvent">whether the points wait until the partner reports the transaction as completed.</param>
/// <param name="BaseAmount">the money that earns: of the lines that the rule takes.</param>
/// <param name="PointsPer">null of other effects than points per amount.</param>
/// <param name="PerAmount">null of other effects than points per amount.</param>
/// <param name="Factor">null of other effects than multipliers.</param>
/// <param name="BasePoints">what was multiplied; null of other effects than multipliers.</param>
/// <param name="StepFrom">the step that was reached; null of other effects than thresholds.</param>
/// <param name="EventNumber">which event of its period it is, where the rule counts them.</param>
/// <param name="Unrounded">points before rounding.</param>
/// <param name="Rounding">mode and level, such as <c>down per event</c>; null where nothing is rounded.</param>
/// <param name="RaisedFrom">points before the rule's minimum; null when it did not matter.</param>
/// <param name="CappedFrom">points before the rule's maximum for an event; null when it did not matter.</param>
/// <param name="Caps">limits over a period that trimmed it.</param>
/// <param name="Lines">what each line gave, where each was rounded for itself.</param>
public sealed record DryRunAward(
    JudgedRule Rule,
    PointCurrencyCode PointCurrency,
    long Points,
    AwardKind Effect,
    int ActivationDelayDays,
    bool ActivatesByEvent,
    ExpiryForm? Expiry,
    Money BaseAmount,
    string? PointsPer,
    string? PerAmount,
    string? Factor,
    long? BasePoints,
    string? StepFrom,
    long? EventNumber,
    string Unrounded,
    string? Rounding,
    long? RaisedFrom,
    long? CappedFrom,
    IReadOnlyList<DryRunCap> Caps,
    IReadOnlyList<DryRunAwardLine> Lines
)
{
    internal static DryRunAward Of(JudgedRule rule, Award award)
    {
        var computation = award.Computation;
        return new DryRunAward(
            rule,
            award.Currency,
            award.Points,
            computation.Kind,
            award.ActivationDelayDays,
            award.ActivatesByEvent,
            award.Expiry is { } expiry ? ExpiryForm.Of(expiry) : null,
            new Money(computation.BaseAmount, computation.BaseCurrency),
            Text(computation.PointsPer),
            Text(computation.PerAmount),
            Text(computation.Factor),
            computation.BasePoints,
            Text(computation.StepFrom),
            computation.EventNumber,
            Text(computation.Unrounded),
            computation.Rounding,
            computation.RaisedFrom,
            computation.CappedFrom,
            [
                .. award.Caps.Select(cap => new DryRunCap(
                    JsonNamingPolicy.CamelCase.ConvertName(cap.Kind.ToString()),
                    cap.Limit,
                    cap.UsedBefore,
                    cap.From,
                    cap.To
                )),
            ],
            [.. computation.Lines.Select(line => new DryRunAwardLine(Text(line.Amount), line.Points))]
        );
    }

    private static string? Text(decimal? number) => number is { } one ? Text(one) : null;

    private static string Text(decimal number) =>
        number.ToString("0.############################", CultureInfo.InvariantCulture);
}

/// <param name="Cap"><c>pointsPerDayMax</c>, <c>pointsPerWeekMax</c>, <c>pointsPerMonthMax</c>, <c>pointsPerLifetimeMax</c> or
/// <c>budget</c>.</param>
/// <param name="UsedBefore">points that had counted against it before.</param>
/// <param name="From">points before trimming.</param>
/// <param name="To">points after trimming.</param>
public sealed record DryRunCap(string Cap, long Limit, long UsedBefore, long From, long To);

public sealed record DryRunAwardLine(string Amount, long Points);
