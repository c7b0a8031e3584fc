using Loyalty.Application.Members;
using Loyalty.Domain;
using Loyalty.Domain.Members;

namespace Loyalty.Api.Members;

/// <summary>A member's record. Interactions, relations and histories have lists of their own.</summary>
/// <param name="MayDo">what the status allows now; docs/members.md has the table.</param>
/// <param name="EnrolmentSource">what brought the member in.</param>
/// <param name="Vehicles">those that the member owns now.</param>
/// <param name="Consents">what holds now; whatever is not listed was never said and counts as no.</param>
/// <param name="Flags">what has changed in what the member does, as of the last day that was looked at.</param>
/// <param name="MergedInto">the member that this account became part of.</param>
/// <param name="ErasedAt">when the personal data was erased.</param>
public sealed record MemberView(
    MemberId Id,
    MemberStatus Status,
    IReadOnlyList<MemberOperation> MayDo,
    MemberKind Kind,
    NameView Name,
    DateOnly? BirthDate,
    AddressView? Address,
    string? PreferredLanguage,
    Relationship Relationship,
    InterestLevel InterestLevel,
    DateTimeOffset EnrolledAt,
    string? EnrolmentSource,
    IReadOnlyList<ContactPointView> ContactPoints,
    IReadOnlyList<VehicleView> Vehicles,
    IReadOnlyList<ConsentView> Consents,
    IReadOnlyList<CardView> Cards,
    IReadOnlyList<ExternalIdView> ExternalIds,
    IReadOnlyList<FlagView> Flags,
    MemberId? MergedInto,
    DateTimeOffset? ErasedAt
)
{
    public static MemberView Of(MemberRecord record)
    {
        var member = record.Member;
        return new(
            member.Id,
            member.Status,
            [.. Enum.GetValues<MemberOperation>().Where(operation => member.Status.Allows(operation))],
            member.Kind,
            NameView.Of(member.Name),
            member.BirthDate,
            member.Address is { } address ? AddressView.Of(address) : null,
            member.PreferredLanguage,
            member.Relationship,
            member.InterestLevel,
            member.EnrolledAt,
            member.EnrolmentSource,
            [.. record.ContactPoints.Select(ContactPointView.Of)],
            [.. record.Vehicles.Select(VehicleView.Of)],
            [.. record.Consents.Select(ConsentView.Of)],
            [.. record.Cards.Select(CardView.Of)],
            [.. record.ExternalIds.Select(ExternalIdView.Of)],
            [.. record.Flags.Select(FlagView.Of)],
            member.MergedInto,
            member.ErasedAt
        );
    }
}

/// <summary>A member in a list.</summary>
public sealed record MemberSummaryView(
    MemberId Id,
    MemberStatus Status,
    MemberKind Kind,
    string Name,
    Relationship Relationship,
    DateTimeOffset EnrolledAt
)
{
    public static MemberSummaryView Of(Member member) =>
        new(member.Id, member.Status, member.Kind, member.Name.Display, member.Relationship, member.EnrolledAt);
}

public sealed record NameView(string Display, string? Given, string? Family, string? Company)
{
    public static NameView Of(PersonName name) => new(name.Display, name.Given, name.Family, name.Company);
}

public sealed record AddressView(
    IReadOnlyList<string> Addressee,
    IReadOnlyList<string> Street,
    string? PostalCode,
    string City,
    string? Region,
    string Country
)
{
    public static AddressView Of(PostalAddress address) =>
        new(address.Addressee, address.Street, address.PostalCode, address.City, address.Region, address.Country);
}

/// <param name="Value">telephone numbers in E.164.</param>
/// <param name="VerifiedAt">when the member proved to be reached there; null while unproven.</param>
public sealed record ContactPointView(
    ContactPointId Id,
    ContactPointKind Kind,
    string Value,
    bool Primary,
    bool Verified,
    DateTimeOffset? VerifiedAt
)
{
    public static ContactPointView Of(ContactPoint point) =>
        new(point.Id, point.Kind, point.Value, point.IsPrimary, point.VerifiedAt is not null, point.VerifiedAt);
}

/// <param name="DecidedAt">when the member said so.</param>
/// <param name="Source">where.</param>
public sealed record ConsentView(
    ConsentPurpose Purpose,
    ConsentChannel Channel,
    bool Granted,
    DateTimeOffset DecidedAt,
    string Source
)
{
    public static ConsentView Of(Consent consent) =>
        new(consent.Purpose, consent.Channel, consent.Granted, consent.DecidedAt, consent.Source);
}

/// <summary>A decision in the history of consents.</summary>
/// <param name="RecordedAt">when the club learned of it.</param>
public sealed record ConsentChangeView(
    ConsentPurpose Purpose,
    ConsentChannel Channel,
    bool Granted,
    DateTimeOffset DecidedAt,
    string Source,
    DateTimeOffset RecordedAt
)
{
    public static ConsentChangeView Of(ConsentChange change) =>
        new(change.Purpose, change.Channel, change.Granted, change.DecidedAt, change.Source, change.RecordedAt);
}

/// <param name="Number">digits only.</param>
/// <param name="Reason">why it was blocked or replaced.</param>
/// <param name="EndedAt">when.</param>
/// <param name="ReplacedBy">the number of the card that took its place.</param>
public sealed record CardView(
    string Number,
    MemberId MemberId,
    CardStatus Status,
    DateTimeOffset IssuedAt,
    string? Reason,
    DateTimeOffset? EndedAt,
    string? ReplacedBy
)
{
    public static CardView Of(Card card) =>
        new(
            card.Number.Value,
            card.MemberId,
            card.Status,
            card.IssuedAt,
            card.Reason,
            card.EndedAt,
            card.ReplacedBy?.Value
        );
}

public sealed record ExternalIdView(string System, string Value)
{
    public static ExternalIdView Of(ExternalId id) => new(id.System, id.Value);
}

public sealed record SignInView(string Issuer, string Subject, DateTimeOffset AttachedAt)
{
    public static SignInView Of(MemberSignIn signIn) => new(signIn.Issuer, signIn.Subject, signIn.AttachedAt);
}

/// <summary>A step in the history of a member's status.</summary>
/// <param name="ChangedBy">the staff account.</param>
public sealed record StatusChangeView(
    MemberStatus From,
    MemberStatus To,
    string Reason,
    string ChangedBy,
    DateTimeOffset ChangedAt
)
{
    public static StatusChangeView Of(MemberStatusChange change) =>
        new(change.FromStatus, change.ToStatus, change.Reason, change.ChangedBy, change.ChangedAt);
}

/// <summary>A vehicle and the time that the member owns or owned it.</summary>
/// <param name="MileageKm">the newest reading, in kilometres.</param>
/// <param name="OwnedUntil">the last day; null while the member owns it.</param>
public sealed record VehicleView(
    VehicleId Id,
    string Vin,
    string? Model,
    string? Plant,
    DateOnly? BuiltOn,
    DateOnly? WarrantyEndsOn,
    int? MileageKm,
    DateOnly? MileageReadOn,
    DateOnly OwnedFrom,
    DateOnly? OwnedUntil,
    DateOnly? PurchasedOn,
    string? Dealer,
    DateOnly? InsuranceEndsOn
)
{
    public static VehicleView Of(OwnedVehicle owned)
    {
        var (vehicle, ownership) = owned;
        return new(
            vehicle.Id,
            vehicle.Vin.Value,
            vehicle.Model,
            vehicle.Plant,
            vehicle.BuiltOn,
            vehicle.WarrantyEndsOn,
            vehicle.MileageKm,
            vehicle.MileageReadOn,
            ownership.OwnedFrom,
            ownership.OwnedUntil,
            ownership.PurchasedOn,
            ownership.Dealer,
            ownership.InsuranceEndsOn
        );
    }
}

public sealed record MileageReadingView(
    MileageReadingId Id,
    DateOnly ReadOn,
    int Kilometres,
    string Source,
    bool IsCorrection,
    DateTimeOffset RecordedAt
)
{
    public static MileageReadingView Of(MileageReading reading) =>
        new(reading.Id, reading.ReadOn, reading.Kilometres, reading.Source, reading.IsCorrection, reading.RecordedAt);
}

public sealed record InteractionView(
    InteractionId Id,
    InteractionKind Kind,
    DateTimeOffset OccurredAt,
    InteractionChannel Channel,
    string Subject,
    string? Dealer,
    VehicleId? VehicleId,
    Money? Amount
)
{
    public static InteractionView Of(Interaction interaction) =>
        new(
            interaction.Id,
            interaction.Kind,
            interaction.OccurredAt,
            interaction.Channel,
            interaction.Subject,
            interaction.Dealer,
            interaction.VehicleId,
            interaction is { Amount: { } amount, Currency: { } currency }
                ? new Money(amount, currency).InPlainForm()
                : null
        );
}

public sealed record RelationView(
    RelationId Id,
    RelationKind Kind,
    MemberId? OtherMemberId,
    string? OtherName,
    DateOnly? Since,
    DateOnly? Until
)
{
    public static RelationView Of(BusinessRelation relation) =>
        new(relation.Id, relation.Kind, relation.OtherMemberId, relation.OtherName, relation.Since, relation.Until);
}
