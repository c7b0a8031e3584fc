using Loyalty.Application.Validation;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Members;

/// <summary>Sets and removes what the club says of a member in one word.</summary>
public sealed class ChangeAttributes(LoyaltyDbContext context, TimeProvider clock)
{
    private static readonly Refusal NoSuchAttribute = new Refusal.NoSuch("attribute");

    public Task<Outcome<MemberAttribute>> SetAsync(
        MemberId id,
        string key,
        string? value,
        CancellationToken cancellationToken
    ) =>
        context.OnLostRacesAsync(async () =>
        {
            var fields = new FieldErrors();
            fields.Check(
                MemberAttribute.IsKey(key),
                "key",
                $"must have 1 to {MemberAttribute.KeyLengthMax} small letters, digits, dots, hyphens and underscores, and begin with a letter"
            );
            var clean = fields.Required("value", value, MemberAttribute.ValueLengthMax);
            if ((fields.Refusal ?? await context.WhyNotAddedToAsync(id, cancellationToken)) is { } refusal)
            {
                return refusal;
            }

            var attribute = await context.MemberAttributes.FindAsync([id, key], cancellationToken);
            if (attribute is null)
            {
                var count = await context.MemberAttributes.CountAsync(one => one.MemberId == id, cancellationToken);
                if (count >= MemberAttribute.CountMax)
                {
                    return new TooManyAttributes();
                }

                attribute = new MemberAttribute
                {
                    MemberId = id,
                    Key = key,
                    Value = clean,
                    ChangedAt = clock.Instant(),
                };
                context.MemberAttributes.Add(attribute);
            }
            else if (attribute.Value != clean)
            {
                attribute.Value = clean;
                attribute.ChangedAt = clock.Instant();
            }

            await context.SaveChangesAsync(cancellationToken);
            return (Outcome<MemberAttribute>)attribute;
        });

    public async Task<Refusal?> RemoveAsync(MemberId id, string key, CancellationToken cancellationToken)
    {
        var removed = MemberAttribute.IsKey(key)
            ? await context
                .MemberAttributes.Where(one => one.MemberId == id && one.Key == key)
                .ExecuteDeleteAsync(cancellationToken)
            : 0;
        return removed == 0 ? NoSuchAttribute : null;
    }

    public sealed record TooManyAttributes()
        : Refusal(
            "too-many-attributes",
            RefusalKind.Conflict,
            "The member has as many attributes as one may have. Remove one first."
        );
}
