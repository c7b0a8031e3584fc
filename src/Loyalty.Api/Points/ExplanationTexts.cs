using Loyalty.Domain.Points;

namespace Loyalty.Api.Points;

/// <summary>Puts an entry's explanation into words of one language, out of its data alone.</summary>
public sealed class ExplanationTexts(LanguageTexts texts)
{
    private const int LotsMax = 5;

    /// <summary>In the language that a member prefers, else in one that the request accepts.</summary>
    public static ExplanationTexts For(string? preferred, HttpRequest? request) =>
        new(LanguageTexts.Of([preferred, .. LanguageTexts.Accepted(request)]));

    /// <summary>In a language that the request accepts.</summary>
    public static ExplanationTexts For(HttpRequest request) => For(preferred: null, request);

    public string Language => texts.Language;

    public string Summary(Entry entry)
    {
        var why = Explanation.Parse(entry.Explanation);
        var moves = LotMoves.Read(entry.LotMoves);
        return string.Join(texts["between"], Sentences(entry, why, moves).Concat(Always(why)));
    }

    private IEnumerable<string> Sentences(Entry entry, Explanation why, IReadOnlyList<LotMove> moves) =>
        entry.Kind switch
        {
            EntryKind.Accrual => Earned(entry.Points, why).Concat(Extended(moves)),
            EntryKind.AccrualReversal => TakenBack(entry.Points, why),
            EntryKind.Redemption => [Spent(-entry.Points, why), .. Paid(why), .. Taken(moves)],
            EntryKind.RedemptionReversal => GivenBack(entry.Points, why, moves),
            EntryKind.Expiry => [Points("lapsed", -entry.Points), .. Lots("into", moves, -1)],
            EntryKind.Adjustment when entry.Points > 0 =>
            [
                Points("addedByClub", entry.Points),
                .. Reason(why),
                .. Repaid(why),
                .. Lots("into", moves, 1),
            ],
            EntryKind.Adjustment => [Points("takenByClub", -entry.Points), .. Reason(why), .. Taken(moves)],
            EntryKind.TransferOut =>
            [
                Points(IsMerge(why) ? "mergedAway" : "handedOver", -entry.Points),
                .. Taken(moves),
            ],
            EntryKind.TransferIn =>
            [
                Points(IsMerge(why) ? "mergedIn" : "received", entry.Points),
                .. Repaid(why),
                .. Lots("into", moves, 1),
            ],
            EntryKind.Activation =>
            [
                .. why.Activation is null ? Array.Empty<string>() : [texts["completed"]],
                Points("activated", moves.Where(move => move.Points > 0).Sum(move => move.Points)),
            ],
            EntryKind.ArrearsRepayment => [Points("arrearsRepaid", -moves.Sum(move => move.Points)), .. Taken(moves)],
            EntryKind.Forfeiture => [Points("forfeited", -entry.Points), .. Lots("into", moves, -1)],
            _ => [Points("moved", entry.Points)],
        };

    private string Spent(long points, Explanation why) =>
        why.Household is { } household
            ? Say("spentByHousehold", ("points", texts.Points(points)), ("member", household.SpentBy))
            : Points("spent", points);

    private IEnumerable<string> Earned(long points, Explanation why)
    {
        yield return why switch
        {
            { Offer: { } offer } => Say("earnedOffer", ("points", texts.Points(points)), ("offer", TitleOf(offer))),
            { Granted: { } granted } => Points("granted", granted),
            { Amount: { } amount } => Say(
                "earnedFor",
                ("points", texts.Points(points)),
                ("money", texts.Money(amount))
            ),
            _ => Points("earned", points),
        };
        foreach (var rule in why.Rules ?? [])
        {
            foreach (var sentence in Rule(rule))
            {
                yield return sentence;
            }
        }

        foreach (var cap in why.Caps ?? [])
        {
            yield return Limit("limit", cap);
        }

        foreach (var repaid in Repaid(why))
        {
            yield return repaid;
        }

        if (why.WaitsForEvent is true)
        {
            yield return why.UsableFrom is { } latest
                ? Say("usableOnceCompletedOrFrom", ("date", texts.Date(latest)))
                : texts["usableOnceCompleted"];
        }
        else if (why.UsableFrom is { } first)
        {
            yield return Say("usableFrom", ("date", texts.Date(first)));
        }

        if (why.UsableUntil is { } last)
        {
            yield return Say("usableUntil", ("date", texts.Date(last)));
        }
    }

    /// <summary>In the language at hand, else the club's first.</summary>
    private string TitleOf(ExplainedOffer offer) =>
        (
            offer.Titles.FirstOrDefault(title =>
                string.Equals(title.Language.Split('-')[0], Language, StringComparison.OrdinalIgnoreCase)
            ) ?? offer.Titles[0]
        ).Title;

    private IEnumerable<string> Rule(ExplainedRule rule)
    {
        var (name, points) = (("rule", rule.Name), ("points", texts.Points(rule.Points)));
        yield return rule switch
        {
            { PointsPer: { } rate, PerAmount: { } per } => Say(
                "rule",
                name,
                points,
                ("rate", texts.Number(rate)),
                ("per", texts.Number(per)),
                ("currency", rule.Base.Currency),
                ("money", texts.Money(rule.Base))
            ),
            { Factor: { } factor, BasePoints: { } basis } => Say(
                "ruleFactor",
                name,
                points,
                ("base", texts.Points(basis)),
                ("factor", texts.Number(factor))
            ),
            _ => Say("ruleFixed", name, points),
        };
        if (rule.CappedFrom is { } above)
        {
            yield return Say("ruleMax", ("from", texts.Points(above)));
        }

        if (rule.RaisedFrom is { } below)
        {
            yield return Say("ruleMin", ("from", texts.Points(below)));
        }

        foreach (var cap in rule.Caps ?? [])
        {
            yield return Limit("ruleLimit", cap);
        }
    }

    private string Limit(string key, ExplainedCap cap) =>
        Say(key, ("points", texts.Points(cap.Limit)), ("from", texts.Number(cap.From)), ("to", texts.Number(cap.To)));

    private IEnumerable<string> TakenBack(long points, Explanation why)
    {
        if (why.Reversal is not { } reversal)
        {
            yield return Points("moved", points);
            yield break;
        }

        var (taken, original) = (
            ("points", texts.Points(-points)),
            ("original", texts.Points(reversal.OriginalPoints))
        );
        yield return reversal is { Amount: { } amount, OriginalAmount: { } whole }
            ? Say("takenBackFor", taken, original, ("money", texts.Money(amount)), ("whole", texts.Money(whole)))
            : Say("takenBack", taken, original);
        if (reversal.AddedToArrears > 0)
        {
            yield return Points("toArrears", reversal.AddedToArrears);
        }

        if (reversal.LetGo > 0)
        {
            yield return Points("letGo", reversal.LetGo);
        }
    }

    private IEnumerable<string> Paid(Explanation why)
    {
        if (why.Payment is not { } payment)
        {
            yield break;
        }

        yield return Say(
            "paid",
            ("money", texts.Money(payment.PaidWithPoints)),
            ("order", texts.Money(payment.OrderAmount)),
            ("due", texts.Money(payment.Due))
        );
        if (payment.Difference.Amount.AsSpan().ContainsAnyInRange('1', '9'))
        {
            yield return Say("paidDifference", ("money", texts.Money(payment.Difference)));
        }
    }

    private IEnumerable<string> GivenBack(long points, Explanation why, IReadOnlyList<LotMove> moves)
    {
        yield return Say(
            "givenBack",
            ("points", texts.Points(points)),
            ("original", texts.Points(why.GivenBack?.OriginalPoints ?? points))
        );
        if (why.Refund is { } refund)
        {
            yield return Say(
                "refunded",
                ("amount", texts.Money(refund.Amount)),
                ("value", texts.Money(refund.PointsValue)),
                ("money", texts.Money(refund.Money))
            );
        }

        yield return why.GivenBack?.LapsedGraceDays is { } days
            ? Say("lapsedReturnGrace", ("days", texts.Days(days)))
            : texts["lapsedReturn"];
        foreach (var sentence in Repaid(why).Concat(Lots("into", moves, 1)))
        {
            yield return sentence;
        }
    }

    /// <summary>The lots that points were taken from. Where the activity moved the days of all lots, it is told what for.</summary>
    private IEnumerable<string> Taken(IReadOnlyList<LotMove> moves) =>
        moves.Any(move => move.Points > 0) ? Extended(moves) : Lots("taken", moves, -1);

    private IEnumerable<string> Extended(IReadOnlyList<LotMove> moves) =>
        moves.Any(move => move.Points < 0) && moves.Any(move => move.Points > 0)
            ? [Say("extended", ("date", texts.Date(moves.Max(move => move.Lot.ExpiresOn))))]
            : [];

    /// <param name="sign">1 for lots that gained, -1 for lots that lost.</param>
    private IEnumerable<string> Lots(string key, IReadOnlyList<LotMove> moves, int sign)
    {
        var told = moves
            .Where(move => Math.Sign(move.Points) == sign)
            .GroupBy(move => move.Lot.ExpiresOn)
            .Select(day => Lot(day.Key, day.Sum(move => Math.Abs(move.Points))))
            .ToList();
        if (told.Count == 0)
        {
            return [];
        }

        if (told.Count > LotsMax)
        {
            var more = Say("lotsMore", ("n", texts.Number(told.Count - LotsMax)));
            told = [.. told.Take(LotsMax), more];
        }

        return [Say(key, ("lots", string.Join(texts["list"], told)))];
    }

    private string Lot(DateOnly lastDay, long points) =>
        lastDay == LotKey.Never
            ? Points("lotForever", points)
            : Say("lotUntil", ("points", texts.Points(points)), ("date", texts.Date(lastDay)));

    private IEnumerable<string> Repaid(Explanation why) =>
        why.ArrearsRepaid is > 0 and var repaid ? [Points("repaid", repaid)] : [];

    private IEnumerable<string> Reason(Explanation why) =>
        why.Reason is { } reason ? [Say("reason", ("reason", reason))] : [];

    private IEnumerable<string> Always(Explanation why) => why.Late ? [texts["late"]] : [];

    private static bool IsMerge(Explanation why) =>
        why.EventType is "loyalty.operation.merge" or "loyalty.operation.mergeUndo";

    private string Points(string key, long points) => Say(key, ("points", texts.Points(points)));

    private string Say(string key, params ReadOnlySpan<(string Place, string Value)> values) => texts.Say(key, values);
}
