using Loyalty.Application.Members;
using Loyalty.Application.Validation;
using Loyalty.Domain;
using Loyalty.Domain.Care;
using Loyalty.Domain.Members;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Care;

/// <summary>What came of a call.</summary>
public sealed record CareCallData
{
    public required CareOutcome Outcome { get; init; }

    /// <summary>Of <see cref="CareOutcome.CallBack"/>: when the member wants to be called.</summary>
    public DateTimeOffset? CallBackAt { get; init; }

    /// <summary>Free text of one line, at most 1,000 characters.</summary>
    public string? Note { get; init; }
}

/// <summary>The agent who has taken a call says what came of it.</summary>
public sealed class ReportCareCall(LoyaltyDbContext context, RecordConsents consents, TimeProvider clock)
{
    /// <summary>Until a call that nobody took is tried again.</summary>
    public static readonly TimeSpan RetryAfter = TimeSpan.FromHours(4);

    /// <summary>Where the member took the consents back.</summary>
    private const string ConsentSource = "call";

    /// <param name="agent">the token's subject.</param>
    public Task<Outcome<CareEvent>> ExecuteAsync(
        CareEventId id,
        CareCallData data,
        string agent,
        CancellationToken cancellationToken
    ) => context.OnLostRacesAsync(() => TryAsync(id, data, agent, cancellationToken));

    private async Task<Outcome<CareEvent>> TryAsync(
        CareEventId id,
        CareCallData data,
        string agent,
        CancellationToken cancellationToken
    )
    {
        var now = clock.Instant();
        // Within the Idempotency-Key's transaction where there is one.
        await using var own = context.Database.CurrentTransaction is null
            ? await context.Database.BeginTransactionAsync(cancellationToken)
            : null;
        var call = await context
            .CareEvents.AsTracking()
            .FirstOrDefaultAsync(one => one.Id == id && one.Channel == ConsentChannel.Phone, cancellationToken);
        if (call is null)
        {
            return new Refusal.NoSuch("call");
        }

        if (!call.IsTakenBy(agent, now))
        {
            return call.Status == CareStatus.Queued
                ? new CareRefusal.CallNotTaken()
                : new CareRefusal.NotUnderWay(call.Status);
        }

        var errors = new FieldErrors();
        var note = errors.Optional("note", data.Note, CareReport.NoteLengthMax);
        var definition = await context.ReadDefinitionAsync(call, cancellationToken);
        Check(data, definition, errors, now);
        if ((errors.Refusal ?? await context.WhyNotNotedAsync(call, cancellationToken)) is { } refusal)
        {
            return refusal;
        }

        await ApplyAsync(call, definition, data, note, agent, now, cancellationToken);
        await context.SaveChangesAsync(cancellationToken);
        if (
            data.Outcome == CareOutcome.DoNotCall
            && await EndCallsAsync(call.MemberId, now, cancellationToken) is { } unrecorded
        )
        {
            return unrecorded;
        }

        if (own is not null)
        {
            await own.CommitAsync(cancellationToken);
        }

        return call;
    }

    private static void Check(CareCallData data, CareRuleDefinition definition, FieldErrors errors, DateTimeOffset now)
    {
        errors.Check(
            data.Outcome is not (CareOutcome.Delivered or CareOutcome.Opened),
            "outcome",
            "is no outcome of a call"
        );
        errors.Check(
            data.Outcome == CareOutcome.CallBack == data.CallBackAt is not null,
            "callBackAt",
            "must be given for callBack, and for nothing else"
        );
        errors.Check(
            data.CallBackAt is not { } at || (at > now && at <= now.AddDays(definition.GoalDays)),
            "callBackAt",
            $"must be within {definition.GoalDays} days from now on"
        );
    }

    private async Task ApplyAsync(
        CareEvent call,
        CareRuleDefinition definition,
        CareCallData data,
        string? note,
        string agent,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        switch (data.Outcome)
        {
            case CareOutcome.NoAnswer when call.Attempts + 1 >= CareEvent.AttemptsMax:
                call.GiveUp(definition.Goal, definition.GoalDays, now);
                break;
            case CareOutcome.NoAnswer:
                call.Defer(CareOutcome.NoAnswer, now + RetryAfter);
                break;
            case CareOutcome.CallBack:
                call.Defer(CareOutcome.CallBack, data.CallBackAt!.Value.ToStoredInstant());
                break;
            default:
                call.Report(data.Outcome, definition.Goal, definition.GoalDays, now, now);
                break;
        }

        var number = await context.NextReportAsync(call.Id, cancellationToken);
        context.CareReports.Add(CareReports.Of(call, number, data.Outcome, now, note, agent, now));
        if (data.Outcome == CareOutcome.Complained)
        {
            await context.AddComplaintAsync(call, note, agent, now, cancellationToken);
        }
    }

    /// <summary>The member is not called any more: not for this, and not for anything else.</summary>
    private async Task<Refusal?> EndCallsAsync(MemberId member, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var others = await context
            .CareEvents.AsTracking()
            .Where(one =>
                one.MemberId == member && one.Status == CareStatus.Queued && one.Channel == ConsentChannel.Phone
            )
            .OrderBy(one => one.Id)
            .ToListAsync(cancellationToken);
        foreach (var other in others)
        {
            other.Skip(CareReasons.NoConsent, now);
        }

        await context.SaveChangesAsync(cancellationToken);
        var decisions = Enum.GetValues<ConsentPurpose>()
            .Select(purpose => new ConsentData
            {
                Purpose = purpose,
                Channel = ConsentChannel.Phone,
                Granted = false,
                Source = ConsentSource,
            });
        return (await consents.ExecuteAsync(member, [.. decisions], cancellationToken)).Refusal;
    }
}
