using Loyalty.Domain.Magazine;
using Loyalty.Domain.Members;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Magazine;

/// <summary>Reads what decides whether copies can reach members: as many statements for a page of them as for one.</summary>
internal static class FindReach
{
    /// <param name="members">some hundreds at the most.</param>
    public static async Task<IReadOnlyDictionary<MemberId, MagazineReach>> ReadReachAsync(
        this LoyaltyDbContext context,
        IReadOnlyCollection<MemberId> members,
        CancellationToken cancellationToken
    )
    {
        var rows = await context
            .Members.AsNoTracking()
            .Where(member => members.Contains(member.Id))
            .ToListAsync(cancellationToken);
        var consents = await context
            .Consents.AsNoTracking()
            .Where(consent =>
                members.Contains(consent.MemberId) && consent.Purpose == ConsentPurpose.Magazine && consent.Granted
            )
            .Select(consent => new { consent.MemberId, consent.Channel })
            .ToListAsync(cancellationToken);
        var emails = await context
            .ContactPoints.AsNoTracking()
            .Where(point => members.Contains(point.MemberId) && point.Kind == ContactPointKind.Email && point.IsPrimary)
            .ToListAsync(cancellationToken);
        var returned = await context
            .ReturnedAddresses.AsNoTracking()
            .Where(address => members.Contains(address.MemberId))
            .ToListAsync(cancellationToken);
        var (consentsOf, emailsOf, returnedOf) = (
            consents.ToLookup(one => one.MemberId, one => one.Channel),
            emails.ToLookup(one => one.MemberId),
            returned.ToLookup(one => one.MemberId)
        );
        return rows.ToDictionary(
            member => member.Id,
            member => new MagazineReach
            {
                MemberId = member.Id,
                Status = member.Status,
                Name = member.Name.Display,
                PreferredLanguage = member.PreferredLanguage,
                Address = member.Address,
                Email = emailsOf[member.Id].FirstOrDefault()?.Value,
                NormalizedEmail = emailsOf[member.Id].FirstOrDefault()?.NormalizedValue,
                Consents = [.. consentsOf[member.Id]],
                Returned = [.. returnedOf[member.Id]],
            }
        );
    }
}
