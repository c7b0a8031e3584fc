using Loyalty.Application.Validation;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Members;

/// <summary>Adds, verifies, corrects and removes a member's e-mail addresses and telephone numbers.</summary>
public sealed class ChangeContactPoints(LoyaltyDbContext context, TimeProvider clock)
{
    private static readonly Refusal NoSuchContactPoint = new Refusal.NoSuch("contact point");

    public Task<Outcome<ContactPoint>> AddAsync(
        MemberId id,
        ContactPointData data,
        CancellationToken cancellationToken
    ) => context.OnLostRacesAsync(() => TryAddAsync(id, data, "value", cancellationToken));

    /// <summary>Notes that the member was reached there. Verifying again changes nothing.</summary>
    public Task<Outcome<ContactPoint>> VerifyAsync(
        MemberId id,
        ContactPointId pointId,
        CancellationToken cancellationToken
    ) => context.OnLostRacesAsync(() => TryVerifyAsync(id, pointId, cancellationToken));

    /// <summary>Makes it the address that the member is written to, unverified unless it was verified before. The one that was primary
    /// stays beside it when it was verified; else it was a slip, and goes.</summary>
    /// <param name="email">asking for what is primary already changes nothing.</param>
    public Task<Outcome<ContactPoint>> CorrectEmailAsync(
        MemberId id,
        string email,
        CancellationToken cancellationToken
    ) => context.OnLostRacesAsync(() => TryCorrectEmailAsync(id, email, cancellationToken));

    /// <summary>Removes one; the oldest of its kind that is left becomes the primary.</summary>
    public async Task<Refusal?> RemoveAsync(MemberId id, ContactPointId pointId, CancellationToken cancellationToken)
    {
        var points = await context.ContactPoints.Where(point => point.MemberId == id).ToListAsync(cancellationToken);
        if (points.Find(point => point.Id == pointId) is not { } removed)
        {
            return NoSuchContactPoint;
        }

        context.ContactPoints.Remove(removed);
        if (
            removed.IsPrimary
            && points.Where(p => p.Kind == removed.Kind && p != removed).MinBy(p => p.AddedAt) is { } next
        )
        {
            next.IsPrimary = true;
        }

        try
        {
            await context.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            return NoSuchContactPoint;
        }

        return null;
    }

    private async Task<Outcome<ContactPoint>> TryAddAsync(
        MemberId id,
        ContactPointData data,
        string field,
        CancellationToken cancellationToken
    )
    {
        var now = clock.Instant();
        var errors = new FieldErrors();
        var (value, normalized) = data.Check(errors, field);
        if (errors.Refusal is { } invalid)
        {
            return invalid;
        }

        if (await context.WhyNotAddedToAsync(id, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        var points = await context.ContactPoints.Where(point => point.MemberId == id).ToListAsync(cancellationToken);
        if (points.Exists(point => point.NormalizedValue == normalized))
        {
            return new ContactPointExists();
        }

        if (points.Count >= ContactPointData.CountMax)
        {
            return new Refusal.InvalidRequest(
                field,
                $"is one more than the {ContactPointData.CountMax} a member may have"
            );
        }

        if (await IsClaimedAsync(normalized, id, cancellationToken))
        {
            return new MemberRefusals.DuplicateMember(ContactPointData.Conflict(data.Kind));
        }

        var ofKind = points.FindAll(point => point.Kind == data.Kind);
        var added = new ContactPoint
        {
            Id = Identifier.New<ContactPointId>(now),
            MemberId = id,
            Kind = data.Kind,
            Value = value,
            NormalizedValue = normalized,
            AddedAt = now,
            IsPrimary = data.Primary || ofKind.Count == 0,
        };
        if (data.Primary)
        {
            ofKind.ForEach(point => point.IsPrimary = false);
        }

        if (data.Verified)
        {
            added.Verify(now);
        }

        context.ContactPoints.Add(added);
        await context.SaveChangesAsync(cancellationToken);
        return added;
    }

    private async Task<Outcome<ContactPoint>> TryCorrectEmailAsync(
        MemberId id,
        string email,
        CancellationToken cancellationToken
    )
    {
        var data = new ContactPointData
        {
            Kind = ContactPointKind.Email,
            Value = email,
            Primary = true,
        };
        var errors = new FieldErrors();
        var (_, normalized) = data.Check(errors, "email");
        if (errors.Refusal is { } invalid)
        {
            return invalid;
        }

        if (await context.WhyNotAddedToAsync(id, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        var emails = await context
            .ContactPoints.AsTracking()
            .Where(point => point.MemberId == id && point.Kind == ContactPointKind.Email)
            .ToListAsync(cancellationToken);
        var (known, primary) = (
            emails.Find(point => point.NormalizedValue == normalized),
            emails.Find(point => point.IsPrimary)
        );
        if (known is { IsPrimary: true })
        {
            return known;
        }

        if (primary is { VerifiedAt: null })
        {
            context.ContactPoints.Remove(primary);
        }

        if (known is null)
        {
            var added = await TryAddAsync(id, data, "email", cancellationToken);
            if (added.Refusal is not null)
            {
                context.Forget();
            }

            return added;
        }

        emails.ForEach(point => point.IsPrimary = point == known);
        await context.SaveChangesAsync(cancellationToken);
        return known;
    }

    private async Task<Outcome<ContactPoint>> TryVerifyAsync(
        MemberId id,
        ContactPointId pointId,
        CancellationToken cancellationToken
    )
    {
        var point = await context.ContactPoints.FirstOrDefaultAsync(
            p => p.Id == pointId && p.MemberId == id,
            cancellationToken
        );
        if (point is null)
        {
            return NoSuchContactPoint;
        }

        if (await context.WhyNotAddedToAsync(id, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        if (await IsClaimedAsync(point.NormalizedValue, id, cancellationToken))
        {
            return new MemberRefusals.DuplicateMember(ContactPointData.Conflict(point.Kind));
        }

        point.Verify(clock.Instant());
        await context.SaveChangesAsync(cancellationToken);
        return point;
    }

    private Task<bool> IsClaimedAsync(string normalized, MemberId except, CancellationToken cancellationToken) =>
        context.ContactPoints.AnyAsync(
            point => point.ClaimedValue == normalized && point.MemberId != except,
            cancellationToken
        );

    /// <summary>The member has this address already.</summary>
    public sealed record ContactPointExists()
        : Refusal("contact-point-exists", RefusalKind.Conflict, "The member has this address or number already.");
}
