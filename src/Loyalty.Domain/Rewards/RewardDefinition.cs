using Loyalty.Domain.Earning;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;
using Loyalty.Domain.Tiers;

namespace Loyalty.Domain.Rewards;

/// <summary>What a reward is, costs and asks for.</summary>
public sealed record RewardDefinition
{
    public const int CategoryLengthMax = 60;
    public const int TextsMax = 20;
    public const int TitleLengthMax = 200;
    public const int DescriptionLengthMax = 4_000;
    public const int PicturesMax = 10;
    public const int PictureLengthMax = 1_000;
    public const int PricesMax = 20;
    public const int QuantityMax = 100;
    public const int DisplayOrderMax = 1_000_000;
    public const int SearchTextLengthMax = 8_000;
    public const long PointsMax = 1_000_000_000_000;

    /// <summary>What the largest redemption may cost in points, and what it may cost besides in money.</summary>
    public const long CostMax = 1_000_000_000_000;

    public const long AmountMax = 1_000_000_000;
    public const long StockMax = 1_000_000_000;

    /// <summary>Tiers, attributes, values of one attribute, models.</summary>
    public const int EligibilityItemsMax = 50;

    public const int ModelLengthMax = 100;
    public const int AgeMax = 150;

    /// <summary>Of use and of return.</summary>
    public const int DaysMax = 3_660;

    public RewardKind Kind { get; init; }

    /// <summary>By language; the first is shown to whoever speaks none of them.</summary>
    public IReadOnlyList<RewardText> Texts { get; init; } = [];

    /// <summary>Absolute addresses, the first for lists.</summary>
    public IReadOnlyList<string> Pictures { get; init; } = [];

    /// <summary>The club's own code, such as <c>travel</c>: a-z, digits, hyphen.</summary>
    public string Category { get; init; } = "";

    public int DisplayOrder { get; init; }

    /// <summary>A member pays the best of those that hold for the member's tiers; of one currency at a time.</summary>
    public IReadOnlyList<RewardPrice> Prices { get; init; } = [];

    /// <summary>The member says how much of it; null for a reward that is counted in pieces.</summary>
    public VariableAmount? Amount { get; init; }

    /// <summary>Pieces in one redemption.</summary>
    public int QuantityPerRedemptionMax { get; init; } = 1;

    public RewardStock Stock { get; init; } = new();

    /// <summary>Members see it from this instant on; null: since it was published.</summary>
    public DateTimeOffset? VisibleFrom { get; init; }

    public DateTimeOffset? VisibleUntil { get; init; }

    /// <summary>Members can have it from this instant on; null: as soon as they see it.</summary>
    public DateTimeOffset? RedeemableFrom { get; init; }

    public DateTimeOffset? RedeemableUntil { get; init; }

    public RewardEligibility Eligibility { get; init; } = new();

    public RewardFulfilment Fulfilment { get; init; } = new();

    public RewardCancellation Cancellation { get; init; } = new();

    public bool IsVisibleAt(DateTimeOffset now) => !(now < VisibleFrom) && !(now >= VisibleUntil);

    /// <summary>Folded to what search compares.</summary>
    public string SearchText()
    {
        var text = string.Join('\n', Texts.Select(text => $"{text.Title}\n{text.Description}")).ToUpperInvariant();
        return text.Length <= SearchTextLengthMax ? text : text[..SearchTextLengthMax];
    }

    /// <summary>Whether there is a text in the language, or in a related one.</summary>
    public bool Speaks(string language) =>
        string.Equals(
            TextIn(language).Language.Split('-')[0],
            language.Split('-')[0],
            StringComparison.OrdinalIgnoreCase
        );

    /// <summary>In the language, else in a related one (<c>de</c> for <c>de-AT</c>), else the first.</summary>
    public RewardText TextIn(string? language) => Texts.In(language);
}

/// <param name="Language">BCP 47.</param>
/// <param name="Terms">what the member agrees to; null for none.</param>
public sealed record RewardText(string Language, string Title, string? Description, string? Terms);

public static class RewardTexts
{
    /// <summary>The text in the language, else in a related one (<c>de</c> for <c>de-AT</c>), else the first.</summary>
    public static RewardText In(this IReadOnlyList<RewardText> texts, string? language)
    {
        var primary = language?.Split('-')[0];
        return texts.FirstOrDefault(text => string.Equals(text.Language, language, StringComparison.OrdinalIgnoreCase))
            ?? texts.FirstOrDefault(text =>
                string.Equals(text.Language.Split('-')[0], primary, StringComparison.OrdinalIgnoreCase)
            )
            ?? texts[0];
    }
}

/// <summary>What one piece costs, or, where the amount varies, <paramref name="PerUnits"/> units of it.</summary>
/// <param name="Tiers">for members who hold one of these; empty for all.</param>
/// <param name="Points">at least 1.</param>
/// <param name="Money">to be paid besides, to whoever delivers; null for nothing.</param>
public sealed record RewardPrice(
    PointCurrencyCode Currency,
    long Points,
    Money? Money,
    IReadOnlyList<TierCode> Tiers,
    long PerUnits = 1
)
{
    public bool IsFor(IReadOnlyCollection<TierCode> held) => Tiers.Count == 0 || Tiers.Any(held.Contains);
}

/// <summary>A reward of which a member takes as much as wanted: airtime, miles, cash.</summary>
/// <param name="Min">at least 1, a multiple of <paramref name="Step"/>.</param>
/// <param name="Unit">what an amount counts: a currency of money in major units; null for something else, such as miles.</param>
public sealed record VariableAmount(long Min, long Max, long Step, MoneyCurrency? Unit)
{
    public bool Allows(long amount) => amount >= Min && amount <= Max && amount % Step == 0;
}

/// <summary>How many pieces there are. Null for no limit.</summary>
/// <param name="Total">over all time.</param>
/// <param name="PerDay">of the programme's zone.</param>
/// <param name="PerMember">in each <paramref name="MemberPeriod"/>.</param>
public sealed record RewardStock(
    long? Total = null,
    long? PerDay = null,
    long? PerMember = null,
    CapPeriod MemberPeriod = CapPeriod.Lifetime
);

/// <summary>Who can have it: all that is named must hold.</summary>
public sealed record RewardEligibility
{
    /// <summary>One of them; empty: whatever tier.</summary>
    public IReadOnlyList<TierCode> Tiers { get; init; } = [];

    /// <summary>By an attribute's key (a segment is one): the member has one of these values for it.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Attributes { get; init; } =
        new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);

    /// <summary>The member owns a vehicle of one of these models; empty: whatever vehicle, and none.</summary>
    public IReadOnlyList<string> VehicleModels { get; init; } = [];

    /// <summary>The member owns a vehicle.</summary>
    public bool NeedsVehicle { get; init; }

    /// <summary>The member is linked as a customer of the partner.</summary>
    public PartnerId? LinkedTo { get; init; }

    /// <summary>In whole years, on the day in the programme's zone.</summary>
    public int? AgeMin { get; init; }

    public int? AgeMax { get; init; }
}

public enum FulfilmentMethod
{
    /// <summary>The club's staff deliver it.</summary>
    Staff,

    /// <summary>There is nothing to do: it is the member's at once.</summary>
    Immediate,

    /// <summary>A code out of those that were imported.</summary>
    Code,

    /// <summary>A partner is called.</summary>
    Partner,
}

/// <summary>What must be known to deliver a reward.</summary>
public enum DeliveryNeed
{
    None,
    PostalAddress,
    PhoneNumber,
    Email,

    /// <summary>The number of an account at the partner: of a bank, a frequent flyer.</summary>
    Account,
}

/// <summary>How it reaches the member.</summary>
public sealed record RewardFulfilment
{
    public const int DeadlineHoursDefault = 14 * 24;
    public const int DeadlineHoursMax = 90 * 24;
    public const int ProductLengthMax = 100;
    public const int CostDecimals = 4;

    public FulfilmentMethod Method { get; init; }

    /// <summary>Who fulfils it; set for <see cref="FulfilmentMethod.Partner"/> only.</summary>
    public PartnerId? Partner { get; init; }

    /// <summary>The partner's code of what is ordered.</summary>
    public string? Product { get; init; }

    /// <summary>What the club owes the partner for a piece, or for a unit of an amount that varies, with at most
    /// <see cref="CostDecimals"/> decimal places; null where its statement is to say nothing of it.</summary>
    public Money? Cost { get; init; }

    /// <summary>What must be known to deliver it.</summary>
    public DeliveryNeed Needs { get; init; }

    /// <summary>From the request on. What is not under way by then ends, and the points come back.</summary>
    public int DeadlineHours { get; init; } = DeadlineHoursDefault;

    /// <summary>Days from fulfilment within which the member can use it; null for no end.</summary>
    public int? UsableDays { get; init; }
}

/// <summary>Who may take a redemption back, until when.</summary>
/// <param name="MemberHours">hours from the request within which the member may, as long as nothing was delivered; 0: never.</param>
/// <param name="ReturnDays">days from fulfilment within which staff may give the points back; 0: never; null: without end.</param>
public sealed record RewardCancellation(int MemberHours = RewardCancellation.MemberHoursDefault, int? ReturnDays = null)
{
    public const int MemberHoursDefault = RewardFulfilment.DeadlineHoursMax;
}
