using Loyalty.Application.Validation;
using Loyalty.Domain.Points;

namespace Loyalty.Application.Points;

/// <summary>Checks of what requests about points have in common.</summary>
internal static class PointsFields
{
    public static void Points(this FieldErrors errors, string field, long points) =>
        errors.Check(
            points is >= 1 and <= PointsOperations.PointsMax,
            field,
            $"must be between 1 and {PointsOperations.PointsMax}"
        );

    /// <summary>The code of one of the club's currencies.</summary>
    public static PointCurrencyCode Currency(this FieldErrors errors, string field, string? code, ClubSettings club)
    {
        if (!PointCurrencyCode.TryParse(code, out var parsed) || !club.Currencies.ContainsKey(parsed))
        {
            errors.Add(field, "is not the code of a point currency of the club");
        }

        return parsed;
    }

    /// <summary>The code of a currency that can be spent.</summary>
    public static PointCurrencyCode RedeemableCurrency(
        this FieldErrors errors,
        string field,
        string? code,
        ClubSettings club
    )
    {
        var parsed = errors.Currency(field, code, club);
        if (club.Currencies.GetValueOrDefault(parsed) is { Kind: PointCurrencyKind.Qualifying })
        {
            errors.Add(field, "is a currency whose points count towards a tier and cannot be spent");
        }

        return parsed;
    }
}
