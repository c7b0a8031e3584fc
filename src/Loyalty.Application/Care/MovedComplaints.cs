using Loyalty.Domain.Care;
using Loyalty.Domain.Members;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Care;

/// <summary>Complaints that are still open go to the survivor of a merge, who gets the answer, and back when it is undone.</summary>
internal static class MovedComplaints
{
    public static async Task<IReadOnlyList<Guid>> OpenComplaintsOfAsync(
        this LoyaltyDbContext context,
        MemberId member,
        CancellationToken cancellationToken
    ) =>
        [
            .. (
                await context
                    .Complaints.Where(row => row.MemberId == member && row.Status == ComplaintStatus.Open)
                    .Select(row => row.Id)
                    .ToListAsync(cancellationToken)
            ).Select(id => id.Value),
        ];

    public static Task MoveComplaintsAsync(
        this LoyaltyDbContext context,
        IReadOnlyList<Guid> moved,
        MemberId from,
        MemberId to,
        CancellationToken cancellationToken
    )
    {
        var ids = moved.Select(ComplaintId.From).ToArray();
        return context
            .Complaints.Where(row => row.MemberId == from && ids.Contains(row.Id))
            .ExecuteUpdateAsync(
                row =>
                    row.SetProperty(complaint => complaint.MemberId, to)
                        .SetProperty(complaint => complaint.Version, complaint => complaint.Version + 1),
                cancellationToken
            );
    }
}
