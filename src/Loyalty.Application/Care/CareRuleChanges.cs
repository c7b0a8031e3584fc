using Loyalty.Application.Points;
using Loyalty.Application.Rewards;
using Loyalty.Application.Validation;
using Loyalty.Domain;
using Loyalty.Domain.Care;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Care;

/// <summary>What the changes of a care rule have in common.</summary>
internal static class CareRuleChanges
{
    /// <summary>The definition, if it is sound in itself and all that it names is there.</summary>
    public static async Task<Outcome<CareRuleDefinition>> CheckAsync(
        this LoyaltyDbContext context,
        CareRuleDocument document,
        ClubSettings club,
        CancellationToken cancellationToken
    )
    {
        var errors = new FieldErrors();
        var definition = new CareRuleDocumentReader(errors, club).Read(document);
        if (errors.Refusal is { } unsound)
        {
            return unsound;
        }

        await context.CheckEligibilityAsync("audience", definition.Audience, errors, cancellationToken);
        if (
            definition.Reward is { } reward
            && !await context.Rewards.AnyAsync(one => one.Id == reward, cancellationToken)
        )
        {
            errors.Add("reward", "is not the id of a reward of the club");
        }

        return errors.Refusal is { } refusal ? refusal : definition;
    }

    /// <summary>The rule in the version that the caller read.</summary>
    public static async Task<Outcome<CareRule>> LoadCareRuleAsync(
        this LoyaltyDbContext context,
        CareRuleId id,
        long version,
        CancellationToken cancellationToken
    )
    {
        var rule = await context.CareRules.AsTracking().FirstOrDefaultAsync(one => one.Id == id, cancellationToken);
        return rule is null ? new Refusal.NoSuch("care rule")
            : rule.Version != version ? new Refusal.StaleVersion()
            : rule;
    }

    /// <summary>Saves the rule, and keeps what it is now if it plans by it.</summary>
    public static Task<Outcome<CareRule>> SaveAsync(
        this LoyaltyDbContext context,
        CareRule rule,
        string by,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        if (rule.Status == CareRuleStatus.Published)
        {
            context.CareRuleVersions.Add(
                new CareRuleVersion
                {
                    RuleId = rule.Id,
                    // Saving counts it up.
                    Version = rule.Version + 1,
                    Definition = rule.Definition,
                    From = now,
                    By = by,
                }
            );
        }

        return context.SaveAsync(rule, cancellationToken);
    }
}
