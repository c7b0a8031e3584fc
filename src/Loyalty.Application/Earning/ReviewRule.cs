using Loyalty.Domain.Earning;
using Loyalty.Domain.Partners;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Earning;

/// <summary>What staff should look at in a rule: in its draft, else in its newest version.</summary>
public sealed class ReviewRule(LoyaltyDbContext context, PublishedRules published, TimeProvider clock)
{
    /// <param name="newest">the newest version; null when none was published.</param>
    public async Task<IReadOnlyList<RuleWarning>> ExecuteAsync(
        EarningRule rule,
        EarningRuleVersion? newest,
        CancellationToken cancellationToken
    )
    {
        var json = rule.DraftJson ?? (rule.Status == RuleStatus.Published ? newest?.DefinitionJson : null);
        if (json is null)
        {
            return [];
        }

        var definition = RuleDocumentReader.Read(RuleDocument.FromJson(json)).Value;
        var named = definition.When.Partners;
        var known = await context
            .Partners.Where(partner => named.Contains(partner.Id) && partner.Status == PartnerStatus.Active)
            .Select(partner => partner.Id)
            .ToListAsync(cancellationToken);
        var rules = await published.CurrentAsync(cancellationToken);
        return RuleReview.Of(rule.Id, definition, rules.Rules, clock.GetUtcNow(), known.Contains);
    }
}
