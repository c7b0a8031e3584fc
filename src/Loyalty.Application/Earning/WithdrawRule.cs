using Loyalty.Domain;
using Loyalty.Domain.Earning;
using Loyalty.Storage;

namespace Loyalty.Application.Earning;

/// <param name="Version">the rule's version that the caller read.</param>
/// <param name="By">the subject of the member of staff.</param>
public sealed record WithdrawRuleRequest(RuleId Rule, long Version, string By);

/// <summary>Ends a rule: events from now on do not earn by it; those that occurred before still do, however late they
/// arrive.</summary>
public sealed class WithdrawRule(LoyaltyDbContext context, PublishedRules published, TimeProvider clock)
{
    public async Task<Outcome<EarningRule>> ExecuteAsync(
        WithdrawRuleRequest request,
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
        var refusal = rule.Withdraw(current, clock.Instant(), request.By) ?? await context.SaveAsync(cancellationToken);
        if (refusal is not null)
        {
            return refusal;
        }

        published.ExpectChange();
        return rule;
    }
}
