using Loyalty.Domain;
using Loyalty.Domain.Earning;
using Loyalty.Domain.Points;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Earning;

/// <summary>What every change of a rule begins and ends with.</summary>
internal static class RuleChanges
{
    /// <summary>Four years have every length of a month and of a year.</summary>
    private const int CalendarDays = (4 * 365) + 1;

    private static readonly DateOnly CalendarStart = new(2024, 1, 1);

    /// <summary>The rule in the version that the caller read.</summary>
    public static async Task<Outcome<EarningRule>> LoadAsync(
        this LoyaltyDbContext context,
        RuleId id,
        long version,
        CancellationToken cancellationToken
    )
    {
        var rule = await context.EarningRules.FirstOrDefaultAsync(rule => rule.Id == id, cancellationToken);
        return rule is null ? new Refusal.NoSuch("earning rule")
            : rule.Version != version ? new Refusal.StaleVersion()
            : rule;
    }

    /// <summary>Its newest published version; null when there is none.</summary>
    public static Task<EarningRuleVersion?> NewestVersionAsync(
        this LoyaltyDbContext context,
        EarningRule rule,
        CancellationToken cancellationToken
    ) =>
        context.EarningRuleVersions.FirstOrDefaultAsync(
            version => version.RuleId == rule.Id && version.Number == rule.PublishedNumber,
            cancellationToken
        );

    /// <summary>Null when saved; a refusal when somebody else was faster.</summary>
    public static async Task<Refusal?> SaveAsync(this LoyaltyDbContext context, CancellationToken cancellationToken)
    {
        try
        {
            await context.SaveChangesAsync(cancellationToken);
            return null;
        }
        catch (DbUpdateException exception)
            when (exception is DbUpdateConcurrencyException || exception.IsUniqueViolation())
        {
            // Of two who publish at once the second finds either the rule changed or the version's number taken.
            return new Refusal.StaleVersion();
        }
    }

    /// <summary>The definition, if it is sound in itself and the point currency that it names is there.</summary>
    public static async Task<Outcome<RuleDefinition>> CheckAsync(
        this LoyaltyDbContext context,
        RuleDocument document,
        CancellationToken cancellationToken
    )
    {
        const string path = "definition.";
        var read = RuleDocumentReader.Read(document, path);
        if (read.Refusal is not null)
        {
            return read;
        }

        var code = read.Value.Effect.PointCurrency;
        var currency = await context
            .PointCurrencies.AsNoTracking()
            .FirstOrDefaultAsync(currency => currency.Code == code, cancellationToken);
        return currency is null
                ? new Refusal.InvalidRequest(path + "effect.pointCurrency", "is not one of the club's point currencies")
            : WhyNot(read.Value.Expiry, currency.Expiry) is { } error
                ? new Refusal.InvalidRequest(path + "expiry", error)
            : read;
    }

    /// <summary>An activity moves the last day of points by the currency's expiry alone: a rule cannot have an inactivity of its own,
    /// and its own accrual is an activity, which would undo an earlier day.</summary>
    private static string? WhyNot(ExpiryModel? ofRule, ExpiryModel ofCurrency) =>
        (ofRule, ofCurrency) switch
        {
            (ExpiryModel.Inactivity, _) => "cannot be of the kind inactivity: that is for the point currency to say",
            ({ } own, ExpiryModel.Inactivity inactivity) when IsEverSooner(own, inactivity) =>
                "must not let points lapse sooner than the inactivity of the point currency does",
            _ => null,
        };

    private static bool IsEverSooner(ExpiryModel own, ExpiryModel.Inactivity inactivity) =>
        Enumerable
            .Range(0, CalendarDays)
            .Select(CalendarStart.AddDays)
            .Any(day => own.ExpiryOf(day) < inactivity.ExpiryOf(day));
}
