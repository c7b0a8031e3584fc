using System.Globalization;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;

namespace Loyalty.Application.Partners;

/// <summary>Whether a contract is sound in itself.</summary>
internal static class ContractCheck
{
    private const int ListLengthMax = 200;
    private const int TextLengthMax = 100;
    private const int LateDaysMax = 3_650;
    private const int ClockAheadMinutesMax = 24 * 60;
    private const decimal AmountMax = 999_999_999_999_999m;

    public static readonly IReadOnlyList<string> EventTypes =
    [
        PartnerEvent.TransactionPosted.TypeName,
        PartnerEvent.TransactionReversed.TypeName,
        PartnerEvent.TransactionCompleted.TypeName,
        PartnerEvent.PointsGranted.TypeName,
        PartnerEvent.InteractionRecorded.TypeName,
        PartnerEvent.MemberLinked.TypeName,
        PartnerEvent.MemberUnlinked.TypeName,
    ];

    public static void Check(PartnerContract contract, Dictionary<string, string[]> errors)
    {
        if (contract.EventTypes.Count == 0)
        {
            errors["contract.eventTypes"] = ["must name at least one type of event"];
        }

        if (contract.EventTypes.Except(EventTypes, StringComparer.Ordinal).Any())
        {
            errors["contract.eventTypes"] = [$"must be among {string.Join(", ", EventTypes)}"];
        }

        if (
            contract.EventTypes.Contains(PartnerEvent.TransactionPosted.TypeName, StringComparer.Ordinal)
            && contract.MoneyCurrencies.Count == 0
        )
        {
            errors["contract.moneyCurrencies"] = ["must not be empty when transactions are covered"];
        }

        if (contract.InteractionsEarn)
        {
            if (!contract.EventTypes.Contains(PartnerEvent.InteractionRecorded.TypeName, StringComparer.Ordinal))
            {
                errors["contract.interactionsEarn"] = ["must be left out when interactions are not covered"];
            }
            else if (contract.MoneyCurrencies.Count == 0)
            {
                errors["contract.moneyCurrencies"] = ["must not be empty when interactions earn"];
            }
        }

        if (
            contract.EventTypes.Contains(PartnerEvent.PointsGranted.TypeName, StringComparer.Ordinal)
            && contract.PointCurrencies.Count == 0
        )
        {
            errors["contract.pointCurrencies"] = ["must not be empty when granted points are covered"];
        }

        CheckList(contract.EventTypes.Count, "contract.eventTypes", errors);
        CheckList(contract.MoneyCurrencies.Count, "contract.moneyCurrencies", errors);
        CheckList(contract.PointCurrencies.Count, "contract.pointCurrencies", errors);
        CheckList(contract.CostsPerPoint.Count, "contract.costsPerPoint", errors);
        CheckCosts(contract.CostsPerPoint, errors);
        CheckFunding(contract.Funding, errors);
        CheckTexts(contract.Operations, "contract.operations", errors);
        CheckTexts(contract.ExcludedCategories, "contract.excludedCategories", errors);
        CheckRange(contract.PointsPerEventMax, 1, long.MaxValue, "contract.pointsPerEventMax", errors);
        CheckRange(contract.PointsPerMemberPerDayMax, 1, long.MaxValue, "contract.pointsPerMemberPerDayMax", errors);
        CheckRange(contract.LateDaysMax, 0, LateDaysMax, "contract.lateDaysMax", errors);
        CheckRange(contract.ClockAheadMinutesMax, 0, ClockAheadMinutesMax, "contract.clockAheadMinutesMax", errors);
        if (contract.AmountPerEventMax is <= 0 or > AmountMax)
        {
            errors["contract.amountPerEventMax"] =
            [
                "must be greater than 0 and have at most 15 digits before the point",
            ];
        }
    }

    private static void CheckFunding(FundingTerms funding, Dictionary<string, string[]> errors)
    {
        CheckRange(funding.PartnerShare, 0, FundingTerms.Whole, "contract.funding.partnerPercent", errors);
        CheckRange(funding.Prepaid?.AlertBelow, 1, long.MaxValue, "contract.funding.prepaid.alertBelow", errors);
        if (funding is { PartnerShare: 0, Prepaid: not null })
        {
            errors["contract.funding.prepaid"] = ["must be left out where the club pays for everything"];
        }
    }

    private static void CheckCosts(IReadOnlyList<PointCost> costs, Dictionary<string, string[]> errors)
    {
        for (var i = 0; i < costs.Count; i++)
        {
            if (PointCost.WhyNot(costs[i].Cost) is { } why)
            {
                errors[string.Create(CultureInfo.InvariantCulture, $"contract.costsPerPoint[{i}].cost.amount")] = [why];
            }
        }

        if (costs.DistinctBy(cost => cost.Currency).Count() < costs.Count)
        {
            errors["contract.costsPerPoint"] = ["must name a point currency once"];
        }
    }

    private static void CheckList(int count, string path, Dictionary<string, string[]> errors)
    {
        if (count > ListLengthMax)
        {
            errors[path] = [$"must have at most {ListLengthMax} items"];
        }
    }

    private static void CheckTexts(IReadOnlyList<string> texts, string path, Dictionary<string, string[]> errors)
    {
        CheckList(texts.Count, path, errors);
        if (texts.Any(text => !PlainText.IsSound(text, TextLengthMax)))
        {
            errors[path] = [$"must hold texts of 1 to {TextLengthMax} characters without control characters"];
        }
    }

    private static void CheckRange(long? value, long min, long max, string path, Dictionary<string, string[]> errors)
    {
        if (value < min || value > max)
        {
            errors[path] = [max == long.MaxValue ? $"must be at least {min}" : $"must be between {min} and {max}"];
        }
    }
}
