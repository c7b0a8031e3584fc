using Loyalty.Domain;
using Loyalty.Domain.Earning;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Earning;

/// <param name="Status">null for all.</param>
/// <param name="After">the last rule of the page before; null for the first page.</param>
public sealed record FindRulesRequest(RuleStatus? Status, RulePosition? After, int Limit);

/// <summary>Where a rule stands in the list: newest first.</summary>
public sealed record RulePosition(DateTimeOffset CreatedAt, RuleId Id);

/// <summary>Reads rules.</summary>
public sealed class FindRules(LoyaltyDbContext context)
{
    /// <summary>Versions that are shown with a rule, newest first.</summary>
    public const int VersionsMax = 200;

    /// <returns>up to one more than the limit, which tells that there is a next page.</returns>
    public Task<List<EarningRule>> ListAsync(FindRulesRequest request, CancellationToken cancellationToken)
    {
        var rules = context.EarningRules.AsNoTracking();
        if (request.Status is { } status)
        {
            rules = rules.Where(rule => rule.Status == status);
        }

        if (request.After is { } after)
        {
            rules = rules.Where(rule =>
                rule.CreatedAt < after.CreatedAt || (rule.CreatedAt == after.CreatedAt && rule.Id > after.Id)
            );
        }

        return rules
            .OrderByDescending(rule => rule.CreatedAt)
            .ThenBy(rule => rule.Id)
            .Take(request.Limit + 1)
            .ToListAsync(cancellationToken);
    }

    /// <summary>A rule with its newest versions.</summary>
    public async Task<Outcome<(EarningRule Rule, List<EarningRuleVersion> Versions)>> OneAsync(
        RuleId id,
        CancellationToken cancellationToken
    )
    {
        var rule = await context
            .EarningRules.AsNoTracking()
            .FirstOrDefaultAsync(rule => rule.Id == id, cancellationToken);
        if (rule is null)
        {
            return new Refusal.NoSuch("earning rule");
        }

        var versions = await context
            .EarningRuleVersions.AsNoTracking()
            .Where(version => version.RuleId == id)
            .OrderByDescending(version => version.Number)
            .Take(VersionsMax)
            .ToListAsync(cancellationToken);
        return (rule, versions);
    }
}
