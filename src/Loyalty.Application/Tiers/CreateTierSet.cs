using Loyalty.Application.Validation;
using Loyalty.Domain;
using Loyalty.Domain.Tiers;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Tiers;

public sealed record CreateTierSetRequest(string? Code, string? Name, int DisplayOrder, TierSetDocument? Definition);

/// <summary>Makes a set that is a draft only: nobody holds its tiers until it is activated.</summary>
public sealed class CreateTierSet(LoyaltyDbContext context, TimeProvider clock)
{
    public async Task<Outcome<TierSet>> ExecuteAsync(CreateTierSetRequest request, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        errors.Check(
            TierSetCode.TryParse(request.Code, out var code),
            "code",
            $"must have 2 to {TierSetCode.LengthMax} capital letters, digits and underscores, beginning with a letter"
        );
        var name = errors.Required("name", request.Name, TierBounds.NameLengthMax);
        errors.CheckShape(request.DisplayOrder);
        errors.Check(request.Definition is not null, "definition", "is required");
        var definition = request.Definition?.Read(errors, "definition");
        if (errors.Refusal is { } unsound)
        {
            return unsound;
        }

        if (await context.TierSets.AnyAsync(set => set.Code == code, cancellationToken))
        {
            return new AlreadyThere();
        }

        if (await context.TierSets.CountAsync(cancellationToken) >= TierBounds.SetsMax)
        {
            return new TooMany();
        }

        await context.ClaimCodesAsync(code, definition, errors, cancellationToken);
        if (errors.Refusal is { } taken)
        {
            return taken;
        }

        var set = new TierSet
        {
            Code = code,
            Name = name,
            DisplayOrder = request.DisplayOrder,
            CreatedAt = clock.Instant(),
        };
        set.ChangeDraft(definition!);
        context.TierSets.Add(set);
        try
        {
            await context.SaveChangesAsync(cancellationToken);
            return set;
        }
        catch (DbUpdateException exception) when (exception.IsUniqueViolation())
        {
            return new AlreadyThere();
        }
    }

    public sealed record AlreadyThere()
        : Refusal(
            "tier-set-exists",
            RefusalKind.Conflict,
            "There is a tier set with this code already, or one of its tiers was taken by another at this moment."
        );

    public sealed record TooMany()
        : Refusal("too-many-tier-sets", RefusalKind.Conflict, $"The club has {TierBounds.SetsMax} tier sets.");
}
