using Loyalty.Application.Members;
using Loyalty.Domain.Care;
using Loyalty.Domain.Members;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Care;

/// <summary>Where a contact goes, by the record as it is now.</summary>
public abstract record CareRecipient
{
    private CareRecipient() { }

    public sealed record ByEmail(string Address) : CareRecipient;

    /// <param name="Number">in E.164: of a text message, or of a call.</param>
    /// <param name="Name">whom to ask for.</param>
    public sealed record ByPhone(string Number, string Name) : CareRecipient;

    /// <summary>On whatever devices the member's app has.</summary>
    public sealed record ByApp : CareRecipient;

    /// <param name="Label">line by line from the top.</param>
    public sealed record ByPost(IReadOnlyList<string> Label) : CareRecipient;

    /// <param name="Reason">a code of <see cref="CareReasons"/>.</param>
    public sealed record Nobody(string Reason) : CareRecipient;
}

/// <summary>Finds where contacts go, and whether the club may still write or call: what held when they were sent or queued may not
/// hold any more.</summary>
public sealed class CareRecipients(ClubOptions club)
{
    private const int MembersPerStatement = 500;

    /// <param name="contacts">all with a channel.</param>
    internal async Task<Dictionary<CareEventId, CareRecipient>> FindAsync(
        LoyaltyDbContext context,
        IReadOnlyCollection<CareEvent> contacts,
        IReadOnlyDictionary<CareEventId, CareRuleDefinition> definitions,
        CancellationToken cancellationToken
    )
    {
        var found = new Dictionary<CareEventId, CareRecipient>();
        foreach (var some in contacts.Chunk(MembersPerStatement))
        {
            var known = await ReadAsync(context, some, cancellationToken);
            foreach (var contact in some)
            {
                found.Add(contact.Id, Find(contact, definitions[contact.Id], known));
            }
        }

        return found;
    }

    private static async Task<Known> ReadAsync(
        LoyaltyDbContext context,
        CareEvent[] contacts,
        CancellationToken cancellationToken
    )
    {
        var ids = contacts.Select(contact => contact.MemberId).Distinct().ToArray();
        return new Known(
            await context
                .Members.AsNoTracking()
                .Where(member => ids.Contains(member.Id))
                .ToDictionaryAsync(member => member.Id, cancellationToken),
            (
                await context
                    .Consents.AsNoTracking()
                    .Where(consent => ids.Contains(consent.MemberId) && consent.Granted)
                    .Select(consent => new
                    {
                        consent.MemberId,
                        consent.Purpose,
                        consent.Channel,
                    })
                    .ToListAsync(cancellationToken)
            ).Select(consent => (consent.MemberId, consent.Purpose, consent.Channel)).ToHashSet(),
            (
                await context
                    .ContactPoints.AsNoTracking()
                    .Where(point => ids.Contains(point.MemberId))
                    .ToListAsync(cancellationToken)
            ).ToLookup(point => point.MemberId),
            (
                await context
                    .CarePreferences.AsNoTracking()
                    .Where(row => ids.Contains(row.MemberId))
                    .ToListAsync(cancellationToken)
            ).ToDictionary(row => row.MemberId),
            (
                await context
                    .MemberSignIns.Where(row => ids.Contains(row.MemberId))
                    .Select(row => row.MemberId)
                    .Distinct()
                    .ToListAsync(cancellationToken)
            ).ToHashSet()
        );
    }

    private CareRecipient Find(CareEvent contact, CareRuleDefinition rule, Known known)
    {
        var member = known.Members[contact.MemberId];
        if (member.ErasedAt is not null || !member.Status.Allows(MemberOperation.Message))
        {
            return new CareRecipient.Nobody(CareReasons.MemberStatus);
        }

        var channel = contact.Channel!.Value;
        if (!known.Consents.Contains((member.Id, rule.Purpose, channel)))
        {
            return new CareRecipient.Nobody(CareReasons.NoConsent);
        }

        // Recalls pass what the member wishes, and never what the member has not consented to.
        if (!rule.IsAboveCap && known.Preferences.GetValueOrDefault(member.Id)?.Muted.Contains(contact.Kind) == true)
        {
            return new CareRecipient.Nobody(CareReasons.Muted);
        }

        return channel switch
        {
            ConsentChannel.Email => known.Point(member.Id, ContactPointKind.Email) is { } email
                ? new CareRecipient.ByEmail(email)
                : new CareRecipient.Nobody(CareReasons.NoAddress),
            ConsentChannel.Sms or ConsentChannel.Phone => known.Point(member.Id, ContactPointKind.Phone) is { } number
                ? new CareRecipient.ByPhone(number, member.Name.Display)
                : new CareRecipient.Nobody(CareReasons.NoAddress),
            ConsentChannel.Post => member.Address is { } address
                ? new CareRecipient.ByPost(address.ToLabel(member.Name.Display, club.Country ?? ""))
                : new CareRecipient.Nobody(CareReasons.NoAddress),
            _ => known.SignedIn.Contains(member.Id)
                ? new CareRecipient.ByApp()
                : new CareRecipient.Nobody(CareReasons.NoAddress),
        };
    }

    private sealed record Known(
        IReadOnlyDictionary<MemberId, Member> Members,
        HashSet<(MemberId, ConsentPurpose, ConsentChannel)> Consents,
        ILookup<MemberId, ContactPoint> Points,
        IReadOnlyDictionary<MemberId, CarePreferences> Preferences,
        HashSet<MemberId> SignedIn
    )
    {
        /// <summary>The primary one, else the one that was given first.</summary>
        public string? Point(MemberId member, ContactPointKind kind) =>
            Points[member]
                .Where(point => point.Kind == kind)
                .OrderByDescending(point => point.IsPrimary)
                .ThenBy(point => point.AddedAt)
                .FirstOrDefault()
                ?.Value;
    }
}
