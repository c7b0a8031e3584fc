using Loyalty.Application.Points;
using Loyalty.Application.Validation;
using Loyalty.Domain;
using Loyalty.Domain.Magazine;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Magazine;

/// <summary>What the changes of publications, issues and subscriptions have in common.</summary>
internal static class PublicationChanges
{
    /// <summary>The definition, if it is sound in itself and all that it names is there.</summary>
    public static async Task<Outcome<PublicationDefinition>> CheckAsync(
        this LoyaltyDbContext context,
        PublicationDocument document,
        ClubSettings club,
        CancellationToken cancellationToken
    )
    {
        var errors = new FieldErrors();
        var definition = new PublicationDocumentReader(errors, club).Read(document);
        if (errors.Refusal is { } unsound)
        {
            return unsound;
        }

        var named = definition.Audience.Tiers;
        var known = await context
            .Tiers.Where(tier => named.Contains(tier.Code))
            .Select(tier => tier.Code)
            .ToListAsync(cancellationToken);
        foreach (var tier in named.Except(known))
        {
            errors.Add("audience.tiers", $"names {tier}, which is no tier of the club");
        }

        if (
            definition.Audience.LinkedTo is { } partner
            && !await context.Partners.AnyAsync(one => one.Id == partner, cancellationToken)
        )
        {
            errors.Add("audience.linkedTo", "is not the id of a partner of the club");
        }

        return errors.Refusal is { } refusal ? refusal : definition;
    }

    /// <summary>The publication in the version that the caller read.</summary>
    public static async Task<Outcome<Publication>> LoadPublicationAsync(
        this LoyaltyDbContext context,
        PublicationId id,
        long version,
        CancellationToken cancellationToken
    )
    {
        var publication = await context
            .Publications.AsTracking()
            .FirstOrDefaultAsync(one => one.Id == id, cancellationToken);
        return publication is null ? new Refusal.NoSuch("publication")
            : publication.Version != version ? new Refusal.StaleVersion()
            : publication;
    }

    /// <summary>The issue in the version that the caller read.</summary>
    public static async Task<Outcome<Issue>> LoadIssueAsync(
        this LoyaltyDbContext context,
        IssueId id,
        long version,
        CancellationToken cancellationToken
    )
    {
        var issue = await context.Issues.AsTracking().FirstOrDefaultAsync(one => one.Id == id, cancellationToken);
        return issue is null ? new Refusal.NoSuch("issue")
            : issue.Version != version ? new Refusal.StaleVersion()
            : issue;
    }

    public static async Task<Outcome<T>> SaveAsync<T>(
        this LoyaltyDbContext context,
        T changed,
        CancellationToken cancellationToken
    )
        where T : class, IVersioned
    {
        try
        {
            await context.SaveChangesAsync(cancellationToken);
            return changed;
        }
        catch (DbUpdateConcurrencyException)
        {
            return new Refusal.StaleVersion();
        }
    }

    /// <summary>The number of the next issue whose addresses are not taken: with it a subscription begins that is made now.</summary>
    public static async Task<int> NextIssueAsync(
        this LoyaltyDbContext context,
        PublicationId publication,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var issues = context.Issues.Where(issue => issue.PublicationId == publication);
        var next = await issues
            .Where(issue => issue.Status == IssueStatus.Planned && issue.AddressFreezeAt > now)
            .MinAsync(issue => (int?)issue.Number, cancellationToken);
        return next ?? ((await issues.MaxAsync(issue => (int?)issue.Number, cancellationToken) ?? 0) + 1);
    }
}
