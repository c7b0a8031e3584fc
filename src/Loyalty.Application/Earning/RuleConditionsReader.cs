using System.Globalization;
using Loyalty.Domain.Earning;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Tiers;

namespace Loyalty.Application.Earning;

internal static class RuleConditionsReader
{
    private const string EndOfDay = "24:00";

    public static RuleConditions Read(RuleConditionsDocument when, RuleFields fields)
    {
        if (when is { Partner: not null, Partners: not null })
        {
            fields.Wrong("when.partner", "cannot stand together with when.partners");
        }

        var partner = when.Partner is null ? null : fields.Partner("when.partner", when.Partner);
        decimal? Amount(string field, string? text) =>
            text is null ? null : fields.Number(field, text, RuleBounds.AmountMax, min: 0);
        var min = Amount("when.amountMin", when.AmountMin);
        var max = Amount("when.amountMax", when.AmountMax);
        if (min > max)
        {
            fields.Wrong("when.amountMin", "must not be greater than when.amountMax");
        }

        return new RuleConditions
        {
            Partners = partner is { } one ? [one] : fields.Partners("when.partners", when.Partners),
            EventType = when.EventType is null
                ? PartnerEvent.TransactionPosted.TypeName
                : fields.Text("when.eventType", when.EventType, RuleBounds.WordLengthMax),
            Operations = fields.Words("when.operations", when.Operations),
            Channels = fields.Words("when.channels", when.Channels),
            CategoriesIncluded = fields.Categories("when.categories.include", when.Categories?.Include),
            CategoriesExcluded = fields.Categories("when.categories.exclude", when.Categories?.Exclude),
            ProductsIncluded = fields.Words("when.products.include", when.Products?.Include),
            ProductsExcluded = fields.Words("when.products.exclude", when.Products?.Exclude),
            AmountMin = min,
            AmountMax = max,
            Weekdays = [.. (when.Weekdays ?? []).Distinct()],
            Hours = when.Hours is null ? null : Hours(when.Hours, fields),
            Tiers = Tiers(when.Tiers, fields),
            Attributes = Attributes(when.Attributes, fields),
            FirstPurchase = when.FirstPurchase ?? false,
            BirthdayMonth = when.BirthdayMonth ?? false,
            VehicleModels = fields.Words("when.vehicleModels", when.VehicleModels),
            EventCount = when.EventCount is null ? null : Count(when.EventCount, fields),
        };
    }

    private static HoursOfDay Hours(RuleHoursDocument hours, RuleFields fields)
    {
        var read = new HoursOfDay(
            Time("when.hours.from", hours.From, fields),
            hours.Until == EndOfDay ? TimeOnly.MinValue : Time("when.hours.until", hours.Until, fields)
        );
        if (read.From == read.Until && hours is { From: not null, Until: not null })
        {
            fields.Wrong("when.hours.until", "must differ from when.hours.from");
        }

        return read;
    }

    private static TimeOnly Time(string field, string? text, RuleFields fields)
    {
        if (fields.Required(field, text) is null)
        {
            return default;
        }

        if (!TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            fields.Wrong(field, "must be a time of day, such as 18:30");
        }

        return time;
    }

    private static List<TierCode> Tiers(IReadOnlyList<string>? codes, RuleFields fields)
    {
        var read = new List<TierCode>();
        for (var i = 0; i < (fields.IsList("when.tiers", codes) ? codes.Count : 0); i++)
        {
            if (!TierCode.TryParse(codes![i], out var tier))
            {
                fields.Wrong(RuleFields.Item("when.tiers", i), "is not the code of a tier");
            }
            else if (!read.Contains(tier))
            {
                read.Add(tier);
            }
        }

        return read;
    }

    private static Dictionary<string, IReadOnlyList<string>> Attributes(
        IReadOnlyDictionary<string, IReadOnlyList<string>>? attributes,
        RuleFields fields
    )
    {
        var read = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        if (attributes?.Count > RuleBounds.AttributesMax)
        {
            fields.Wrong("when.attributes", $"must have at most {RuleBounds.AttributesMax} members");
            return read;
        }

        foreach (var (key, values) in attributes ?? read)
        {
            if (!Domain.Members.MemberAttribute.IsKey(key))
            {
                fields.Wrong(
                    "when.attributes",
                    "must have keys of small letters, digits, dots, hyphens and underscores"
                );
                continue;
            }

            var field = $"when.attributes.{key}";
            read[key] = fields.Words(field, values);
            if (values is not { Count: > 0 })
            {
                fields.Wrong(field, "must name at least one value");
            }
        }

        return read;
    }

    private static EventCount Count(RuleEventCountDocument count, RuleFields fields)
    {
        const string field = "when.eventCount";
        if (count is { Nth: null, Every: null } or { Nth: not null, Every: not null })
        {
            fields.Wrong(field, "must have either nth or every");
        }

        var number = fields.Within(
            count.Nth is null ? $"{field}.every" : $"{field}.nth",
            count.Nth ?? count.Every ?? 1,
            1,
            RuleBounds.EventCountMax
        );
        return new EventCount(number, count.Nth is null, count.Per ?? CapPeriod.Lifetime);
    }
}
