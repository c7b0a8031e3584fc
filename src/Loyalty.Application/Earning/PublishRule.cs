using Loyalty.Domain;
using Loyalty.Domain.Earning;
using Loyalty.Domain.Points;
using Loyalty.Storage;

namespace Loyalty.Application.Earning;

/// <param name="Version">the rule's version that the caller read, so that nothing is published which they did not see.</param>
/// <param name="By">the subject of the member of staff.</param>
public sealed record PublishRuleRequest(RuleId Rule, long Version, string By);

/// <summary>Makes the draft the rule's next version, in force from now on.</summary>
public sealed class PublishRule(LoyaltyDbContext context, PublishedRules published, TimeProvider clock)
{
    public async Task<Outcome<EarningRule>> ExecuteAsync(
        PublishRuleRequest request,
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
        var version = rule.Publish(current, clock.Instant(), request.By);
        if (version.Refusal is { } refused)
        {
            return refused;
        }

        context.EarningRuleVersions.Add(version.Value);
        await OpenBudgetAsync(version.Value, cancellationToken);
        if (await context.SaveAsync(cancellationToken) is { } refusal)
        {
            return refusal;
        }

        published.ExpectChange();
        return rule;
    }

    /// <summary>The count that all members share is there before the first event that looks at it, so that it can be locked.</summary>
    private async Task OpenBudgetAsync(EarningRuleVersion version, CancellationToken cancellationToken)
    {
        var definition = version.Definition();
        if (definition.Limits.Budget is null)
        {
            return;
        }

        var key = CapKey.BudgetOf(version.RuleId, definition.Effect.PointCurrency);
        var counters = context.Set<CapCounter>();
        if (await counters.FindAsync([key.SharedWallet, key.CapId, key.PeriodStart], cancellationToken) is null)
        {
            counters.Add(
                new CapCounter
                {
                    WalletId = key.SharedWallet,
                    CapId = key.CapId,
                    PeriodStart = key.PeriodStart,
                    Points = 0,
                }
            );
        }
    }
}
