using Loyalty.Domain.Earning;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;

namespace Loyalty.Domain.Tests.Earning;

/// <summary>Rules and events that a test changes in the one place it is about.</summary>
internal static class Given
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 15, 12, 0, 0, TimeSpan.Zero);

    public static readonly PartnerId Bank = Id<PartnerId>(1);

    public static readonly PartnerId Telecom = Id<PartnerId>(2);

    public static readonly MoneyCurrency Crowns = MoneyCurrency.Parse("CZK");

    public static readonly PointCurrencyCode Redeemable = PointCurrencyCode.Parse("POINTS");

    /// <summary>1 point per 100 CZK, rounded down on the event's sum, for any partner.</summary>
    public static readonly RuleEffect.PointsPerAmount OnePerHundred = new()
    {
        PointCurrency = Redeemable,
        MoneyCurrency = Crowns,
        Points = 1,
        PerAmount = 100,
    };

    public static readonly RuleDefinition Rule = new() { Name = "One per hundred", Effect = OnePerHundred };

    public static TId Id<TId>(byte number)
        where TId : struct, IIdentifier<TId> => TId.From(new Guid(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, number));

    public static PublishedRule Published(this RuleDefinition definition, byte rule = 1, int version = 1) =>
        new(Id<RuleId>(rule), version, definition, Noon.AddDays(-30));

    public static RuleDefinition With(this RuleDefinition definition, RuleConditions when) =>
        definition with
        {
            When = when,
        };

    public static RuleSet Compiled(this RuleDefinition definition) => RuleSet.Compile([definition.Published()]);

    public static EarningInput Payment(decimal amount, params (decimal Amount, string? Category)[] lines) =>
        new()
        {
            Partner = Bank,
            EventType = PartnerEvent.TransactionPosted.TypeName,
            OccurredAt = Noon,
            Amount = new Money(amount, Crowns),
            Operation = "card_payment",
            Category = "groceries",
            Lines = [.. lines.Select(line => new TransactionLine(line.Amount, line.Category))],
        };

    /// <summary>The points of the only award; null when there is none.</summary>
    public static long? PointsFor(this RuleDefinition definition, EarningInput input) =>
        definition.Compiled().Evaluate(input) is { Count: > 0 } awards ? awards.Single().Points : null;

    public static RuleMismatch MismatchFor(this RuleDefinition definition, EarningInput input) =>
        definition.Compiled().Explain(input).Single().Mismatch;
}
