using Loyalty.Application.Events;
using Loyalty.Application.Validation;
using Loyalty.Domain;
using Loyalty.Domain.Events;
using Loyalty.Domain.Members;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Members;

public sealed record EnrolMemberRequest
{
    public required MemberData Member { get; init; }

    /// <summary>What brought the member in: <c>dealer</c>, <c>app</c>, <c>import</c>, a campaign's code.</summary>
    public string? Source { get; init; }

    public IReadOnlyList<ContactPointData>? ContactPoints { get; init; }

    public IReadOnlyList<VehicleData>? Vehicles { get; init; }

    public IReadOnlyList<ConsentData>? Consents { get; init; }

    public IReadOnlyList<ExternalIdData>? ExternalIds { get; init; }

    /// <summary>Whether a first card is issued at once.</summary>
    public bool IssueCard { get; init; } = true;
}

/// <summary>
/// Takes a person or company into the club. Refused as <see cref="MemberRefusals.DuplicateMember"/> when another member holds
/// one of the e-mail addresses or numbers as verified, owns one of the vehicles now, or has one of the external ids. The
/// unique keys of the tables decide between enrolments at the same moment.
/// </summary>
public sealed class EnrolMember(
    LoyaltyDbContext context,
    CardNumbers cardNumbers,
    EventOutbox outbox,
    TimeProvider clock
)
{
    public Task<Outcome<MemberId>> ExecuteAsync(EnrolMemberRequest request, CancellationToken cancellationToken) =>
        context.OnLostRacesAsync(() => TryAsync(request, cancellationToken));

    private async Task<Outcome<MemberId>> TryAsync(EnrolMemberRequest request, CancellationToken cancellationToken)
    {
        var now = clock.Instant();
        var today = DateOnly.FromDateTime(now.UtcDateTime).AddDays(1); // the day has begun in the east already
        var errors = new FieldErrors();
        var data = request.Member.Check(errors, today);
        var member = new Member
        {
            Id = Identifier.New<MemberId>(now),
            EnrolledAt = now,
            EnrolmentSource = errors.Optional("source", request.Source, 100),
        };
        var points = ContactPoints(request, errors, member.Id, now);
        var vehicles = Vehicles(request, errors, today);
        var consents = errors
            .List("consents", request.Consents, ConsentData.CountMax)
            .Select((consent, i) => consent.Check(errors, $"consents[{i}].", member.Id, now))
            .ToList();
        var externalIds = errors
            .List("externalIds", request.ExternalIds, ExternalIdData.CountMax)
            .Select((id, i) => id.Check(errors, $"externalIds[{i}].", member.Id))
            .ToList();
        errors.Check(
            externalIds.DistinctBy(id => id.System, StringComparer.Ordinal).Count() == externalIds.Count,
            "externalIds",
            "must not name a system twice"
        );
        if (errors.Refusal is { } invalid)
        {
            return invalid;
        }

        data.ApplyTo(member);
        context.Members.Add(member);
        context.AddSearchNames(member);
        var duplicate =
            await AddContactPointsAsync(points, cancellationToken)
            ?? await AddExternalIdsAsync(externalIds, cancellationToken);
        if (duplicate is not null)
        {
            return duplicate;
        }

        foreach (var (vin, facts, from) in vehicles)
        {
            if (
                (await context.AddOwnershipAsync(member.Id, vin, facts, from, now, cancellationToken)).Refusal is
                { } taken
            )
            {
                return taken;
            }
        }

        context.AddConsents(consents);
        if (request.IssueCard)
        {
            var number = await cardNumbers.NextAsync(cancellationToken);
            context.Cards.Add(
                new Card
                {
                    Number = number,
                    MemberId = member.Id,
                    IssuedAt = now,
                }
            );
        }

        await outbox.AddAsync(
            context,
            ClubEventType.MemberEnrolled,
            member.Id,
            now,
            () => new ClubEventData.OfMember(member.Id.ToString()),
            cancellationToken
        );
        await context.SaveChangesAsync(cancellationToken);
        return member.Id;
    }

    private static List<ContactPoint> ContactPoints(
        EnrolMemberRequest request,
        FieldErrors errors,
        MemberId member,
        DateTimeOffset now
    )
    {
        var points = new List<ContactPoint>();
        foreach (
            var (i, data) in errors.List("contactPoints", request.ContactPoints, ContactPointData.CountMax).Index()
        )
        {
            var (value, normalized) = data.Check(errors, $"contactPoints[{i}].value");
            errors.Check(
                points.TrueForAll(point => point.NormalizedValue.Length == 0 || point.NormalizedValue != normalized),
                $"contactPoints[{i}].value",
                "is there twice"
            );
            var ofKind = points.Where(point => point.Kind == data.Kind).ToList();
            if (data.Primary)
            {
                ofKind.ForEach(point => point.IsPrimary = false);
            }

            var added = new ContactPoint
            {
                Id = Identifier.New<ContactPointId>(now),
                MemberId = member,
                Kind = data.Kind,
                Value = value,
                NormalizedValue = normalized,
                AddedAt = now,
                IsPrimary = data.Primary || ofKind.Count == 0,
            };
            if (data.Verified)
            {
                added.Verify(now);
            }

            points.Add(added);
        }

        return points;
    }

    private static List<(Vin Vin, VehicleFacts Facts, DateOnly From)> Vehicles(
        EnrolMemberRequest request,
        FieldErrors errors,
        DateOnly today
    )
    {
        var vehicles = errors
            .List("vehicles", request.Vehicles, VehicleData.CountMax)
            .Select((vehicle, i) => vehicle.CheckAll(errors, $"vehicles[{i}].", today))
            .ToList();
        errors.Check(
            vehicles.DistinctBy(vehicle => vehicle.Vin).Count() == vehicles.Count,
            "vehicles",
            "must not name a vehicle twice"
        );
        return vehicles;
    }

    private async Task<Refusal?> AddContactPointsAsync(List<ContactPoint> points, CancellationToken cancellationToken)
    {
        var values = points.Select(point => point.NormalizedValue).ToList();
        var claimed = await context
            .ContactPoints.AsNoTracking()
            .Where(point => point.ClaimedValue != null && values.Contains(point.ClaimedValue))
            .Select(point => (ContactPointKind?)point.Kind)
            .FirstOrDefaultAsync(cancellationToken);
        context.ContactPoints.AddRange(points);
        return claimed is { } kind ? new MemberRefusals.DuplicateMember(ContactPointData.Conflict(kind)) : null;
    }

    private async Task<Refusal?> AddExternalIdsAsync(List<ExternalId> ids, CancellationToken cancellationToken)
    {
        foreach (var id in ids)
        {
            if (
                await context.ExternalIds.AnyAsync(
                    known => known.Value == id.Value && known.System == id.System,
                    cancellationToken
                )
            )
            {
                return new MemberRefusals.DuplicateMember(DuplicateKind.ExternalId);
            }
        }

        context.ExternalIds.AddRange(ids);
        return null;
    }
}
