using Loyalty.Domain.Members;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Members;

internal static class MergedAccounts
{
    /// <summary>The member first, then all accounts that have become part of the member's: those that merged into it, those that
    /// had merged into these before, and so on.</summary>
    public static async Task<MemberId[]> WithMergedAsync(
        this LoyaltyDbContext context,
        MemberId member,
        CancellationToken cancellationToken
    )
    {
        MemberId[] all = [member];
        var last = all;
        while (last.Length > 0)
        {
            var asked = last;
            var found = await context
                .Members.Where(row => row.MergedInto != null && asked.Contains(row.MergedInto.Value))
                .Select(row => row.Id)
                .ToArrayAsync(cancellationToken);
            last = [.. found.Except(all)];
            all = [.. all, .. last];
        }

        return all;
    }

    /// <summary>Of those of whose account others have become part: these, however many merges ago. One statement where there are
    /// none.</summary>
    public static async Task<IReadOnlyDictionary<MemberId, MemberId[]>> DuplicatesAsync(
        this LoyaltyDbContext context,
        IReadOnlyCollection<MemberId> members,
        CancellationToken cancellationToken
    )
    {
        var survivorOf = new Dictionary<MemberId, MemberId>();
        IReadOnlyCollection<MemberId> last = members;
        while (last.Count > 0)
        {
            var asked = last;
            var found = await context
                .Members.Where(row => row.MergedInto != null && asked.Contains(row.MergedInto.Value))
                .Select(row => new { row.Id, Into = row.MergedInto!.Value })
                .ToListAsync(cancellationToken);
            last =
            [
                .. found
                    .Where(row => survivorOf.TryAdd(row.Id, survivorOf.GetValueOrDefault(row.Into, row.Into)))
                    .Select(row => row.Id),
            ];
        }

        return survivorOf
            .GroupBy(one => one.Value, one => one.Key)
            .ToDictionary(group => group.Key, group => group.ToArray());
    }
}
