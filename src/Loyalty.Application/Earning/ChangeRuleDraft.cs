using Loyalty.Domain;
using Loyalty.Domain.Earning;
using Loyalty.Storage;

namespace Loyalty.Application.Earning;

/// <param name="Version">the rule's version that the caller read.</param>
public sealed record ChangeRuleDraftRequest(RuleId Rule, long Version, RuleDocument Definition);

/// <summary>Replaces the draft, or makes one beside the published version, which stays in force until the draft is
/// published.</summary>
public sealed class ChangeRuleDraft(LoyaltyDbContext context)
{
    public async Task<Outcome<EarningRule>> ExecuteAsync(
        ChangeRuleDraftRequest request,
        CancellationToken cancellationToken
    )
    {
        var definition = await context.CheckAsync(request.Definition, cancellationToken);
        if (definition.Refusal is { } unsound)
        {
            return unsound;
        }

        var loaded = await context.LoadAsync(request.Rule, request.Version, cancellationToken);
        if (loaded.Refusal is not null)
        {
            return loaded;
        }

        var rule = loaded.Value;
        var refusal =
            rule.ChangeDraft(definition.Value.Name, request.Definition.ToJson())
            ?? await context.SaveAsync(cancellationToken);
        return refusal is null ? rule : refusal;
    }
}
