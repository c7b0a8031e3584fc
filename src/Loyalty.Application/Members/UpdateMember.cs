using Loyalty.Application.Validation;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Members;

/// <summary>Replaces who the member is and where they stand, on the version that the caller read.</summary>
public sealed class UpdateMember(LoyaltyDbContext context, TimeProvider clock)
{
    private const int TriesMax = 5;

    /// <param name="version">the version that the change was made on; an older one is refused as stale.</param>
    public async Task<Outcome<Member>> ExecuteAsync(
        MemberId id,
        MemberData data,
        long version,
        CancellationToken cancellationToken
    )
    {
        var errors = new FieldErrors();
        var check = data.Check(errors, DateOnly.FromDateTime(clock.Instant().UtcDateTime).AddDays(1));
        if (errors.Refusal is { } invalid)
        {
            return invalid;
        }

        var member = await context.Members.FirstOrDefaultAsync(m => m.Id == id, cancellationToken);
        if (member is null)
        {
            return MemberRefusals.NoSuchMember;
        }

        if (member.ErasedAt is not null)
        {
            return new MemberRefusals.MemberIsErased();
        }

        if (member.Version != version)
        {
            return new Refusal.StaleVersion();
        }

        var before = member.Address;
        check.ApplyTo(member);
        member.NoteMove(before, clock.Instant());
        await ReplaceSearchNamesAsync(member, cancellationToken);
        try
        {
            await context.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException exception)
            when (exception is DbUpdateConcurrencyException || exception.IsUniqueViolation())
        {
            return new Refusal.StaleVersion();
        }

        return member;
    }

    /// <summary>Changes a part of the record and leaves the rest.</summary>
    /// <param name="change">from the record as it stands to what it shall be; run again when another change came between.</param>
    /// <param name="version">the version that the caller read; null to change whichever stands.</param>
    public async Task<Outcome<Member>> ChangeAsync(
        MemberId id,
        Func<MemberData, MemberData> change,
        long? version,
        CancellationToken cancellationToken
    )
    {
        for (var tries = 1; ; tries++)
        {
            var member = await context.Members.AsNoTracking().FirstOrDefaultAsync(m => m.Id == id, cancellationToken);
            if (member is null)
            {
                return MemberRefusals.NoSuchMember;
            }

            var changed = await ExecuteAsync(
                id,
                change(MemberData.Of(member)),
                version ?? member.Version,
                cancellationToken
            );
            if (version is not null || changed.Refusal is not Refusal.StaleVersion || tries == TriesMax)
            {
                return changed;
            }

            context.Forget();
        }
    }

    private async Task ReplaceSearchNamesAsync(Member member, CancellationToken cancellationToken)
    {
        var known = await context
            .MemberSearchNames.Where(name => name.MemberId == member.Id)
            .ToListAsync(cancellationToken);
        var wanted = member.Name.SearchKeys();
        context.MemberSearchNames.RemoveRange(
            known.Where(name => !wanted.Contains(name.NameKey, StringComparer.Ordinal))
        );
        context.MemberSearchNames.AddRange(
            wanted
                .Except(known.Select(name => name.NameKey), StringComparer.Ordinal)
                .Select(key => new MemberSearchName { MemberId = member.Id, NameKey = key })
        );
    }
}
