using Loyalty.Application.Validation;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Members;

/// <param name="SharePercent">what of the member's available points the others may spend: 0 to 100; null for 100.</param>
/// <param name="MaySpend">whether the member may spend what the others share.</param>
public sealed record HouseholdMemberData(MemberId Member, int? SharePercent = null, bool MaySpend = false);

/// <summary>What the club's staff do with households: put members in who asked for it, without an invitation, change and take out.</summary>
public sealed class ManageHouseholds(LoyaltyDbContext context, TimeProvider clock)
{
    /// <param name="others">besides the organiser, who shares all points and may spend.</param>
    /// <param name="by">the member of staff, as the token's subject.</param>
    public Task<Outcome<Household>> CreateAsync(
        string? name,
        MemberId organiser,
        IReadOnlyList<HouseholdMemberData>? others,
        string by,
        CancellationToken cancellationToken
    ) =>
        context.OnLostRacesAsync(async () =>
        {
            var errors = new FieldErrors();
            var clean = errors.Required("name", name, Household.NameLengthMax);
            var members = errors.List("members", others, Household.PlacesMax - 1);
            for (var i = 0; i < members.Count; i++)
            {
                errors.SharePercent($"members[{i}].sharePercent", ShareOf(members[i]));
                errors.Check(
                    members[i].Member != organiser && members.Take(i).All(before => before.Member != members[i].Member),
                    $"members[{i}].member",
                    "must be named once"
                );
                await CheckMemberAsync(errors, $"members[{i}].member", members[i].Member, cancellationToken);
            }

            await CheckMemberAsync(errors, "organiser", organiser, cancellationToken);
            if (errors.Refusal is { } invalid)
            {
                return invalid;
            }

            foreach (var member in members.Select(one => one.Member).Prepend(organiser))
            {
                if (await context.HouseholdOfAsync(member, cancellationToken) is not null)
                {
                    return new HouseholdRefusal.InHouseholdAlready(member);
                }
            }

            var now = clock.Instant();
            var household = Household.Found(clean, organiser, by, now);
            foreach (var member in members)
            {
                // One after the other: who stands longest must be known.
                now = now.AddMicroseconds(1);
                household.Admit(member.Member, ShareOf(member), member.MaySpend, by, now);
            }

            context.Households.Add(household);
            await context.SaveChangesAsync(cancellationToken);
            return (Outcome<Household>)household;
        });

    /// <param name="version">on which the change was made.</param>
    public async Task<Outcome<Household>> ChangeAsync(
        HouseholdId id,
        string? name,
        MemberId organiser,
        long version,
        CancellationToken cancellationToken
    )
    {
        var errors = new FieldErrors();
        var clean = errors.Required("name", name, Household.NameLengthMax);
        if (errors.Refusal is { } invalid)
        {
            return invalid;
        }

        var loaded = await LoadAsync(id, cancellationToken);
        if (loaded.Refusal is { } refusal)
        {
            return refusal;
        }

        var household = loaded.Value;
        if (household.Version != version)
        {
            return new Refusal.StaleVersion();
        }

        if (household.HandOver(organiser) is { } stranger)
        {
            return stranger;
        }

        household.Name = clean;
        try
        {
            await context.SaveHouseholdAsync(household, cancellationToken);
            return household;
        }
        catch (DbUpdateConcurrencyException)
        {
            return new Refusal.StaleVersion();
        }
    }

    /// <summary>Puts a member in, or changes what holds for one who is in it.</summary>
    public Task<Outcome<Household>> SetMemberAsync(
        HouseholdId id,
        HouseholdMemberData data,
        string by,
        CancellationToken cancellationToken
    ) =>
        context.OnLostRacesAsync(async () =>
        {
            var errors = new FieldErrors();
            errors.SharePercent("sharePercent", ShareOf(data));
            var loaded = await LoadAsync(id, cancellationToken);
            if ((errors.Refusal ?? loaded.Refusal) is { } refusal)
            {
                return refusal;
            }

            var household = loaded.Value;
            if (household.PlaceOf(data.Member) is null)
            {
                if (await context.WhyNotAddedToAsync(data.Member, cancellationToken) is { } closed)
                {
                    return closed;
                }

                if (await context.HouseholdOfAsync(data.Member, cancellationToken) is not null)
                {
                    return new HouseholdRefusal.InHouseholdAlready(data.Member);
                }
            }

            var admitted = household.Admit(data.Member, ShareOf(data), data.MaySpend, by, clock.Instant());
            if (admitted.Refusal is { } no)
            {
                return no;
            }

            await context.SaveHouseholdAsync(household, cancellationToken);
            return (Outcome<Household>)household;
        });

    /// <summary>Takes a member out, or an invitation back.</summary>
    /// <returns>why not; null when it is done.</returns>
    public async Task<Refusal?> RemoveAsync(HouseholdId id, MemberId member, CancellationToken cancellationToken) =>
        (
            await context.OnLostRacesAsync(async () =>
            {
                if (
                    await context.LoadHouseholdAsync(id, cancellationToken) is not { } household
                    || household.OpenPlaceOf(member) is not { } place
                )
                {
                    return new Refusal.NoSuch("member of the household");
                }

                household.End(place, place.IsIn ? HouseholdEnding.Removed : HouseholdEnding.Withdrawn, clock.Instant());
                await context.SaveHouseholdAsync(household, cancellationToken);
                return (Outcome<Household>)household;
            })
        ).Refusal;

    private async Task<Outcome<Household>> LoadAsync(HouseholdId id, CancellationToken cancellationToken) =>
        await context.LoadHouseholdAsync(id, cancellationToken) switch
        {
            null => new Refusal.NoSuch("household"),
            { EndedAt: not null } => new HouseholdRefusal.HouseholdEnded(),
            { } household => household,
        };

    private async Task CheckMemberAsync(
        FieldErrors errors,
        string field,
        MemberId member,
        CancellationToken cancellationToken
    )
    {
        var refusal = await context.WhyNotAddedToAsync(member, cancellationToken);
        errors.Check(refusal is null, field, "is not a member whose account is open");
    }

    private static int ShareOf(HouseholdMemberData data) => data.SharePercent ?? HouseholdPlace.SharePercentDefault;
}
