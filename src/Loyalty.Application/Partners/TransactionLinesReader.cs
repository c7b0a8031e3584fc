using System.Text.Json;
using Loyalty.Domain;
using Loyalty.Domain.Earning;
using Loyalty.Domain.Partners;

namespace Loyalty.Application.Partners;

/// <summary>Reads the lines of a transaction: goods, tax and shipping as parts of its amount; discounts and points paid as what of
/// it was not paid in money.</summary>
internal static class TransactionLinesReader
{
    private const int LinesMax = 100;
    private const int TextLengthMax = 100;

    public static List<TransactionLine> Read(JsonElement data, Money? amount, EventFields fields)
    {
        if (EventFields.Get(data, "lines") is not { } lines)
        {
            return [];
        }

        if (lines.ValueKind != JsonValueKind.Array || lines.GetArrayLength() > LinesMax)
        {
            fields.Add("data.lines", $"must be an array of at most {LinesMax} lines");
            return [];
        }

        var read = new List<TransactionLine>(lines.GetArrayLength());
        foreach (var line in lines.EnumerateArray())
        {
            var path = $"data.lines[{read.Count}]";
            if (line.ValueKind != JsonValueKind.Object)
            {
                fields.Add(path, "must be an object");
                return [];
            }

            fields.Only(line, path, "amount", "category", "product", "kind", "voided");
            var part = fields.Amount(line, "amount", $"{path}.amount", amount?.Currency, allowZero: true);
            var category = fields.Text(line, "category", $"{path}.category", TextLengthMax, required: false);
            read.Add(
                new TransactionLine(part ?? 0, category)
                {
                    Product = fields.Text(line, "product", $"{path}.product", TextLengthMax, required: false),
                    Kind = ReadKind(line, $"{path}.kind", fields),
                    IsVoided = fields.Flag(line, "voided", $"{path}.voided"),
                }
            );
        }

        if (amount is { } whole && (Sum(read, goods: true) > whole.Amount || Sum(read, goods: false) > whole.Amount))
        {
            fields.Add("data.lines", "must not add up to more than data.amount");
        }

        return read;
    }

    private static decimal Sum(List<TransactionLine> lines, bool goods) =>
        lines.Where(line => line.IsGoods == goods && !line.IsVoided).Sum(line => line.Amount);

    private static LineKind ReadKind(JsonElement line, string path, EventFields fields)
    {
        switch (fields.Text(line, "kind", path, TextLengthMax, required: false))
        {
            case null or "item":
                return LineKind.Item;
            case "tax":
                return LineKind.Tax;
            case "shipping":
                return LineKind.Shipping;
            case "discount":
                return LineKind.Discount;
            case "points":
                return LineKind.Points;
            default:
                fields.Add(path, "must be item, tax, shipping, discount or points");
                return LineKind.Item;
        }
    }
}
