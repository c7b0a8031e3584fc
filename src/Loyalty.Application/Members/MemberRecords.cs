using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Members;

/// <summary>A member with what hangs on the member in small numbers. Interactions, relations and histories are read by
/// themselves.</summary>
public sealed record MemberRecord(Member Member)
{
    public required IReadOnlyList<ContactPoint> ContactPoints { get; init; }

    /// <summary>Those that the member owns now.</summary>
    public required IReadOnlyList<OwnedVehicle> Vehicles { get; init; }

    public required IReadOnlyList<Consent> Consents { get; init; }

    public required IReadOnlyList<Card> Cards { get; init; }

    public required IReadOnlyList<ExternalId> ExternalIds { get; init; }

    /// <summary>Those that stand now.</summary>
    public required IReadOnlyList<MemberFlag> Flags { get; init; }
}

/// <summary>A vehicle, and one member's time with it.</summary>
public sealed record OwnedVehicle(Vehicle Vehicle, VehicleOwnership Ownership) : IVersioned
{
    /// <summary>Grows with each change of either.</summary>
    public long Version
    {
        get => Vehicle.Version + Ownership.Version;
        set => throw new NotSupportedException("The parts count their versions.");
    }
}

/// <summary>Reads members. Never tracked: what is read here is not changed.</summary>
public sealed class MemberRecords(LoyaltyDbContext context)
{
    // A bound for what one member gathers in a lifetime; the operations keep below it or the rest is not shown.
    internal const int RowsMax = 500;

    public async Task<Outcome<MemberRecord>> FindAsync(MemberId id, CancellationToken cancellationToken)
    {
        var member = await context.Members.AsNoTracking().FirstOrDefaultAsync(m => m.Id == id, cancellationToken);
        if (member is null)
        {
            return MemberRefusals.NoSuchMember;
        }

        return new MemberRecord(member)
        {
            ContactPoints = await ContactPointsAsync(id, cancellationToken),
            Vehicles = await VehiclesAsync(id, currentOnly: true, cancellationToken),
            Consents = await ConsentsAsync(id, cancellationToken),
            Cards = await CardsAsync(id, cancellationToken),
            ExternalIds = await ExternalIdsAsync(id, cancellationToken),
            Flags = await FlagsAsync(id, standingOnly: true, cancellationToken),
        };
    }

    public Task<bool> ExistsAsync(MemberId id, CancellationToken cancellationToken) =>
        context.Members.AnyAsync(member => member.Id == id, cancellationToken);

    public async Task<IReadOnlyList<MemberAttribute>> AttributesAsync(
        MemberId id,
        CancellationToken cancellationToken
    ) =>
        await context
            .MemberAttributes.AsNoTracking()
            .Where(attribute => attribute.MemberId == id)
            .OrderBy(attribute => attribute.Key)
            .Take(RowsMax)
            .ToListAsync(cancellationToken);

    public async Task<IReadOnlyList<ContactPoint>> ContactPointsAsync(
        MemberId id,
        CancellationToken cancellationToken
    ) =>
        await context
            .ContactPoints.AsNoTracking()
            .Where(point => point.MemberId == id)
            .OrderBy(point => point.Id)
            .Take(RowsMax)
            .ToListAsync(cancellationToken);

    public async Task<IReadOnlyList<OwnedVehicle>> VehiclesAsync(
        MemberId id,
        bool currentOnly,
        CancellationToken cancellationToken
    ) =>
        await (
            from ownership in context.VehicleOwnerships.AsNoTracking()
            join vehicle in context.Vehicles.AsNoTracking() on ownership.VehicleId equals vehicle.Id
            where ownership.MemberId == id && (!currentOnly || ownership.OwnedUntil == null)
            orderby ownership.OwnedFrom, ownership.Id
            select new OwnedVehicle(vehicle, ownership)
        )
            .Take(RowsMax)
            .ToListAsync(cancellationToken);

    public async Task<IReadOnlyList<Consent>> ConsentsAsync(MemberId id, CancellationToken cancellationToken) =>
        await context
            .Consents.AsNoTracking()
            .Where(consent => consent.MemberId == id)
            .OrderBy(consent => consent.Purpose)
            .ThenBy(consent => consent.Channel)
            .ToListAsync(cancellationToken);

    public async Task<IReadOnlyList<Card>> CardsAsync(MemberId id, CancellationToken cancellationToken) =>
        await CardsOf.On(context)(context, id).ToListAsync(cancellationToken);

    private static readonly KeptQuery<Func<LoyaltyDbContext, MemberId, IAsyncEnumerable<Card>>> CardsOf = new(() =>
        EF.CompileAsyncQuery(
            (LoyaltyDbContext context, MemberId id) =>
                context
                    .Cards.AsNoTracking()
                    .Where(card => card.MemberId == id)
                    .OrderBy(card => card.IssuedAt)
                    .ThenBy(card => card.Number)
                    .Take(RowsMax)
        )
    );

    public async Task<IReadOnlyList<ExternalId>> ExternalIdsAsync(MemberId id, CancellationToken cancellationToken) =>
        await context
            .ExternalIds.AsNoTracking()
            .Where(external => external.MemberId == id)
            .OrderBy(external => external.System)
            .Take(RowsMax)
            .ToListAsync(cancellationToken);

    /// <summary>The newest first.</summary>
    public async Task<IReadOnlyList<MemberFlag>> FlagsAsync(
        MemberId id,
        bool standingOnly,
        CancellationToken cancellationToken
    ) =>
        await context
            .MemberFlags.AsNoTracking()
            .Where(flag => flag.MemberId == id && (!standingOnly || flag.Until == null))
            .OrderByDescending(flag => flag.Since)
            .ThenBy(flag => flag.Flag)
            .Take(RowsMax)
            .ToListAsync(cancellationToken);

    public async Task<IReadOnlyList<MemberSignIn>> SignInsAsync(MemberId id, CancellationToken cancellationToken) =>
        await context
            .MemberSignIns.AsNoTracking()
            .Where(signIn => signIn.MemberId == id)
            .OrderBy(signIn => signIn.Issuer)
            .ThenBy(signIn => signIn.Subject)
            .Take(RowsMax)
            .ToListAsync(cancellationToken);

    public async Task<IReadOnlyList<BusinessRelation>> RelationsAsync(
        MemberId id,
        CancellationToken cancellationToken
    ) =>
        await context
            .BusinessRelations.AsNoTracking()
            .Where(relation => relation.MemberId == id)
            .OrderBy(relation => relation.Id)
            .Take(RowsMax)
            .ToListAsync(cancellationToken);

    public async Task<IReadOnlyList<MemberStatusChange>> StatusChangesAsync(
        MemberId id,
        CancellationToken cancellationToken
    ) =>
        await context
            .MemberStatusChanges.AsNoTracking()
            .Where(change => change.MemberId == id)
            .OrderBy(change => change.ChangedAt)
            .ThenBy(change => change.Id)
            .Take(RowsMax)
            .ToListAsync(cancellationToken);
}
