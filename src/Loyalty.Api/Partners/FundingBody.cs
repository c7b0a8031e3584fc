using Loyalty.Domain.Partners;

namespace Loyalty.Api.Partners;

/// <summary>Who pays for the points that a partner's events give.</summary>
/// <param name="PartnerPercent" example="60">of the points: 0 when the club pays for all, 100 (when not given) when the partner does; at most 2
/// decimal places.</param>
/// <param name="Prepaid">null when the partner pays afterwards, by statement.</param>
public sealed record FundingBody(decimal? PartnerPercent = null, PrepaidBody? Prepaid = null)
{
    private const decimal PartsOfPercent = FundingTerms.Whole / 100m;

    /// <returns>what is wrong with the share; null when nothing is.</returns>
    internal string? WhyNot() =>
        PartnerPercent is { } percent && (percent is < 0 or > 100 || decimal.Round(percent, 2) != percent)
            ? "must be between 0 and 100 with at most 2 decimal places"
            : null;

    internal FundingTerms ToTerms() =>
        new()
        {
            PartnerShare = (int)((PartnerPercent ?? 100) * PartsOfPercent),
            Prepaid = Prepaid is null
                ? null
                : new PrepaidTerms { AlertBelow = Prepaid.AlertBelow, WhenUsedUp = Prepaid.WhenUsedUp },
        };

    internal static FundingBody Of(FundingTerms terms) =>
        new(
            terms.PartnerShare / PartsOfPercent,
            terms.Prepaid is { } prepaid ? new PrepaidBody(prepaid.AlertBelow, prepaid.WhenUsedUp) : null
        );
}

/// <summary>The partner buys points beforehand; its events draw on them.</summary>
/// <param name="AlertBelow">staff are warned when fewer are left; null for no warning before the last is used.</param>
/// <param name="WhenUsedUp"><c>charge</c>: events are posted and the statement charges what goes beyond. <c>wait</c>: events wait in
/// quarantine until the partner buys more.</param>
public sealed record PrepaidBody(long? AlertBelow = null, PrepaidEnd WhenUsedUp = PrepaidEnd.Charge);
