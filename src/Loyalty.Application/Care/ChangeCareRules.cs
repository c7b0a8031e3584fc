using Loyalty.Application.Points;
using Loyalty.Domain;
using Loyalty.Domain.Care;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Care;

/// <summary>Makes a rule that plans nothing until it is published.</summary>
public sealed class CreateCareRule(LoyaltyDbContext context, ProgrammeSettings settings, TimeProvider clock)
{
    public async Task<Outcome<CareRule>> ExecuteAsync(CareRuleDocument document, CancellationToken cancellationToken)
    {
        var club = await settings.CurrentAsync(cancellationToken);
        var definition = await context.CheckAsync(document, club, cancellationToken);
        if (definition.Refusal is { } refusal)
        {
            return refusal;
        }

        var now = clock.Instant();
        var rule = new CareRule { Id = Identifier.New<CareRuleId>(now), CreatedAt = now };
        rule.Change(definition.Value, now);
        context.CareRules.Add(rule);
        await context.SaveChangesAsync(cancellationToken);
        return rule;
    }
}

/// <param name="Version">the rule's version that the caller read.</param>
/// <param name="By">the member of staff, as the token's subject.</param>
public sealed record ChangeCareRuleRequest(CareRuleId Rule, long Version, CareRuleDocument Definition, string By);

/// <summary>Replaces what a rule is. It holds for what is sent from then on, also of what was planned before.</summary>
public sealed class ChangeCareRule(LoyaltyDbContext context, ProgrammeSettings settings, TimeProvider clock)
{
    public async Task<Outcome<CareRule>> ExecuteAsync(
        ChangeCareRuleRequest request,
        CancellationToken cancellationToken
    )
    {
        var loaded = await context.LoadCareRuleAsync(request.Rule, request.Version, cancellationToken);
        if (loaded.Refusal is not null)
        {
            return loaded;
        }

        var club = await settings.CurrentAsync(cancellationToken);
        var definition = await context.CheckAsync(request.Definition, club, cancellationToken);
        var now = clock.Instant();
        return definition.Refusal is { } unsound ? unsound
            : loaded.Value.Change(definition.Value, now) is { } refused ? refused
            : await context.SaveAsync(loaded.Value, request.By, now, cancellationToken);
    }
}

/// <param name="Version">the rule's version that the caller read.</param>
/// <param name="By">the member of staff, as the token's subject.</param>
public sealed record PublishCareRuleRequest(CareRuleId Rule, long Version, string By);

/// <summary>Lets a rule plan from now on.</summary>
public sealed class PublishCareRule(LoyaltyDbContext context, TimeProvider clock)
{
    /// <summary>Rules that are published at a time. Whoever publishes at the same moment may go over it by one.</summary>
    public const int PublishedMax = 200;

    public async Task<Outcome<CareRule>> ExecuteAsync(
        PublishCareRuleRequest request,
        CancellationToken cancellationToken
    )
    {
        var loaded = await context.LoadCareRuleAsync(request.Rule, request.Version, cancellationToken);
        if (loaded.Refusal is not null || loaded.Value.Status == CareRuleStatus.Published)
        {
            return loaded;
        }

        var published = await context.CareRules.CountAsync(
            one => one.Status == CareRuleStatus.Published,
            cancellationToken
        );
        var now = clock.Instant();
        return published >= PublishedMax ? new CareRefusal.TooMany(PublishedMax)
            : loaded.Value.Publish(now) is { } refused ? refused
            : await context.SaveAsync(loaded.Value, request.By, now, cancellationToken);
    }
}

/// <summary>Ends a rule for good. What it planned is not sent; what was sent is followed to its end.</summary>
public sealed class WithdrawCareRule(LoyaltyDbContext context, TimeProvider clock)
{
    public async Task<Outcome<CareRule>> ExecuteAsync(
        PublishCareRuleRequest request,
        CancellationToken cancellationToken
    )
    {
        var loaded = await context.LoadCareRuleAsync(request.Rule, request.Version, cancellationToken);
        if (loaded.Refusal is not null || loaded.Value.Status == CareRuleStatus.Withdrawn)
        {
            return loaded;
        }

        var now = clock.Instant();
        loaded.Value.Withdraw(now);
        return await context.SaveAsync(loaded.Value, request.By, now, cancellationToken);
    }
}

/// <summary>Reads care rules for staff.</summary>
public sealed class FindCareRules(LoyaltyDbContext context)
{
    /// <param name="status">null for all.</param>
    /// <param name="after">the last rule of the page before; null for the first page.</param>
    /// <returns>up to one more than the limit, which tells that there is a next page.</returns>
    public Task<List<CareRule>> ListAsync(
        CareRuleStatus? status,
        CareRuleId? after,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var rules = context.CareRules.AsNoTracking();
        if (status is { } wanted)
        {
            rules = rules.Where(rule => rule.Status == wanted);
        }

        if (after is { } position)
        {
            rules = rules.Where(rule => rule.Id > position);
        }

        return rules.OrderBy(rule => rule.Id).Take(limit + 1).ToListAsync(cancellationToken);
    }

    public async Task<Outcome<CareRule>> OneAsync(CareRuleId id, CancellationToken cancellationToken) =>
        await context.CareRules.AsNoTracking().FirstOrDefaultAsync(rule => rule.Id == id, cancellationToken) is { } rule
            ? rule
            : new Refusal.NoSuch("care rule");

    /// <summary>What the rule was whenever it could plan, the newest first.</summary>
    public async Task<Outcome<List<CareRuleVersion>>> VersionsAsync(CareRuleId id, CancellationToken cancellationToken) =>
        await context.CareRules.AnyAsync(rule => rule.Id == id, cancellationToken)
            ? await context
                .CareRuleVersions.AsNoTracking()
                .Where(version => version.RuleId == id)
                .OrderByDescending(version => version.Version)
                .Take(VersionsMax)
                .ToListAsync(cancellationToken)
            : new Refusal.NoSuch("care rule");

    private const int VersionsMax = 100;
}
