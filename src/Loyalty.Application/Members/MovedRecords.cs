using System.Text.Json;
using Loyalty.Application.Care;
using Loyalty.Domain.Care;
using Loyalty.Domain.Members;
using Loyalty.Domain.Offers;
using Loyalty.Domain.Partners;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Members;

/// <summary>What a merge moves besides points: all by which the duplicate is named. Kept as JSON, so that it can go back.</summary>
internal sealed record MovedRecords
{
    public IReadOnlyList<string> Cards { get; init; } = [];

    public IReadOnlyList<MovedLink> Links { get; init; } = [];

    public IReadOnlyList<MovedSignIn> SignIns { get; init; } = [];

    /// <summary>The systems in which the survivor had no id.</summary>
    public IReadOnlyList<string> ExternalIds { get; init; } = [];

    public IReadOnlyList<Guid> Ownerships { get; init; } = [];

    /// <summary>Addresses and numbers that the survivor did not have.</summary>
    public IReadOnlyList<MovedContact> Contacts { get; init; } = [];

    /// <summary>Vouchers that could still be used, or are again when their redemption comes to nothing.</summary>
    public IReadOnlyList<Guid> Vouchers { get; init; } = [];

    /// <summary>What offers granted, on occasions on which the survivor got nothing.</summary>
    public IReadOnlyList<Guid> Grants { get; init; } = [];

    /// <summary>Complaints that were not answered yet: their answer goes to the survivor.</summary>
    public IReadOnlyList<Guid> Complaints { get; init; } = [];

    /// <summary>Contacts on occasions on which the survivor got none.</summary>
    public IReadOnlyList<Guid> CareEvents { get; init; } = [];

    /// <summary>Subscriptions of publications to which the survivor had none.</summary>
    public IReadOnlyList<Guid> Subscriptions { get; init; } = [];

    public MovedGatherings Gatherings { get; init; } = new([], []);

    public MovedWishes Wishes { get; init; } = new([], [], SnoozedUntil: null, SnoozedBefore: null);

    /// <summary>Where the survivor was in no household.</summary>
    public Guid? HouseholdPlace { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this);

    public static MovedRecords Parse(string json) => JsonSerializer.Deserialize<MovedRecords>(json) ?? new();

    public static async Task<MovedRecords> OfAsync(
        LoyaltyDbContext context,
        MemberId duplicate,
        MemberId survivor,
        CancellationToken cancellationToken
    )
    {
        var links = await context
            .MemberLinks.AsNoTracking()
            .Where(link => link.MemberId == duplicate)
            .ToListAsync(cancellationToken);
        var signIns = await context
            .MemberSignIns.AsNoTracking()
            .Where(signIn => signIn.MemberId == duplicate)
            .ToListAsync(cancellationToken);
        var contacts = await context
            .ContactPoints.AsNoTracking()
            .Where(point =>
                point.MemberId == duplicate
                && !context.ContactPoints.Any(other =>
                    other.MemberId == survivor && other.NormalizedValue == point.NormalizedValue
                )
            )
            .ToListAsync(cancellationToken);
        var led = await context
            .ContactPoints.Where(point => point.MemberId == survivor && point.IsPrimary)
            .Select(point => point.Kind)
            .ToListAsync(cancellationToken);
        return new MovedRecords
        {
            Cards =
            [
                .. (
                    await context
                        .Cards.Where(card => card.MemberId == duplicate)
                        .Select(card => card.Number)
                        .ToListAsync(cancellationToken)
                ).Select(number => number.Value),
            ],
            Links = [.. links.Select(link => new MovedLink(link.PartnerId.Value, link.PartnerCustomerId))],
            SignIns = [.. signIns.Select(signIn => new MovedSignIn(signIn.Issuer, signIn.Subject))],
            ExternalIds = await context
                .ExternalIds.Where(id =>
                    id.MemberId == duplicate
                    && !context.ExternalIds.Any(other => other.MemberId == survivor && other.System == id.System)
                )
                .Select(id => id.System)
                .ToListAsync(cancellationToken),
            Ownerships =
            [
                .. (
                    await context
                        .VehicleOwnerships.Where(owned => owned.MemberId == duplicate)
                        .Select(owned => owned.Id)
                        .ToListAsync(cancellationToken)
                ).Select(id => id.Value),
            ],
            Vouchers =
            [
                .. (
                    await context
                        .Vouchers.Where(voucher => voucher.MemberId == duplicate && voucher.WithdrawnAt == null)
                        .Select(voucher => voucher.Id)
                        .ToListAsync(cancellationToken)
                ).Select(id => id.Value),
            ],
            Grants =
            [
                .. (
                    await context
                        .OfferGrants.Where(grant =>
                            grant.MemberId == duplicate
                            && !context.OfferGrants.Any(other =>
                                other.MemberId == survivor
                                && other.OfferId == grant.OfferId
                                && other.Occasion == grant.Occasion
                            )
                        )
                        .Select(grant => grant.Id)
                        .ToListAsync(cancellationToken)
                ).Select(id => id.Value),
            ],
            Complaints = await context.OpenComplaintsOfAsync(duplicate, cancellationToken),
            CareEvents =
            [
                .. (
                    await context
                        .CareEvents.Where(one =>
                            one.MemberId == duplicate
                            && !context.CareEvents.Any(other =>
                                other.MemberId == survivor
                                && other.RuleId == one.RuleId
                                && other.Occasion == one.Occasion
                            )
                        )
                        .Select(one => one.Id)
                        .ToListAsync(cancellationToken)
                ).Select(id => id.Value),
            ],
            Subscriptions = await context.MovableSubscriptionsAsync(duplicate, survivor, cancellationToken),
            Gatherings = await MovedGatherings.OfAsync(context, duplicate, survivor, cancellationToken),
            Wishes = await MovedWishes.OfAsync(context, duplicate, survivor, cancellationToken),
            Contacts =
            [
                .. contacts.Select(point => new MovedContact(
                    point.Id.Value,
                    point.IsPrimary,
                    point.IsPrimary && !led.Contains(point.Kind)
                )),
            ],
        };
    }

    /// <summary>What has gone to somebody else since stays there.</summary>
    public async Task MoveAsync(
        LoyaltyDbContext context,
        MemberId from,
        MemberId to,
        bool isReturn,
        CancellationToken cancellationToken
    )
    {
        var cards = Cards.Select(CardNumber.Parse).ToArray();
        await context
            .Cards.Where(card => card.MemberId == from && cards.Contains(card.Number))
            .ExecuteUpdateAsync(
                row =>
                    row.SetProperty(card => card.MemberId, to)
                        .SetProperty(card => card.Version, card => card.Version + 1),
                cancellationToken
            );
        foreach (var (partner, customer) in Links.Select(link => (new PartnerId(link.Partner), link.Customer)))
        {
            await context
                .MemberLinks.Where(link =>
                    link.MemberId == from && link.PartnerId == partner && link.PartnerCustomerId == customer
                )
                .ExecuteUpdateAsync(row => row.SetProperty(link => link.MemberId, to), cancellationToken);
        }

        foreach (var (issuer, subject) in SignIns)
        {
            await context
                .MemberSignIns.Where(one => one.MemberId == from && one.Issuer == issuer && one.Subject == subject)
                .ExecuteUpdateAsync(row => row.SetProperty(one => one.MemberId, to), cancellationToken);
        }

        await context
            .ExternalIds.Where(id =>
                id.MemberId == from
                && ExternalIds.Contains(id.System)
                && !context.ExternalIds.Any(other => other.MemberId == to && other.System == id.System)
            )
            .ExecuteUpdateAsync(row => row.SetProperty(id => id.MemberId, to), cancellationToken);
        var ownerships = Ownerships.Select(OwnershipId.From).ToArray();
        await context
            .VehicleOwnerships.Where(owned => owned.MemberId == from && ownerships.Contains(owned.Id))
            .ExecuteUpdateAsync(
                row =>
                    row.SetProperty(owned => owned.MemberId, to)
                        .SetProperty(owned => owned.Version, owned => owned.Version + 1),
                cancellationToken
            );
        await MoveOffersAsync(context, from, to, isReturn ? to : from, cancellationToken);
        await MoveCareAsync(context, from, to, cancellationToken);
        await context.MoveComplaintsAsync(Complaints, from, to, cancellationToken);
        await context.MoveSubscriptionsAsync(Subscriptions, from, to, cancellationToken);
        await Gatherings.MoveAsync(context, from, to, cancellationToken);
        foreach (var contact in Contacts)
        {
            var id = ContactPointId.From(contact.Id);
            var isPrimary = isReturn ? contact.WasPrimary : contact.Leads;
            await context
                .ContactPoints.Where(point =>
                    point.MemberId == from
                    && point.Id == id
                    && !context.ContactPoints.Any(other =>
                        other.MemberId == to && other.NormalizedValue == point.NormalizedValue
                    )
                )
                .ExecuteUpdateAsync(
                    row =>
                        row.SetProperty(point => point.MemberId, to).SetProperty(point => point.IsPrimary, isPrimary),
                    cancellationToken
                );
        }
    }

    private async Task MoveCareAsync(
        LoyaltyDbContext context,
        MemberId from,
        MemberId to,
        CancellationToken cancellationToken
    )
    {
        var ids = CareEvents.Select(CareEventId.From).ToArray();
        await context
            .CareEvents.Where(one =>
                one.MemberId == from
                && ids.Contains(one.Id)
                && !context.CareEvents.Any(other =>
                    other.MemberId == to && other.RuleId == one.RuleId && other.Occasion == one.Occasion
                )
            )
            .ExecuteUpdateAsync(
                row => row.SetProperty(one => one.MemberId, to).SetProperty(one => one.Version, one => one.Version + 1),
                cancellationToken
            );
    }

    private async Task MoveOffersAsync(
        LoyaltyDbContext context,
        MemberId from,
        MemberId to,
        MemberId duplicate,
        CancellationToken cancellationToken
    )
    {
        var vouchers = Vouchers.Select(VoucherId.From).ToArray();
        await context
            .Vouchers.Where(voucher =>
                voucher.MemberId == from
                && vouchers.Contains(voucher.Id)
                && (
                    voucher.RedemptionId == null
                    || context.Redemptions.Any(row => row.Id == voucher.RedemptionId && row.MemberId == duplicate)
                )
            )
            .ExecuteUpdateAsync(row => row.SetProperty(voucher => voucher.MemberId, to), cancellationToken);
        var grants = Grants.Select(GrantId.From).ToArray();
        await context
            .OfferGrants.Where(grant =>
                grant.MemberId == from
                && grants.Contains(grant.Id)
                && !context.OfferGrants.Any(other =>
                    other.MemberId == to && other.OfferId == grant.OfferId && other.Occasion == grant.Occasion
                )
            )
            .ExecuteUpdateAsync(row => row.SetProperty(grant => grant.MemberId, to), cancellationToken);
    }
}
