using Loyalty.Domain;
using Loyalty.Domain.Earning;
using Loyalty.Storage;

namespace Loyalty.Application.Earning;

public sealed record CreateRuleRequest(RuleDocument Definition);

/// <summary>Makes a rule that is a draft only: it earns nothing until it is published.</summary>
public sealed class CreateRule(LoyaltyDbContext context, TimeProvider clock)
{
    public async Task<Outcome<EarningRule>> ExecuteAsync(CreateRuleRequest request, CancellationToken cancellationToken)
    {
        var definition = await context.CheckAsync(request.Definition, cancellationToken);
        if (definition.Refusal is { } refusal)
        {
            return refusal;
        }

        var now = clock.Instant();
        var rule = new EarningRule
        {
            Id = Identifier.New<RuleId>(now),
            Name = definition.Value.Name,
            CreatedAt = now,
        };
        rule.ChangeDraft(definition.Value.Name, request.Definition.ToJson());
        context.EarningRules.Add(rule);
        await context.SaveChangesAsync(cancellationToken);
        return rule;
    }
}
