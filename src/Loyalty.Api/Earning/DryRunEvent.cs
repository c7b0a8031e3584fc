using System.Globalization;
using Loyalty.Application;
using Loyalty.Domain;
using Loyalty.Domain.Earning;
using Loyalty.Domain.Members;
using Loyalty.Domain.Partners;

namespace Loyalty.Api.Earning;

/// <param name="Type">the CloudEvents type; <c>loyalty.transaction.posted</c> when left out.</param>
/// <param name="OccurredAt">the rules of this instant decide.</param>
/// <param name="Lines">the parts of the amount; left out, the amount is one part.</param>
/// <param name="Member">whose birthday, attributes, vehicles, tiers and counts the rules see; left out, nothing of it is
/// known and nothing was counted.</param>
public sealed record DryRunEvent(
    PartnerId Partner,
    DateTimeOffset OccurredAt,
    Money Amount,
    string? Type = null,
    string? Operation = null,
    string? Category = null,
    string? Channel = null,
    IReadOnlyList<DryRunLine>? Lines = null,
    MemberId? Member = null
);

/// <param name="Amount">in the currency of the event's amount, as text.</param>
/// <param name="Product">the partner's code of what was bought.</param>
/// <param name="Kind"><c>item</c> when left out. A discount and what was paid with points come off what earns.</param>
/// <param name="Voided">a voided line counts for nothing.</param>
public sealed record DryRunLine(
    string Amount,
    string? Category = null,
    string? Product = null,
    LineKind? Kind = null,
    bool Voided = false
);

internal static class DryRunEventReader
{
    private const int LinesMax = 1_000;

    public static Outcome<EarningInput> Read(DryRunEvent sent)
    {
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        void CheckText(string field, string? text)
        {
            if (text is not null && PlainText.WhyNot(text, RuleBounds.WordLengthMax) is { } why)
            {
                errors[field] = [why];
            }
        }

        CheckText("event.type", sent.Type);
        CheckText("event.operation", sent.Operation);
        CheckText("event.category", sent.Category);
        CheckText("event.channel", sent.Channel);
        var lines = new List<TransactionLine>();
        if (sent.Lines is { Count: > LinesMax })
        {
            errors["event.lines"] = [$"must have at most {LinesMax} members"];
        }
        else
        {
            foreach (var line in sent.Lines ?? [])
            {
                var path = string.Create(CultureInfo.InvariantCulture, $"event.lines[{lines.Count}]");
                if (
                    line is null
                    || !decimal.TryParse(
                        line.Amount,
                        NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint,
                        CultureInfo.InvariantCulture,
                        out var amount
                    )
                )
                {
                    errors[$"{path}.amount"] = ["must be a number as text, such as \"12.50\""];
                    amount = 0;
                }

                CheckText($"{path}.category", line?.Category);
                CheckText($"{path}.product", line?.Product);
                lines.Add(
                    new TransactionLine(amount, line?.Category)
                    {
                        Product = line?.Product,
                        Kind = line?.Kind ?? LineKind.Item,
                        IsVoided = line?.Voided ?? false,
                    }
                );
            }
        }

        if (errors.Count > 0)
        {
            return new Refusal.InvalidRequest(errors);
        }

        return new EarningInput
        {
            Partner = sent.Partner,
            EventType = sent.Type ?? PartnerEvent.TransactionPosted.TypeName,
            OccurredAt = sent.OccurredAt.ToStoredInstant(),
            Amount = sent.Amount,
            Operation = sent.Operation,
            Category = sent.Category,
            Channel = sent.Channel,
            Lines = lines,
        };
    }
}
