using Loyalty.Application.Validation;
using Loyalty.Domain;
using Loyalty.Domain.Earning;
using Loyalty.Domain.Members;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Rewards;
using Loyalty.Domain.Tiers;

namespace Loyalty.Application.Rewards;

/// <summary>Reads stock, eligibility, fulfilment and cancellation.</summary>
internal sealed class RewardPartsReader(FieldErrors errors)
{
    public RewardStock Stock(RewardStockDocument? document)
    {
        if (document is null)
        {
            return new RewardStock();
        }

        Limit("stock.total", document.Total);
        Limit("stock.perDay", document.PerDay);
        Limit("stock.perMember", document.PerMember);
        errors.Check(
            document is not { MemberPeriod: not null, PerMember: null },
            "stock.memberPeriod",
            "must be left out without stock.perMember"
        );
        return new RewardStock(
            document.Total,
            document.PerDay,
            document.PerMember,
            document.MemberPeriod ?? CapPeriod.Lifetime
        );

        void Limit(string field, long? pieces) => errors.Within(field, pieces ?? 1, 1, RewardDefinition.StockMax);
    }

    /// <param name="path">where it stands in the request.</param>
    public RewardEligibility Eligibility(RewardEligibilityDocument? document, string path = "eligibility")
    {
        if (document is null)
        {
            return new RewardEligibility();
        }

        Age($"{path}.ageMin", document.AgeMin);
        Age($"{path}.ageMax", document.AgeMax);
        errors.Check(!(document.AgeMin > document.AgeMax), $"{path}.ageMin", "must not be greater than ageMax");
        return new RewardEligibility
        {
            Tiers = errors.Tiers($"{path}.tiers", document.Tiers),
            Attributes = Attributes($"{path}.attributes", document.Attributes),
            VehicleModels = Words($"{path}.vehicleModels", document.VehicleModels, RewardDefinition.ModelLengthMax),
            NeedsVehicle = document.NeedsVehicle,
            LinkedTo = document.LinkedTo is null ? null : Partner($"{path}.linkedTo", document.LinkedTo),
            AgeMin = document.AgeMin,
            AgeMax = document.AgeMax,
        };

        void Age(string field, int? years) => errors.Within(field, years ?? 0, 0, RewardDefinition.AgeMax);
    }

    public RewardFulfilment Fulfilment(RewardFulfilmentDocument? document)
    {
        if (document is null)
        {
            errors.Add("fulfilment", "is required");
            return new RewardFulfilment();
        }

        errors.Check(document.Method is not null, "fulfilment.method", "is required");
        var isPartner = document.Method == FulfilmentMethod.Partner;
        errors.Check(
            isPartner || document.Method is null || document.Partner is null,
            "fulfilment.partner",
            "must be left out with this method"
        );
        errors.Check(
            isPartner || document.Method is null || document.Product is null,
            "fulfilment.product",
            "must be left out with this method"
        );
        errors.Check(
            isPartner || document.Method is null || document.Cost is null,
            "fulfilment.cost",
            "must be left out with this method"
        );
        errors.Within("fulfilment.deadlineHours", document.DeadlineHours, 1, RewardFulfilment.DeadlineHoursMax);
        errors.Within("fulfilment.usableDays", document.UsableDays ?? 1, 1, RewardDefinition.DaysMax);
        return new RewardFulfilment
        {
            Method = document.Method ?? default,
            Partner = isPartner ? Partner("fulfilment.partner", document.Partner) : null,
            Product = isPartner
                ? errors.Required("fulfilment.product", document.Product, RewardFulfilment.ProductLengthMax)
                : null,
            Cost = isPartner ? document.Cost : null,
            Needs = document.Needs,
            DeadlineHours = document.DeadlineHours,
            UsableDays = document.UsableDays,
        };
    }

    public RewardCancellation Cancellation(RewardCancellationDocument? document)
    {
        if (document is null)
        {
            return new RewardCancellation();
        }

        errors.Within("cancellation.memberHours", document.MemberHours, 0, RewardFulfilment.DeadlineHoursMax);
        errors.Within("cancellation.returnDays", document.ReturnDays ?? 0, 0, RewardDefinition.DaysMax);
        return new RewardCancellation(document.MemberHours, document.ReturnDays);
    }

    private PartnerId? Partner(string field, string? text)
    {
        if (Identifier.TryParse<PartnerId>(text, out var id))
        {
            return id;
        }

        errors.Add(field, "is not the id of a partner (prt_…)");
        return null;
    }

    private Dictionary<string, IReadOnlyList<string>> Attributes(
        string path,
        IReadOnlyDictionary<string, IReadOnlyList<string>>? attributes
    )
    {
        var read = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        if (attributes?.Count > RewardDefinition.EligibilityItemsMax)
        {
            errors.Add(path, $"must have at most {RewardDefinition.EligibilityItemsMax} members");
            return read;
        }

        foreach (var (key, values) in attributes ?? read)
        {
            if (!MemberAttribute.IsKey(key))
            {
                errors.Add(path, "must have keys of small letters, digits, dots, hyphens and underscores");
                continue;
            }

            read[key] = Words($"{path}.{key}", values, MemberAttribute.ValueLengthMax);
            errors.Check(values is { Count: > 0 }, $"{path}.{key}", "must name at least one value");
        }

        return read;
    }

    private string[] Words(string field, IReadOnlyList<string>? words, int lengthMax) =>
        [
            .. errors
                .List(field, words, RewardDefinition.EligibilityItemsMax)
                .Select((word, i) => errors.Required($"{field}[{i}]", word, lengthMax))
                .Distinct(StringComparer.Ordinal),
        ];
}

/// <summary>Checks that the parts of a reward have in common.</summary>
internal static class RewardFields
{
    public static void Within(this FieldErrors errors, string field, long number, long min, long max) =>
        errors.Check(number >= min && number <= max, field, $"must be between {min} and {max}");

    /// <returns>1 where the number is missing or out of bounds.</returns>
    public static long RequiredWithin(this FieldErrors errors, string field, long? number, long max)
    {
        if (number is null)
        {
            errors.Add(field, "is required");
            return 1;
        }

        errors.Within(field, number.Value, 1, max);
        return number >= 1 && number <= max ? number.Value : 1;
    }

    public static IReadOnlyList<TierCode> Tiers(this FieldErrors errors, string field, IReadOnlyList<string>? codes)
    {
        var tiers = new List<TierCode>();
        foreach (var (i, code) in errors.List(field, codes, RewardDefinition.EligibilityItemsMax).Index())
        {
            if (!TierCode.TryParse(code, out var tier))
            {
                errors.Add($"{field}[{i}]", "is not the code of a tier");
            }
            else if (!tiers.Contains(tier))
            {
                tiers.Add(tier);
            }
        }

        return tiers;
    }

    /// <summary>Text that may be missing and may have line breaks; they come out as LF.</summary>
    public static string? Paragraphs(this FieldErrors errors, string field, string? text, int lengthMax)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        var clean = text.Trim().ReplaceLineEndings("\n");
        if (PlainText.WhyNot(clean.Replace('\n', ' '), lengthMax) is { } why)
        {
            errors.Add(field, why);
        }

        return clean;
    }
}
