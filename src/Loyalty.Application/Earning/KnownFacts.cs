using Loyalty.Application.Members;
using Loyalty.Domain;
using Loyalty.Domain.Earning;
using Loyalty.Domain.Members;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Tiers;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Earning;

/// <summary>What the rules ask about the members of some events: one statement for each kind of fact that they do ask for.</summary>
public sealed class KnownFacts
{
    private readonly TimeZoneInfo zone;
    private readonly PartnerId partner;
    private readonly Dictionary<MemberId, DateOnly?> birthDates = [];
    private readonly Dictionary<MemberId, Dictionary<string, string>> attributes = [];
    private readonly Dictionary<MemberId, List<OwnedModel>> vehicles = [];
    private readonly HashSet<MemberId> buyers = [];
    private readonly HashSet<(MemberId Member, PartnerId Partner)> buyersAtPartners = [];

    private bool isEmpty = true;

    internal KnownFacts(PartnerId partner, TimeZoneInfo zone) => (this.partner, this.zone) = (partner, zone);

    internal async Task ReadAsync(
        LoyaltyDbContext context,
        FactKinds kinds,
        MemberId[] members,
        CancellationToken cancellationToken
    )
    {
        isEmpty = false;
        if (kinds.HasFlag(FactKinds.BirthDate))
        {
            await ReadBirthDatesAsync(context, members, cancellationToken);
        }

        if (kinds.HasFlag(FactKinds.Attributes))
        {
            await ReadAttributesAsync(context, members, cancellationToken);
        }

        if (kinds.HasFlag(FactKinds.VehicleModels))
        {
            await ReadVehiclesAsync(context, members, cancellationToken);
        }

        if (kinds.HasFlag(FactKinds.FirstPurchase))
        {
            await ReadPurchasesAsync(context, members, cancellationToken);
        }
    }

    /// <summary>Null when nothing was asked for.</summary>
    public MemberFacts? Of(MemberId member, DateTimeOffset at)
    {
        if (isEmpty)
        {
            return null;
        }

        var day = at.DayIn(zone);
        return new MemberFacts
        {
            BirthDate = birthDates.GetValueOrDefault(member),
            Attributes = attributes.TryGetValue(member, out var known) ? known : MemberFacts.None.Attributes,
            VehicleModels = vehicles.TryGetValue(member, out var owned)
                ? [.. owned.Where(one => one.IsOwnedOn(day)).Select(one => one.Model)]
                : [],
            HasPurchased = buyers.Contains(member),
            HasPurchasedAtPartner = buyersAtPartners.Contains((member, partner)),
        };
    }

    /// <summary>What the member held at the instant.</summary>
    public IReadOnlyList<TierCode> TiersOf(MemberId member, DateTimeOffset at) => Tiers(member, at);

    internal Func<MemberId, DateTimeOffset, IReadOnlyList<TierCode>> Tiers { get; init; } = (_, _) => [];

    /// <summary>The member buys now: what comes behind in the same request is not the first.</summary>
    public void Bought(MemberId member)
    {
        buyers.Add(member);
        buyersAtPartners.Add((member, partner));
    }

    private async Task ReadBirthDatesAsync(
        LoyaltyDbContext context,
        MemberId[] members,
        CancellationToken cancellationToken
    )
    {
        var rows = await context
            .Members.Where(member => members.Contains(member.Id))
            .Select(member => new { member.Id, member.BirthDate })
            .ToListAsync(cancellationToken);
        rows.ForEach(row => birthDates[row.Id] = row.BirthDate);
    }

    private async Task ReadAttributesAsync(
        LoyaltyDbContext context,
        MemberId[] members,
        CancellationToken cancellationToken
    )
    {
        var rows = await context
            .MemberAttributes.AsNoTracking()
            .Where(attribute => members.Contains(attribute.MemberId))
            .ToListAsync(cancellationToken);
        foreach (var row in rows)
        {
            if (!attributes.TryGetValue(row.MemberId, out var known))
            {
                attributes[row.MemberId] = known = new(StringComparer.Ordinal);
            }

            known[row.Key] = row.Value;
        }
    }

    private async Task ReadVehiclesAsync(
        LoyaltyDbContext context,
        MemberId[] members,
        CancellationToken cancellationToken
    )
    {
        var rows = await context
            .VehicleOwnerships.Where(ownership => members.Contains(ownership.MemberId))
            .Join(
                context.Vehicles.Where(vehicle => vehicle.Model != null),
                ownership => ownership.VehicleId,
                vehicle => vehicle.Id,
                (ownership, vehicle) =>
                    new
                    {
                        ownership.MemberId,
                        Model = vehicle.Model!,
                        ownership.OwnedFrom,
                        ownership.OwnedUntil,
                    }
            )
            .ToListAsync(cancellationToken);
        foreach (var row in rows)
        {
            if (!vehicles.TryGetValue(row.MemberId, out var owned))
            {
                vehicles[row.MemberId] = owned = [];
            }

            owned.Add(new OwnedModel(row.Model, row.OwnedFrom, row.OwnedUntil));
        }
    }

    private async Task ReadPurchasesAsync(
        LoyaltyDbContext context,
        MemberId[] members,
        CancellationToken cancellationToken
    )
    {
        var withDuplicates = await ReadPurchasesAsync(context, members, one => one, cancellationToken);
        if (withDuplicates.Count == 0)
        {
            return;
        }

        // What an account bought that has become part of the member's, the member has bought.
        var duplicates = await context.DuplicatesAsync(withDuplicates, cancellationToken);
        var survivorOf = duplicates
            .SelectMany(one => one.Value, (one, duplicate) => (Survivor: one.Key, Duplicate: duplicate))
            .ToDictionary(one => one.Duplicate, one => one.Survivor);
        await ReadPurchasesAsync(context, [.. survivorOf.Keys], one => survivorOf[one], cancellationToken);
    }

    /// <param name="buyerOf">who counts as having bought what an account bought.</param>
    /// <returns>who has duplicates that may have bought something that the member did not.</returns>
    private async Task<IReadOnlyList<MemberId>> ReadPurchasesAsync(
        LoyaltyDbContext context,
        MemberId[] members,
        Func<MemberId, MemberId> buyerOf,
        CancellationToken cancellationToken
    )
    {
        // Only what earns by rules has an amount.
        var purchases = context.PartnerEvents.Where(record =>
            record.Status == PartnerEventStatus.Posted && record.Amount != null
        );
        var rows = await context
            .Members.Where(member => members.Contains(member.Id))
            .Select(member => new
            {
                member.Id,
                Any = purchases.Any(record => record.MemberId == member.Id),
                AtPartner = purchases.Any(record => record.MemberId == member.Id && record.PartnerId == partner),
                HasDuplicates = context.Members.Any(other => other.MergedInto == member.Id),
            })
            .ToListAsync(cancellationToken);
        foreach (var row in rows)
        {
            if (row.Any)
            {
                buyers.Add(buyerOf(row.Id));
            }

            if (row.AtPartner)
            {
                buyersAtPartners.Add((buyerOf(row.Id), partner));
            }
        }

        return [.. rows.Where(row => row.HasDuplicates && !(row.Any && row.AtPartner)).Select(row => row.Id)];
    }

    private sealed record OwnedModel(string Model, DateOnly From, DateOnly? Until)
    {
        public bool IsOwnedOn(DateOnly day) => From <= day && (Until is null || day <= Until);
    }
}
