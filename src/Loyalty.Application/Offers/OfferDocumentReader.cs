using Loyalty.Application.Points;
using Loyalty.Application.Rewards;
using Loyalty.Application.Validation;
using Loyalty.Domain;
using Loyalty.Domain.Earning;
using Loyalty.Domain.Offers;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Rewards;

namespace Loyalty.Application.Offers;

/// <summary>Reads what staff wrote; whether tiers, partners and rewards are there is asked afterwards.</summary>
/// <param name="errors">told what is wrong, by the field's path.</param>
/// <param name="club">whose point currencies there are.</param>
internal sealed class OfferDocumentReader(FieldErrors errors, ClubSettings club)
{
    /// <returns>a stand-in where something is wrong.</returns>
    public OfferDefinition Read(OfferDocument document)
    {
        var trigger = document.Trigger;
        errors.Check(trigger is not null, "trigger", "is required");
        errors.Check(!(document.From >= document.Until), "from", "must lie before the window's end");
        Only(OfferTrigger.Birthday, "birthdayDaysBefore", document.BirthdayDaysBefore is not null);
        Only(OfferTrigger.Dormant, "dormantMonths", document.DormantMonths is not null);
        Only(OfferTrigger.Referral, "referral", document.Referral is not null);
        Only(OfferTrigger.Challenge, "challenge", document.Challenge is not null);
        errors.Check(
            trigger != OfferTrigger.Referral || document.Benefit is null,
            "benefit",
            "must be left out with this trigger: referral says what each side gets"
        );
        errors.Check(
            trigger is null or OfferTrigger.Referral || document.Benefit is not null,
            "benefit",
            "is required"
        );
        errors.Within("birthdayDaysBefore", document.BirthdayDaysBefore ?? 0, 0, OfferDefinition.BirthdayDaysMax);
        errors.Within("dormantMonths", document.DormantMonths ?? 1, 1, OfferDefinition.DormantMonthsMax);
        return new OfferDefinition
        {
            Trigger = trigger ?? default,
            Texts = errors.Texts("texts", document.Texts),
            Audience = new RewardPartsReader(errors).Eligibility(document.Audience, "audience"),
            From = document.From?.ToStoredInstant(),
            Until = document.Until?.ToStoredInstant(),
            Benefit = Benefit("benefit", document.Benefit),
            BirthdayDaysBefore = document.BirthdayDaysBefore ?? 0,
            DormantMonths = document.DormantMonths ?? 0,
            Referral = document.Referral is { } referral ? Referral(referral) : null,
            Challenge = document.Challenge is { } challenge ? Challenge(challenge) : null,
            Budget = Budget(document.Budget),
        };

        void Only(OfferTrigger with, string field, bool isThere)
        {
            errors.Check(trigger == with || trigger is null || !isThere, field, "must be left out with this trigger");
            errors.Check(trigger != with || isThere, field, "is required");
        }
    }

    private OfferBudget Budget(OfferBudgetDocument? document)
    {
        errors.Within("budget.grants", document?.Grants ?? 1, 1, OfferDefinition.BudgetMax);
        errors.Within("budget.points", document?.Points ?? 1, 1, OfferDefinition.BudgetMax);
        return new OfferBudget(document?.Grants, document?.Points);
    }

    private OfferBenefit? Benefit(string path, OfferBenefitDocument? document)
    {
        if (document is null)
        {
            return null;
        }

        errors.Check(
            document is not { Points: null, Voucher: null, Badge: null },
            path,
            "must have points, a voucher or a badge"
        );
        return new OfferBenefit(
            document.Points is { } points ? Points($"{path}.points", points) : null,
            document.Voucher is { } voucher ? Voucher($"{path}.voucher", voucher) : null,
            document.Badge is { } badge ? BadgeOf($"{path}.badge", badge) : null
        );
    }

    private PointsBenefit Points(string path, PointsBenefitDocument document) =>
        new(
            errors.RedeemableCurrency($"{path}.currency", document.Currency, club),
            errors.RequiredWithin($"{path}.points", document.Points, RewardDefinition.PointsMax)
        );

    private VoucherBenefit Voucher(string path, VoucherBenefitDocument document)
    {
        errors.Check(document.Kind is not null, $"{path}.kind", "is required");
        var isFree = document.Kind == VoucherKind.Free;
        errors.Check(!isFree || document.Value is null, $"{path}.value", "must be left out with this kind");
        var rewards = new List<RewardId>();
        foreach (
            var (i, text) in errors.List($"{path}.rewards", document.Rewards, OfferDefinition.VoucherRewardsMax).Index()
        )
        {
            errors.Check(
                Identifier.TryParse<RewardId>(text, out var reward),
                $"{path}.rewards[{i}]",
                "is not the id of a reward (rwd_…)"
            );
            rewards.Add(reward);
        }

        return new VoucherBenefit(
            document.Kind ?? default,
            isFree
                ? 0
                : errors.RequiredWithin(
                    $"{path}.value",
                    document.Value,
                    document.Kind == VoucherKind.Percent ? 99 : RewardDefinition.PointsMax
                ),
            [.. rewards.Distinct()],
            (int)errors.RequiredWithin($"{path}.validDays", document.ValidDays, OfferDefinition.ValidDaysMax)
        );
    }

    private Badge BadgeOf(string path, BadgeDocument document)
    {
        errors.Check(
            document.Code is { Length: > 0 and <= OfferDefinition.BadgeCodeLengthMax } code
                && code.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'),
            $"{path}.code",
            $"must have 1 to {OfferDefinition.BadgeCodeLengthMax} small letters, digits and hyphens"
        );
        return new Badge(document.Code ?? "", errors.Texts($"{path}.texts", document.Texts));
    }

    private ReferralTerms Referral(ReferralTermsDocument document)
    {
        const string path = "referral";
        errors.Within($"{path}.perReferrerMax", document.PerReferrerMax ?? 1, 1, ReferralTerms.PerReferrerLimitMax);
        errors.Check(
            document is not { Period: not null, PerReferrerMax: null },
            $"{path}.period",
            "must be left out without referral.perReferrerMax"
        );
        errors.Check(
            document.OnPurchase is null == document.Purchase is null,
            $"{path}.purchase",
            "must be there with referral.onPurchase, and only then"
        );
        var terms = new ReferralTerms(
            (int)errors.RequiredWithin($"{path}.useWithinDays", document.UseWithinDays, ReferralTerms.DaysMax),
            document.PerReferrerMax,
            document.Period ?? CapPeriod.Lifetime,
            Both($"{path}.onUse", document.OnUse) ?? new ReferralBenefits(),
            Both($"{path}.onPurchase", document.OnPurchase),
            document.Purchase is { } purchase ? Purchase($"{path}.purchase", purchase) : null
        );
        errors.Check(
            document.OnUse is not null || document.OnPurchase is not null,
            $"{path}.onUse",
            "must be there, or referral.onPurchase"
        );
        return terms;
    }

    private ReferralBenefits? Both(string path, ReferralBenefitsDocument? document)
    {
        if (document is null)
        {
            return null;
        }

        errors.Check(document is not { Referrer: null, Referred: null }, path, "must have a benefit for either side");
        return new ReferralBenefits(
            Benefit($"{path}.referrer", document.Referrer),
            Benefit($"{path}.referred", document.Referred)
        );
    }

    private ReferralPurchase Purchase(string path, ReferralPurchaseDocument document)
    {
        errors.Within($"{path}.delayDays", document.DelayDays, 0, ReferralTerms.DaysMax);
        errors.Within($"{path}.pointsMin", document.PointsMin ?? 1, 1, RewardDefinition.PointsMax);
        return new ReferralPurchase(
            (int)errors.RequiredWithin($"{path}.withinDays", document.WithinDays, ReferralTerms.DaysMax),
            Amount($"{path}.amountMin", document.AmountMin),
            document.PointsMin,
            document.DelayDays
        );
    }

    private Challenge Challenge(ChallengeDocument document)
    {
        const string path = "challenge";
        var isTransactions = document.Counts == ChallengeCount.Transactions;
        errors.Check(document.Counts is not null, $"{path}.counts", "is required");
        errors.Check(document.Window is not null, $"{path}.window", "is required");
        errors.Check(
            document.Interaction is null || document.Counts == ChallengeCount.Interactions,
            $"{path}.interaction",
            "must be left out unless interactions count"
        );
        errors.Check(
            isTransactions || document is { Partner: null, Category: null, Operation: null, AmountMin: null },
            path,
            "must not name partner, category, operation or amountMin unless transactions count"
        );
        var isRolling = document.Window == ChallengeWindow.RollingDays;
        errors.Check(isRolling || document.Days is null, $"{path}.days", "must be left out with this window");
        PartnerId? partner = null;
        if (document.Partner is not null)
        {
            errors.Check(
                Identifier.TryParse<PartnerId>(document.Partner, out var id),
                $"{path}.partner",
                "is not the id of a partner (prt_…)"
            );
            partner = id;
        }

        return new Challenge
        {
            Counts = document.Counts ?? default,
            Partner = partner,
            Category = errors.Optional($"{path}.category", document.Category, Domain.Offers.Challenge.CodeLengthMax),
            Operation = errors.Optional($"{path}.operation", document.Operation, Domain.Offers.Challenge.CodeLengthMax),
            AmountMin = Amount($"{path}.amountMin", document.AmountMin),
            Interaction = document.Interaction,
            Goal = (int)errors.RequiredWithin($"{path}.goal", document.Goal, Domain.Offers.Challenge.GoalMax),
            Window = document.Window ?? default,
            Days = isRolling
                ? (int)errors.RequiredWithin($"{path}.days", document.Days, Domain.Offers.Challenge.DaysMax)
                : null,
        };
    }

    private Money? Amount(string field, Money? money)
    {
        errors.Check(
            money is not { } amount || (amount.Amount > 0 && amount.Amount <= RewardDefinition.CostMax),
            $"{field}.amount",
            $"must be greater than 0 and at most {RewardDefinition.CostMax}"
        );
        return money;
    }
}
