using Loyalty.Domain.Magazine;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Magazine;

/// <param name="Barred">what may no longer be sent, and why.</param>
/// <param name="Readdressed">mails whose member has another address by now.</param>
internal sealed record JudgedCopies(
    IReadOnlyDictionary<CopyId, CopyObstacle> Barred,
    IReadOnlyList<(CopyId Copy, MagazineReach Reach)> Readdressed
);

/// <summary>Judges copies once more before they leave: since the freeze consent may have been withdrawn, an account closed, an address
/// changed. Labels are printed, and stand.</summary>
internal static class JudgeCopies
{
    public static async Task<JudgedCopies> JudgeAsync(
        this LoyaltyDbContext context,
        List<MagazineCopy> page,
        CancellationToken cancellationToken
    )
    {
        var (barred, readdressed) = (
            new Dictionary<CopyId, CopyObstacle>(),
            new List<(CopyId Copy, MagazineReach Reach)>()
        );
        var copies = page.FindAll(copy => copy.Channel != MagazineChannel.Post);
        if (copies.Count == 0)
        {
            return new JudgedCopies(barred, readdressed);
        }

        // Whose subscription it is now: after a merge, the survivor's.
        var subscriptions = copies.Select(copy => copy.SubscriptionId).ToArray();
        var owners = await context
            .MagazineSubscriptions.Where(row => subscriptions.Contains(row.Id))
            .Select(row => new { row.Id, row.MemberId })
            .ToDictionaryAsync(row => row.Id, row => row.MemberId, cancellationToken);
        var reaches = await context.ReadReachAsync([.. owners.Values.Distinct()], cancellationToken);
        foreach (var copy in copies)
        {
            var reach = reaches[owners[copy.SubscriptionId]];
            if (reach.WhyNot(copy.Channel) is { } obstacle)
            {
                barred.Add(copy.Id, obstacle);
            }
            else if (copy.Channel == MagazineChannel.Email && copy.Recipient != reach.Email)
            {
                readdressed.Add((copy.Id, reach));
            }
        }

        return new JudgedCopies(barred, readdressed);
    }

    /// <returns>how many were skipped: fewer than were barred when another process has sent some.</returns>
    public static async Task<int> SkipAsync(
        this LoyaltyDbContext context,
        JudgedCopies judged,
        CancellationToken cancellationToken
    )
    {
        var skipped = 0;
        foreach (var same in judged.Barred.GroupBy(one => one.Value, one => one.Key))
        {
            var (ids, obstacle) = (same.ToArray(), (CopyObstacle?)same.Key);
            skipped += await context
                .MagazineCopies.Where(copy => ids.Contains(copy.Id) && copy.Status == CopyStatus.Ready)
                .ExecuteUpdateAsync(
                    row =>
                        row.SetProperty(copy => copy.Status, CopyStatus.Skipped)
                            .SetProperty(copy => copy.Obstacle, obstacle)
                            .SetProperty(copy => copy.Recipient, (string?)null)
                            .SetProperty(copy => copy.AddressFingerprint, (byte[]?)null),
                    cancellationToken
                );
        }

        return skipped;
    }

    public static async Task ReaddressAsync(
        this LoyaltyDbContext context,
        JudgedCopies judged,
        CancellationToken cancellationToken
    )
    {
        foreach (var (id, reach) in judged.Readdressed)
        {
            var (email, fingerprint) = (reach.Email, reach.FingerprintOf(MagazineChannel.Email));
            await context
                .MagazineCopies.Where(copy => copy.Id == id)
                .ExecuteUpdateAsync(
                    row =>
                        row.SetProperty(copy => copy.Recipient, email)
                            .SetProperty(copy => copy.AddressFingerprint, fingerprint),
                    cancellationToken
                );
        }
    }
}
