using Loyalty.Domain.Care;
using Loyalty.Domain.Members;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Care;

/// <summary>What members said in answer to care goes with them.</summary>
internal static class ErasedCareContacts
{
    /// <summary>Stands where something was said in free text.</summary>
    private const string Emptied = "erased";

    /// <summary>Before the contacts and the members' history, to which these rows refer. Nobody can answer a complaint any more: it
    /// counts as resolved.</summary>
    public static async Task EraseCareContactsAsync(
        this LoyaltyDbContext context,
        MemberId[] ids,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        await context
            .CareReports.Where(report =>
                context.CareEvents.Any(one => one.Id == report.CareEventId && ids.Contains(one.MemberId))
            )
            .ExecuteDeleteAsync(cancellationToken);
        var complaints = context.Complaints.Where(row => ids.Contains(row.MemberId));
        await complaints.ExecuteUpdateAsync(
            row =>
                row.SetProperty(complaint => complaint.Text, Emptied)
                    .SetProperty(complaint => complaint.Resolution, Emptied)
                    .SetProperty(complaint => complaint.CareEventId, (CareEventId?)null)
                    .SetProperty(complaint => complaint.InteractionId, (InteractionId?)null)
                    .SetProperty(
                        complaint => complaint.ResolvedAt,
                        complaint => (DateTimeOffset?)(complaint.ResolvedAt ?? now)
                    )
                    .SetProperty(complaint => complaint.Status, ComplaintStatus.Resolved)
                    .SetProperty(complaint => complaint.Version, complaint => complaint.Version + 1),
            cancellationToken
        );
    }
}
