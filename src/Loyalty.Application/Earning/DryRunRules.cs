using Loyalty.Application.Points;
using Loyalty.Domain;
using Loyalty.Domain.Earning;
using Loyalty.Domain.Members;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Earning;

/// <param name="Member">whose facts and counts the rules see; null for a member of whom nothing is known.</param>
/// <param name="Draft">judge this rule's draft in the place of its published versions.</param>
/// <param name="Definition">judge this definition beside the published rules; not together with a draft.</param>
public sealed record DryRunRequest(EarningInput Event, MemberId? Member, RuleId? Draft, RuleDocument? Definition);

/// <param name="Tried">the rule id under which the draft or definition stands among the verdicts; null when none was
/// given.</param>
public sealed record DryRunResult(IReadOnlyList<RuleVerdict> Verdicts, RuleId? Tried);

/// <summary>Says what one event would earn, and why each rule does or does not hold; writes nothing.</summary>
public sealed class DryRunRules(
    LoyaltyDbContext context,
    PublishedRules published,
    ProgrammeSettings settings,
    FindMemberFacts findFacts
)
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

        if (
            request.Member is { } member
            && !await context.Members.AnyAsync(known => known.Id == member, cancellationToken)
        )
        {
            return new Refusal.InvalidRequest("event.member", "is not the id of a member");
        }

        if (request.Definition is { } document)
        {
            var definition = await context.CheckAsync(document, cancellationToken);
            return definition.Refusal is { } unsound
                ? unsound
                : await JudgeAsync(
                    request,
                    With(rules, request, Unsaved, definition.Value),
                    Unsaved,
                    cancellationToken
                );
        }

        if (request.Draft is not { } id)
        {
            return await JudgeAsync(request, rules, tried: null, cancellationToken);
        }

        var rule = await context
            .EarningRules.AsNoTracking()
            .FirstOrDefaultAsync(rule => rule.Id == id, cancellationToken);
        return rule switch
        {
            null => new Refusal.InvalidRequest("draftRuleId", "is not the id of an earning rule"),
            { DraftJson: null } => new EarningRule.HasNoDraft(),
            { DraftJson: var json } => await JudgeAsync(
                request,
                With(rules, request, id, RuleDocumentReader.Read(RuleDocument.FromJson(json)).Value),
                id,
                cancellationToken
            ),
        };
    }

    /// <summary>As a first version it holds at any instant, so that a past event can be tried on it.</summary>
    private static RuleSet With(RuleSet rules, DryRunRequest request, RuleId id, RuleDefinition definition) =>
        RuleSet.Compile([
            .. rules.Rules.Where(rule => rule.Rule != id),
            new PublishedRule(id, Version: 1, definition, request.Event.OccurredAt),
        ]);

    private async Task<DryRunResult> JudgeAsync(
        DryRunRequest request,
        RuleSet rules,
        RuleId? tried,
        CancellationToken cancellationToken
    )
    {
        var zone = (await settings.CurrentAsync(cancellationToken)).Programme.Zone();
        var input = request.Event with { Zone = zone };
        if (request.Member is { } member)
        {
            var at = input.OccurredAt;
            var facts = await findFacts.ReadAsync(
                context,
                rules.Facts,
                input.Partner,
                [(member, at)],
                zone,
                cancellationToken
            );
            input = input with { Member = facts.Of(member, at), Tiers = facts.TiersOf(member, at) };
        }

        var keys = rules.Plan(input).Counters.ToArray();
        var counters = await MemoryCounters.ReadAsync(context, request.Member, keys, cancellationToken);
        return new DryRunResult(rules.Explain(input, counters), tried);
    }
}
