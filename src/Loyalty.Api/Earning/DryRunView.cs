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

/// <param name="Reason"><c>event-type</c>, <c>withdrawn</c>, <c>not-yet-valid</c>, <c>no-longer-valid</c>, <c>partner</c>,
/// <c>currency</c>, <c>operation</c>, <c>category</c>, <c>amount-below-minimum</c> or <c>amount-not-positive</c>.</param>
public sealed record DryRunMismatch(JudgedRule Rule, string Reason);

/// <summary>Points = round(base amount / perAmount x pointsPer), then held between the rule's minimum and maximum.</summary>
/// <param name="BaseAmount">the money that earns: of the lines that the rule takes.</param>
/// <param name="Unrounded">points before rounding.</param>
/// <param name="Rounding">mode and level, such as <c>down per event</c>.</param>
/// <param name="RaisedFrom">points before the rule's minimum; null when it did not matter.</param>
/// <param name="CappedFrom">points before the rule's maximum; null when it did not matter.</param>
/// <param name="Lines">what each line gave, where each was rounded for itself.</param>
public sealed record DryRunAward(
    JudgedRule Rule,
    PointCurrencyCode PointCurrency,
    long Points,
    int ActivationDelayDays,
    Money BaseAmount,
    string PointsPer,
    string PerAmount,
    string Unrounded,
    string Rounding,
    long? RaisedFrom,
    long? CappedFrom,
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
            award.ActivationDelayDays,
            new Money(computation.BaseAmount, computation.BaseCurrency),
            Text(computation.PointsPer),
            Text(computation.PerAmount),
            Text(computation.Unrounded),
            computation.Rounding,
            computation.RaisedFrom,
            computation.CappedFrom,
            [.. computation.Lines.Select(line => new DryRunAwardLine(Text(line.Amount), line.Points))]
        );
    }

    private static string Text(decimal number) =>
        number.ToString("0.############################", CultureInfo.InvariantCulture);
}

public sealed record DryRunAwardLine(string Amount, long Points);
