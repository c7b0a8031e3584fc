using Loyalty.Application.Rewards;
using Loyalty.Application.Validation;
using Loyalty.Domain;
using Loyalty.Domain.Care;
using Loyalty.Domain.Points;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Care;

/// <summary>Staff say who answers a complaint, and then what was done about it.</summary>
public sealed class ChangeComplaint(LoyaltyDbContext context, TimeProvider clock)
{
    /// <param name="version">that the caller read.</param>
    /// <param name="to">the subject of a member of staff; null takes it off whoever has it.</param>
    public Task<Outcome<Complaint>> AssignAsync(
        ComplaintId id,
        long version,
        string? to,
        CancellationToken cancellationToken
    )
    {
        var errors = new FieldErrors();
        var agent = errors.Optional("assignedTo", to, LedgerOperation.ActorLengthMax);
        return ChangeAsync(id, version, errors, complaint => complaint.Assign(agent), cancellationToken);
    }

    /// <param name="version">that the caller read.</param>
    /// <param name="by">the subject of the member of staff.</param>
    public Task<Outcome<Complaint>> ResolveAsync(
        ComplaintId id,
        long version,
        string resolution,
        string by,
        CancellationToken cancellationToken
    )
    {
        var errors = new FieldErrors();
        var text = errors.Paragraphs("resolution", resolution, Complaint.TextLengthMax);
        errors.Check(text is not null, "resolution", "must not be empty");
        return ChangeAsync(
            id,
            version,
            errors,
            complaint => complaint.Resolve(text!, by, clock.Instant()),
            cancellationToken
        );
    }

    private async Task<Outcome<Complaint>> ChangeAsync(
        ComplaintId id,
        long version,
        FieldErrors errors,
        Func<Complaint, Refusal?> change,
        CancellationToken cancellationToken
    )
    {
        if (errors.Refusal is { } invalid)
        {
            return invalid;
        }

        var complaint = await context
            .Complaints.AsTracking()
            .FirstOrDefaultAsync(one => one.Id == id, cancellationToken);
        if (complaint is null || complaint.Version != version)
        {
            return complaint is null ? new Refusal.NoSuch("complaint") : new Refusal.StaleVersion();
        }

        if (change(complaint) is { } refused)
        {
            return refused;
        }

        try
        {
            await context.SaveChangesAsync(cancellationToken);
            return complaint;
        }
        catch (DbUpdateConcurrencyException)
        {
            return new Refusal.StaleVersion();
        }
    }
}
