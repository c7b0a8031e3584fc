using Loyalty.Domain.Care;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Care;

/// <summary>What several operations on contacts look up.</summary>
internal static class CareContactReads
{
    /// <summary>By contact: the rule as it was when it sent it; where that version is not kept, the one before it, else the rule as
    /// it is.</summary>
    public static async Task<Dictionary<CareEventId, CareRuleDefinition>> ReadDefinitionsAsync(
        this LoyaltyDbContext context,
        IReadOnlyCollection<CareEvent> contacts,
        CancellationToken cancellationToken
    )
    {
        var ids = contacts.Select(contact => contact.RuleId).Distinct().ToArray();
        var versions = (
            await context
                .CareRuleVersions.AsNoTracking()
                .Where(version => ids.Contains(version.RuleId))
                .ToListAsync(cancellationToken)
        ).ToLookup(version => version.RuleId);
        var rules = await context
            .CareRules.AsNoTracking()
            .Where(rule => ids.Contains(rule.Id))
            .ToDictionaryAsync(rule => rule.Id, rule => rule.Definition, cancellationToken);
        return contacts.ToDictionary(
            contact => contact.Id,
            contact =>
                versions[contact.RuleId]
                    .Where(version => version.Version <= contact.RuleVersion)
                    .MaxBy(version => version.Version)
                    ?.Definition
                ?? rules[contact.RuleId]
        );
    }

    public static async Task<CareRuleDefinition> ReadDefinitionAsync(
        this LoyaltyDbContext context,
        CareEvent contact,
        CancellationToken cancellationToken
    ) => (await context.ReadDefinitionsAsync([contact], cancellationToken))[contact.Id];
}
