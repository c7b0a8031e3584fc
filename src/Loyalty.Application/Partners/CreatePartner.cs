using Loyalty.Domain;
using Loyalty.Domain.Partners;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Partners;

public sealed record CreatePartnerRequest(string Slug, string Name, PartnerContract Contract);

/// <summary>Makes a partner known. It can send nothing before it has a secret.</summary>
public sealed class CreatePartner(LoyaltyDbContext context, PartnerDirectory directory, TimeProvider clock)
{
    /// <summary>Another partner has the slug.</summary>
    public sealed record SlugTaken()
        : Refusal("partner-slug-taken", RefusalKind.Conflict, "Another partner has this slug.");

    public async Task<Outcome<Partner>> ExecuteAsync(CreatePartnerRequest request, CancellationToken cancellationToken)
    {
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        if (!Partner.IsSlug(request.Slug))
        {
            errors["slug"] =
            [
                $"must be {Partner.SlugLengthMin} to {Partner.SlugLengthMax} of a-z, 0-9 and -, with no - at either end",
            ];
        }

        CheckName(request.Name, errors);
        ContractCheck.Check(request.Contract, errors);
        if (errors.Count > 0)
        {
            return new Refusal.InvalidRequest(errors);
        }

        if (await context.Partners.AnyAsync(partner => partner.Slug == request.Slug, cancellationToken))
        {
            return new SlugTaken();
        }

        var now = clock.Instant();
        var partner = new Partner
        {
            Id = Identifier.New<PartnerId>(now),
            Slug = request.Slug,
            Name = request.Name,
            Contract = request.Contract,
            CreatedAt = now,
        };
        context.Partners.Add(partner);
        try
        {
            await context.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException exception) when (exception.IsUniqueViolation())
        {
            return new SlugTaken();
        }

        directory.Invalidate();
        return partner;
    }

    internal static void CheckName(string? name, Dictionary<string, string[]> errors)
    {
        if (!PlainText.IsSound(name, Partner.NameLengthMax))
        {
            errors["name"] = [$"must have 1 to {Partner.NameLengthMax} characters and no control characters"];
        }
    }
}
