using System.Globalization;
using Loyalty.Domain.Points;

namespace Loyalty.Api.Points;

/// <summary>Puts an explanation into English, out of its data alone.</summary>
internal static class ExplanationSummary
{
    /// <param name="points">of the entry.</param>
    public static string Of(long points, Explanation explanation) =>
        string.Join(
            ' ',
            (explanation.Reversal is { } reversal ? Reversed(points, reversal) : Earned(points, explanation))
                .Append(explanation.Late ? "It was reported late and judged by the rules of its own day." : "")
                .Where(sentence => sentence.Length > 0)
        );

    private static IEnumerable<string> Earned(long points, Explanation explanation)
    {
        yield return explanation switch
        {
            { Granted: { } granted } => $"The partner granted {Points(granted)}.",
            { Amount: { } amount } => $"Earned {Points(points)} for {Money(amount)}.",
            _ => $"Earned {Points(points)}.",
        };
        foreach (var rule in explanation.Rules ?? [])
        {
            yield return Share(rule);
            foreach (var cap in rule.Caps ?? [])
            {
                yield return $"A limit of the rule of {Points(cap.Limit)} trimmed {Number(cap.From)} to {Number(cap.To)}.";
            }
        }

        foreach (var cap in explanation.Caps ?? [])
        {
            yield return $"A limit of {Points(cap.Limit)} trimmed {Number(cap.From)} to {Number(cap.To)}.";
        }

        if (explanation.ArrearsRepaid is > 0 and var repaid)
        {
            yield return $"{Points(repaid)} of it repaid what was owed.";
        }

        if (explanation.UsableFrom is { } first)
        {
            yield return $"Usable from {first:yyyy-MM-dd}.";
        }

        if (explanation.UsableUntil is { } last)
        {
            yield return $"Usable until the end of {last:yyyy-MM-dd}.";
        }
    }

    private static string Share(ExplainedRule rule)
    {
        var capped = rule.CappedFrom is { } from ? $", its maximum instead of {Number(from)}" : "";
        return rule switch
        {
            { PointsPer: { } points, PerAmount: { } per } =>
                $"Rule \"{rule.Name}\" gives {Number(points)} per {Number(per)} {rule.Base.Currency}: "
                    + $"{Points(rule.Points)} for {Money(rule.Base)}{capped}.",
            { Factor: { } factor, BasePoints: { } basis } =>
                $"Rule \"{rule.Name}\" multiplies {Points(basis)} by {Number(factor)}: {Points(rule.Points)} more{capped}.",
            _ => $"Rule \"{rule.Name}\" gives {Points(rule.Points)}{capped}.",
        };
    }

    private static IEnumerable<string> Reversed(long points, ExplainedReversal reversal)
    {
        var part = reversal is { Amount: { } amount, OriginalAmount: { } original }
            ? $" for {Money(amount)} returned of {Money(original)}"
            : "";
        yield return $"Took back {Points(-points)} of the {Points(reversal.OriginalPoints)} given{part}.";
        if (reversal.AddedToArrears > 0)
        {
            yield return $"{Points(reversal.AddedToArrears)} had been spent and will be repaid from what is earned next.";
        }

        if (reversal.LetGo > 0)
        {
            yield return $"{Points(reversal.LetGo)} had been spent and are not asked back.";
        }
    }

    private static string Points(long points) => points == 1 ? "1 point" : $"{Number(points)} points";

    private static string Money(ExplainedMoney money) =>
        decimal.TryParse(money.Amount, NumberStyles.Number, CultureInfo.InvariantCulture, out var amount)
            ? $"{amount.ToString("#,0.00##", CultureInfo.InvariantCulture)} {money.Currency}"
            : $"{money.Amount} {money.Currency}";

    private static string Number(decimal number) => number.ToString("#,0.####", CultureInfo.InvariantCulture);
}
