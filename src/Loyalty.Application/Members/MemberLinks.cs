using Loyalty.Application.Validation;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Members;

/// <summary>An account at an OpenID Connect provider.</summary>
/// <param name="Issuer">the tokens' <c>iss</c>, exactly.</param>
/// <param name="Subject">the tokens' <c>sub</c>, exactly.</param>
public sealed record SignInData(string Issuer, string Subject);

/// <summary>Ties a member to accounts that may sign in as the member, and to the ids of other systems.</summary>
public sealed class MemberLinks(LoyaltyDbContext context, TimeProvider clock)
{
    private const int SignInsMax = 20;

    /// <summary>Attaching what is attached already changes nothing. An account acts for one member alone.</summary>
    public Task<Outcome<MemberSignIn>> AttachSignInAsync(
        MemberId id,
        SignInData data,
        CancellationToken cancellationToken
    ) =>
        context.OnLostRacesAsync(async () =>
        {
            var errors = new FieldErrors();
            var issuer = Ascii(errors, "issuer", data.Issuer, MemberSignIn.IssuerLengthMax);
            var subject = Ascii(errors, "subject", data.Subject, MemberSignIn.SubjectLengthMax);
            if (errors.Refusal is { } invalid)
            {
                return invalid;
            }

            if (await context.WhyNotAddedToAsync(id, cancellationToken) is { } refusal)
            {
                return refusal;
            }

            var known = await context.MemberSignIns.FirstOrDefaultAsync(
                signIn => signIn.Issuer == issuer && signIn.Subject == subject,
                cancellationToken
            );
            if (known is not null)
            {
                return known.MemberId == id ? (Outcome<MemberSignIn>)known : new SignInTaken();
            }

            if (
                await context.MemberSignIns.CountAsync(signIn => signIn.MemberId == id, cancellationToken) >= SignInsMax
            )
            {
                return new Refusal.InvalidRequest("subject", $"is one more than the {SignInsMax} a member may have");
            }

            var added = new MemberSignIn
            {
                Issuer = issuer,
                Subject = subject,
                MemberId = id,
                AttachedAt = clock.Instant(),
            };
            context.MemberSignIns.Add(added);
            await context.SaveChangesAsync(cancellationToken);
            return (Outcome<MemberSignIn>)added;
        });

    public async Task<Refusal?> DetachSignInAsync(
        MemberId id,
        string? issuer,
        string? subject,
        CancellationToken cancellationToken
    )
    {
        var errors = new FieldErrors();
        issuer = Ascii(errors, "issuer", issuer, MemberSignIn.IssuerLengthMax);
        subject = Ascii(errors, "subject", subject, MemberSignIn.SubjectLengthMax);
        if (errors.Refusal is { } invalid)
        {
            return invalid;
        }

        var removed = await context
            .MemberSignIns.Where(s => s.MemberId == id && s.Issuer == issuer && s.Subject == subject)
            .ExecuteDeleteAsync(cancellationToken);
        return removed == 0 ? new Refusal.NoSuch("sign-in of this member") : null;
    }

    /// <summary>Sets the member's id in a system, in place of an earlier one.</summary>
    public Task<Outcome<ExternalId>> SetExternalIdAsync(
        MemberId id,
        ExternalIdData data,
        CancellationToken cancellationToken
    ) =>
        context.OnLostRacesAsync(async () =>
        {
            var errors = new FieldErrors();
            var wanted = data.Check(errors, "", id);
            if (errors.Refusal is { } invalid)
            {
                return invalid;
            }

            if (await context.WhyNotAddedToAsync(id, cancellationToken) is { } refusal)
            {
                return refusal;
            }

            var known = await context
                .ExternalIds.Where(external =>
                    (external.MemberId == id || external.Value == wanted.Value) && external.System == wanted.System
                )
                .ToListAsync(cancellationToken);
            if (known.Exists(external => external.MemberId != id))
            {
                return new MemberRefusals.DuplicateMember(DuplicateKind.ExternalId);
            }

            if (known.Count == 0)
            {
                context.ExternalIds.Add(wanted);
            }
            else
            {
                known[0].Value = wanted.Value;
            }

            await context.SaveChangesAsync(cancellationToken);
            return (Outcome<ExternalId>)wanted;
        });

    public async Task<Refusal?> RemoveExternalIdAsync(MemberId id, string system, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        var clean = ExternalIdData.CheckSystem(errors, "system", system);
        if (errors.Refusal is { } invalid)
        {
            return invalid;
        }

        var removed = await context
            .ExternalIds.Where(external => external.MemberId == id && external.System == clean)
            .ExecuteDeleteAsync(cancellationToken);
        return removed == 0 ? new Refusal.NoSuch("external id in this system") : null;
    }

    private static string Ascii(FieldErrors errors, string field, string? text, int lengthMax)
    {
        var clean = errors.Required(field, text, lengthMax);
        errors.Check(clean.All(char.IsAscii), field, "must be ASCII");
        return clean;
    }

    /// <summary>The account signs in as another member.</summary>
    public sealed record SignInTaken()
        : Refusal("sign-in-taken", RefusalKind.Conflict, "This account is attached to another member.");
}
