using Loyalty.Domain;
using Loyalty.Domain.Earning;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Earning;

/// <param name="Draft">judge this rule's draft in the place of its published versions.</param>
/// <param name="Definition">judge this definition beside the published rules; not together with a draft.</param>
public sealed record DryRunRequest(EarningInput Event, RuleId? Draft, RuleDocument? Definition);

/// <param name="Tried">the rule id under which the draft or definition stands among the verdicts; null when none was
/// given.</param>
public sealed record DryRunResult(IReadOnlyList<RuleVerdict> Verdicts, RuleId? Tried);

/// <summary>Says what one event would earn, and why each rule does or does not hold; writes nothing.</summary>
public sealed class DryRunRules(LoyaltyDbContext context, PublishedRules published)
{
    // Greater than any real one, so that among rules of one priority it stands last.
    private static readonly RuleId Unsaved = new(Guid.AllBitsSet);

    public async Task<Outcome<DryRunResult>> ExecuteAsync(DryRunRequest request, CancellationToken cancellationToken)
    {
        var rules = await published.CurrentAsync(cancellationToken);
        if (request.Draft is not null && request.Definition is not null)
        {
            return new Refusal.InvalidRequest("definition", "cannot stand together with draftRuleId");
        }

        if (request.Definition is { } document)
        {
            var definition = await context.CheckAsync(document, cancellationToken);
            return definition.Refusal is { } unsound ? unsound : Judge(request.Event, rules, Unsaved, definition.Value);
        }

        if (request.Draft is not { } id)
        {
            return new DryRunResult(rules.Explain(request.Event), Tried: null);
        }

        var rule = await context
            .EarningRules.AsNoTracking()
            .FirstOrDefaultAsync(rule => rule.Id == id, cancellationToken);
        return rule switch
        {
            null => new Refusal.InvalidRequest("draftRuleId", "is not the id of an earning rule"),
            { DraftJson: null } => new EarningRule.HasNoDraft(),
            { DraftJson: var json } => Judge(
                request.Event,
                rules,
                id,
                RuleDocumentReader.Read(RuleDocument.FromJson(json)).Value
            ),
        };
    }

    private static DryRunResult Judge(EarningInput input, RuleSet rules, RuleId id, RuleDefinition definition)
    {
        // As a first version it holds at any instant, so that a past event can be tried on it.
        var tried = new PublishedRule(id, Version: 1, definition, input.OccurredAt);
        var set = RuleSet.Compile([.. rules.Rules.Where(rule => rule.Rule != id), tried]);
        return new DryRunResult(set.Explain(input), id);
    }
}
