using Loyalty.Domain.Members;
using Loyalty.Domain.Points;

namespace Loyalty.Domain.Partners;

/// <summary>What was agreed with a partner: which events are taken, and up to which size and age.</summary>
public sealed record PartnerContract
{
    /// <summary>An event that is older than this counts as late: it earns by the rules and tier of its instant, and is marked.</summary>
    public static readonly TimeSpan OnTimeMax = TimeSpan.FromDays(1);

    public const int ClockAheadMinutesDefault = 5;

    /// <summary>The CloudEvents types that are taken; others are rejected.</summary>
    public IReadOnlyList<string> EventTypes { get; init; } = [];

    /// <summary>The currencies of transactions that are taken.</summary>
    public IReadOnlyList<MoneyCurrency> MoneyCurrencies { get; init; } = [];

    /// <summary>The operations of transactions that are taken; empty for all, even for none named.</summary>
    public IReadOnlyList<string> Operations { get; init; } = [];

    /// <summary>A transaction is rejected when its category, or that of each of its lines of goods, is one of these.</summary>
    public IReadOnlyList<string> ExcludedCategories { get; init; } = [];

    /// <summary>The point currencies that the partner may grant itself (<c>loyalty.points.granted</c>).</summary>
    public IReadOnlyList<PointCurrencyCode> PointCurrencies { get; init; } = [];

    /// <summary>What one point costs the partner, of each currency in which it differs from the currency's own cost.</summary>
    public IReadOnlyList<PointCost> CostsPerPoint { get; init; } = [];

    /// <summary>Who pays for the points, and when.</summary>
    public FundingTerms Funding { get; init; } = new();

    /// <summary>Points of one currency that one event can give; the ledger trims what goes beyond. Null for no limit.</summary>
    public long? PointsPerEventMax { get; init; }

    /// <summary>Points that one member can get from this partner in a day of the programme's zone; the ledger trims what
    /// goes beyond. Null for no limit.</summary>
    public long? PointsPerMemberPerDayMax { get; init; }

    /// <summary>The largest amount of a transaction, in major units of whatever currency it has; a larger one is rejected.
    /// Null for no limit.</summary>
    public decimal? AmountPerEventMax { get; init; }

    /// <summary>Days after which an event is too old and rejected. Null for any age.</summary>
    public int? LateDaysMax { get; init; }

    /// <summary>How many minutes the partner's clock may be ahead of ours.</summary>
    public int ClockAheadMinutesMax { get; init; } = ClockAheadMinutesDefault;

    /// <summary>Whether the partner may ask for the balance of a member who agreed to it.</summary>
    public bool BalanceInquiry { get; init; }

    /// <summary>Whether purchases and visits to a workshop that the partner tells with an amount (<c>loyalty.interaction.recorded</c>)
    /// earn as its transactions do, within the same terms. Not where it sends a transaction beside them.</summary>
    public bool InteractionsEarn { get; init; }

    /// <summary>What of an event earns by the rules; null for an event that does not.</summary>
    public Spending? SpendingOf(PartnerEvent partnerEvent) =>
        partnerEvent switch
        {
            PartnerEvent.TransactionPosted posted => Spending.Of(posted),
            PartnerEvent.InteractionRecorded
            {
                Kind: InteractionKind.Purchase or InteractionKind.ServiceVisit,
                Amount: { Amount: > 0 } amount
            } told when InteractionsEarn => Spending.Of(told, amount),
            _ => null,
        };

    /// <param name="partnerEvent">sound by form.</param>
    /// <param name="receivedAt">when it first arrived, also when it is looked at again later.</param>
    /// <returns>Why the contract does not take the event, or null.</returns>
    public ContractRefusal? Check(PartnerEvent partnerEvent, DateTimeOffset receivedAt)
    {
        if (!EventTypes.Contains(partnerEvent.Type, StringComparer.Ordinal))
        {
            return new ContractRefusal.EventTypeNotCovered(partnerEvent.Type);
        }

        if (partnerEvent.OccurredAt - receivedAt > TimeSpan.FromMinutes(ClockAheadMinutesMax))
        {
            return new ContractRefusal.TimeInFuture(ClockAheadMinutesMax);
        }

        if (LateDaysMax is { } days && receivedAt - partnerEvent.OccurredAt > TimeSpan.FromDays(days))
        {
            return new ContractRefusal.TooLate(days);
        }

        return partnerEvent switch
        {
            PartnerEvent.TransactionPosted posted => Check(Spending.Of(posted), "data.operation"),
            PartnerEvent.InteractionRecorded told when SpendingOf(told) is { } spending => Check(spending, "data.kind"),
            PartnerEvent.PointsGranted granted when !PointCurrencies.Contains(granted.Currency) =>
                new ContractRefusal.PointCurrencyNotCovered(granted.Currency),
            _ => null,
        };
    }

    public static bool IsLate(DateTimeOffset occurredAt, DateTimeOffset receivedAt) =>
        receivedAt - occurredAt > OnTimeMax;

    private ContractRefusal? Check(Spending posted, string operationField)
    {
        if (!MoneyCurrencies.Contains(posted.Amount.Currency))
        {
            return new ContractRefusal.CurrencyNotCovered(posted.Amount.Currency);
        }

        if (Operations.Count > 0 && !Operations.Contains(posted.Operation, StringComparer.Ordinal))
        {
            return new ContractRefusal.OperationNotCovered(operationField);
        }

        if (IsExcluded(posted.Category) || (posted.Lines.Any(line => line.IsGoods) && posted.Lines.All(IsExcluded)))
        {
            return new ContractRefusal.CategoryExcluded();
        }

        return AmountPerEventMax is { } max && posted.Amount.Amount > max
            ? new ContractRefusal.AmountAboveLimit(max)
            : null;
    }

    private bool IsExcluded(TransactionLine line) => !line.IsGoods || IsExcluded(line.Category);

    private bool IsExcluded(string? category) =>
        category is not null && ExcludedCategories.Contains(category, StringComparer.Ordinal);
}

/// <summary>Why a contract does not take an event.</summary>
public abstract record ContractRefusal : Refusal
{
    private ContractRefusal(string code, string detail)
        : base(code, RefusalKind.Invalid, detail) { }

    public sealed record EventTypeNotCovered(string Type)
        : ContractRefusal("event-type-not-covered", "The contract does not cover events of this type.")
    {
        public override IEnumerable<KeyValuePair<string, object?>> Fields => [new("field", "type")];
    }

    public sealed record CurrencyNotCovered(MoneyCurrency Currency)
        : ContractRefusal("currency-not-covered", "The contract does not cover transactions in this currency.")
    {
        public override IEnumerable<KeyValuePair<string, object?>> Fields => [new("field", "data.amount.currency")];
    }

    public sealed record PointCurrencyNotCovered(PointCurrencyCode Currency)
        : ContractRefusal("point-currency-not-covered", "The contract does not let the partner grant these points.")
    {
        public override IEnumerable<KeyValuePair<string, object?>> Fields => [new("field", "data.currency")];
    }

    /// <param name="Field">where the event says it.</param>
    public sealed record OperationNotCovered(string Field)
        : ContractRefusal("operation-not-covered", "The contract does not cover transactions of this operation.")
    {
        public override IEnumerable<KeyValuePair<string, object?>> Fields => [new("field", Field)];
    }

    public sealed record CategoryExcluded()
        : ContractRefusal("category-excluded", "The contract excludes transactions of this category.")
    {
        public override IEnumerable<KeyValuePair<string, object?>> Fields => [new("field", "data.category")];
    }

    public sealed record AmountAboveLimit(decimal AmountMax)
        : ContractRefusal("amount-above-limit", "The amount is above what the contract allows for one event.")
    {
        public override IEnumerable<KeyValuePair<string, object?>> Fields =>
            [
                new("field", "data.amount.amount"),
                new("amountMax", AmountMax.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            ];
    }

    public sealed record TooLate(int LateDaysMax)
        : ContractRefusal("event-too-late", "The event is older than the contract allows.")
    {
        public override IEnumerable<KeyValuePair<string, object?>> Fields =>
            [new("field", "time"), new("lateDaysMax", LateDaysMax)];
    }

    public sealed record TimeInFuture(int ClockAheadMinutesMax)
        : ContractRefusal(
            "event-in-future",
            "The event's time lies further ahead of our clock than the contract allows."
        )
    {
        public override IEnumerable<KeyValuePair<string, object?>> Fields =>
            [new("field", "time"), new("clockAheadMinutesMax", ClockAheadMinutesMax)];
    }
}
