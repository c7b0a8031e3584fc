using Loyalty.Application.Members;
using Loyalty.Application.Validation;
using Loyalty.Domain;
using Loyalty.Domain.Care;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Care;

/// <summary>What came back of a contact.</summary>
public sealed record CareOutcomeData
{
    public required CareOutcome Outcome { get; init; }

    /// <summary>When it happened; now, when not given. Not in the future, not before the contact was made.</summary>
    public DateTimeOffset? OccurredAt { get; init; }

    /// <summary>Free text of one line, at most 1,000 characters.</summary>
    public string? Note { get; init; }
}

/// <summary>Takes down what came back of a contact. The same outcome again changes nothing; the order does not matter.</summary>
public sealed class ReportCareOutcome(LoyaltyDbContext context, TimeProvider clock)
{
    /// <summary>Outcomes that one request may report.</summary>
    public const int BatchMax = 500;

    // Clocks of providers and of this machine differ a little.
    private static readonly TimeSpan SkewMax = TimeSpan.FromMinutes(5);

    /// <param name="by">the subject of the member of staff, or of the provider's client.</param>
    public Task<Outcome<CareEvent>> ExecuteAsync(
        CareEventId id,
        CareOutcomeData data,
        string by,
        CancellationToken cancellationToken
    ) => context.OnLostRacesAsync(() => TryAsync(id, data, by, cancellationToken));

    /// <summary>Each on its own: what is wrong with one does not keep the others.</summary>
    public async Task<IReadOnlyList<Outcome<CareEvent>>> ExecuteAsync(
        IReadOnlyList<(CareEventId Id, CareOutcomeData Data)> outcomes,
        string by,
        CancellationToken cancellationToken
    )
    {
        var answers = new List<Outcome<CareEvent>>(outcomes.Count);
        foreach (var (id, data) in outcomes)
        {
            answers.Add(await ExecuteAsync(id, data, by, cancellationToken));
            context.ChangeTracker.Clear();
        }

        return answers;
    }

    private async Task<Outcome<CareEvent>> TryAsync(
        CareEventId id,
        CareOutcomeData data,
        string by,
        CancellationToken cancellationToken
    )
    {
        var now = clock.Instant();
        var errors = new FieldErrors();
        var at = (data.OccurredAt ?? now).ToStoredInstant();
        var note = errors.Optional("note", data.Note, CareReport.NoteLengthMax);
        errors.Check(
            data.Outcome is not (CareOutcome.NoAnswer or CareOutcome.CallBack or CareOutcome.DoNotCall),
            "outcome",
            "is told by whoever has taken the call"
        );
        errors.Check(at <= now + SkewMax, "occurredAt", "must not be in the future");
        if (errors.Refusal is { } invalid)
        {
            return invalid;
        }

        var contact = await context.CareEvents.AsTracking().FirstOrDefaultAsync(one => one.Id == id, cancellationToken);
        if (contact is null)
        {
            return new Refusal.NoSuch("care event");
        }

        if (!contact.IsMade || contact.SentAt is not { } sentAt)
        {
            return new CareRefusal.NotUnderWay(contact.Status);
        }

        if (at < sentAt - SkewMax)
        {
            return new Refusal.InvalidRequest("occurredAt", "must not be before the contact was made");
        }

        if (await context.WhyNotNotedAsync(contact, cancellationToken) is { } erased)
        {
            return erased;
        }

        // Before looking whether it is known: who tells the same at this moment has then the same number, and one of both looks again.
        var number = await context.NextReportAsync(id, cancellationToken);
        var outcome = data.Outcome;
        if (
            await context.CareReports.AnyAsync(
                report => report.CareEventId == id && report.Outcome == outcome,
                cancellationToken
            )
        )
        {
            return contact;
        }

        var definition = await context.ReadDefinitionAsync(contact, cancellationToken);
        contact.Report(outcome, definition.Goal, definition.GoalDays, at, now);
        context.CareReports.Add(CareReports.Of(contact, number, outcome, at, note, by, now));
        if (outcome == CareOutcome.Complained)
        {
            await context.AddComplaintAsync(contact, note, by, now, cancellationToken);
        }

        await context.SaveChangesAsync(cancellationToken);
        return contact;
    }
}

internal static class CareReports
{
    /// <summary>Nothing is noted of a member who was erased.</summary>
    public static async Task<Refusal?> WhyNotNotedAsync(
        this LoyaltyDbContext context,
        CareEvent contact,
        CancellationToken cancellationToken
    ) =>
        await context.Members.AnyAsync(
            member => member.Id == contact.MemberId && member.ErasedAt != null,
            cancellationToken
        )
            ? new MemberRefusals.MemberIsErased()
            : null;

    /// <summary>The number of the next report of a contact. Of two at once the second meets the number, and looks again.</summary>
    public static async Task<int> NextReportAsync(
        this LoyaltyDbContext context,
        CareEventId contact,
        CancellationToken cancellationToken
    ) => 1 + await context.CareReports.CountAsync(report => report.CareEventId == contact, cancellationToken);

    public static CareReport Of(
        CareEvent contact,
        int number,
        CareOutcome outcome,
        DateTimeOffset at,
        string? note,
        string by,
        DateTimeOffset now
    ) =>
        new()
        {
            CareEventId = contact.Id,
            Number = number,
            Outcome = outcome,
            OccurredAt = at,
            RecordedAt = now,
            By = by,
            Note = note,
        };
}
