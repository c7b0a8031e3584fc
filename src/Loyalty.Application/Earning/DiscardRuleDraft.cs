using Loyalty.Domain;
using Loyalty.Domain.Earning;
using Loyalty.Storage;

namespace Loyalty.Application.Earning;

/// <param name="Version">the rule's version that the caller read.</param>
public sealed record DiscardRuleDraftRequest(RuleId Rule, long Version);

/// <summary>Puts the draft away. A rule that was never published goes with it.</summary>
public sealed class DiscardRuleDraft(LoyaltyDbContext context)
{
    public async Task<Outcome<EarningRule>> ExecuteAsync(
        DiscardRuleDraftRequest request,
        CancellationToken cancellationToken
    )
    {
        var loaded = await context.LoadAsync(request.Rule, request.Version, cancellationToken);
        if (loaded.Refusal is not null)
        {
            return loaded;
        }

        var rule = loaded.Value;
        var current = await context.NewestVersionAsync(rule, cancellationToken);
        if (rule.DiscardDraft(current?.Definition().Name) is { } refused)
        {
            return refused;
        }

        if (current is null)
        {
            context.EarningRules.Remove(rule);
        }

        return await context.SaveAsync(cancellationToken) is { } refusal ? refusal : rule;
    }
}
