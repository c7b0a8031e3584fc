using System.Globalization;
using System.Text;
using Loyalty.Application.Earning;
using Loyalty.Domain;
using Loyalty.Domain.Earning;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;
using Loyalty.Domain.Tiers;

namespace Loyalty.Tests.Earning;

/// <summary>What a rule gives, beside some others, over a course of events in which each of its fields can matter.</summary>
internal static class RuleCourse
{
    private static readonly PartnerId Bank = Partner(1);
    private static readonly PointCurrencyCode Points = PointCurrencyCode.Parse("POINTS");

    public static string BankId => Bank.ToString();

    /// <summary>Everything that the awards say, as text.</summary>
    public static string Of(RuleDocument document)
    {
        var definition = RuleDocumentReader.Read(document).Value;
        var set = RuleSet.Compile([Published(1, definition), .. Others()]);
        var (counts, text) = (new Counts(), new StringBuilder());
        foreach (var input in Events())
        {
            foreach (var award in set.Plan(input).Settle(counts))
            {
                var computation = award.Computation;
                text.AppendLine(
                    CultureInfo.InvariantCulture,
                    $"{input.OccurredAt:O} {computation.RuleName} {award.Points} {award.Currency} {award.ActivationDelayDays} {award.ActivatesByEvent} "
                        + $"{award.Expiry?.ExpiryOf(new DateOnly(2026, 3, 15))} {computation.BaseAmount} {computation.Kind}"
                );
            }
        }

        return text.ToString();
    }

    /// <summary>A rate, a multiplier before it, and a bonus in a group.</summary>
    private static IEnumerable<PublishedRule> Others()
    {
        var rate = new RuleDefinition
        {
            Name = "Rate",
            Priority = 5,
            Effect = new RuleEffect.PointsPerAmount
            {
                PointCurrency = Points,
                MoneyCurrency = MoneyCurrency.Parse("CZK"),
                Points = 1,
                PerAmount = 100,
            },
        };
        yield return Published(2, rate);
        yield return Published(
            3,
            rate with
            {
                Name = "Twice",
                Priority = -5,
                Effect = new RuleEffect.Multiplier { PointCurrency = Points, Factor = 2 },
            }
        );
        yield return Published(
            4,
            rate with
            {
                Name = "Weekend",
                Priority = 6,
                Effect = new RuleEffect.Fixed { PointCurrency = Points, Points = 3 },
                Group = new RuleGroup("weekend", GroupChoice.First),
            }
        );
    }

    private static IEnumerable<EarningInput> Events()
    {
        // A Sunday.
        var noon = new DateTimeOffset(2026, 3, 15, 12, 0, 0, TimeSpan.Zero);
        var plain = new EarningInput
        {
            Partner = Bank,
            EventType = PartnerEvent.TransactionPosted.TypeName,
            OccurredAt = noon,
            Amount = new Money(333, MoneyCurrency.Parse("CZK")),
            Operation = "card_payment",
            Category = "3100",
            Channel = "web",
            Tiers = [TierCode.Parse("GOLD")],
            Member = new MemberFacts
            {
                BirthDate = new DateOnly(1990, 3, 1),
                Attributes = new Dictionary<string, string> { ["segment"] = "vip" },
                VehicleModels = ["EX90"],
            },
        };
        yield return plain;
        yield return plain with
        {
            Amount = new Money(899, MoneyCurrency.Parse("CZK")),
            Category = "fuel",
            Operation = "transfer_out",
        };
        yield return plain with
        {
            Channel = "shop",
            Tiers = [],
            Member = new MemberFacts { HasPurchased = true },
        };
        yield return plain with
        {
            Partner = Partner(2),
            OccurredAt = noon.AddHours(6),
        };
        yield return plain with
        {
            Amount = new Money(50, MoneyCurrency.Parse("EUR")),
        };
        yield return plain with
        {
            Amount = new Money(950, MoneyCurrency.Parse("CZK")),
            Lines = Basket(),
        };
        foreach (var days in new[] { 1, 2, 9, 40, 41 })
        {
            yield return plain with
            {
                OccurredAt = noon.AddDays(days),
            };
        }
    }

    private static TransactionLine[] Basket() =>
        [
            new(450, "fuel") { Product = "E10" },
            new(250, "3100") { Product = "coffee" },
            new(150, null) { Kind = LineKind.Tax },
            new(100, null) { Kind = LineKind.Points },
        ];

    private static PublishedRule Published(int number, RuleDefinition definition) =>
        new(new RuleId(new Guid(number, 0, 0, new byte[8])), 1, definition, DateTimeOffset.UnixEpoch);

    private static PartnerId Partner(int number) => new(new Guid(number, 0, 0, new byte[8]));

    private sealed class Counts : ICapCounters
    {
        private readonly Dictionary<CapKey, long> counts = [];

        public long Used(in CapKey key) => counts.GetValueOrDefault(key);

        public void Count(in CapKey key, long more) => counts[key] = Used(key) + more;
    }
}
