using Loyalty.Application.Validation;
using Loyalty.Domain;
using Loyalty.Domain.Tiers;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Tiers;

/// <param name="Version">the set's version that the caller read.</param>
/// <param name="Definition">the new draft; null leaves the draft as it is.</param>
public sealed record ChangeTierSetRequest(
    TierSetCode Set,
    long Version,
    string? Name,
    int DisplayOrder,
    TierSetDocument? Definition
);

/// <summary>Changes name and order at once, and the draft; what is in force stays until the draft is activated.</summary>
public sealed class ChangeTierSet(LoyaltyDbContext context, ClubTiers tiers)
{
    public async Task<Outcome<TierSet>> ExecuteAsync(ChangeTierSetRequest request, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        var name = errors.Required("name", request.Name, TierBounds.NameLengthMax);
        errors.CheckShape(request.DisplayOrder);
        var definition = request.Definition?.Read(errors, "definition");
        if (errors.Refusal is { } unsound)
        {
            return unsound;
        }

        var loaded = await context.LoadTierSetAsync(request.Set, request.Version, cancellationToken);
        if (loaded.Refusal is not null)
        {
            return loaded;
        }

        var set = loaded.Value;
        (set.Name, set.DisplayOrder) = (name, request.DisplayOrder);
        if (definition is not null)
        {
            if (set.ChangeDraft(definition) is { } refused)
            {
                return refused;
            }

            await context.ClaimCodesAsync(set.Code, definition, errors, cancellationToken);
            if (errors.Refusal is { } taken)
            {
                return taken;
            }
        }

        return await SaveAsync(set, cancellationToken);
    }

    /// <summary>Puts the draft away; a set that was never activated goes with it.</summary>
    public async Task<Outcome<TierSet>> DiscardDraftAsync(
        TierSetCode code,
        long version,
        CancellationToken cancellationToken
    )
    {
        var loaded = await context.LoadTierSetAsync(code, version, cancellationToken);
        if (loaded.Refusal is not null)
        {
            return loaded;
        }

        var set = loaded.Value;
        if (set.DiscardDraft() is { } refused)
        {
            return refused;
        }

        await context.ClaimCodesAsync(code, set.Definition, new FieldErrors(), cancellationToken);
        if (set.Status == TierSetStatus.Draft)
        {
            context.TierSets.Remove(set);
        }

        return await SaveAsync(set, cancellationToken);
    }

    private async Task<Outcome<TierSet>> SaveAsync(TierSet set, CancellationToken cancellationToken)
    {
        try
        {
            if (await context.SaveTierSetAsync(cancellationToken) is { } refusal)
            {
                return refusal;
            }
        }
        catch (DbUpdateException exception) when (exception.IsUniqueViolation())
        {
            return new CreateTierSet.AlreadyThere();
        }

        tiers.ExpectChange();
        return set;
    }
}
