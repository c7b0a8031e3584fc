using Loyalty.Domain.Members;

namespace Loyalty.Domain.Care;

/// <summary>Where a due contact stands.</summary>
public enum CareStatus
{
    /// <summary>Waits for its day, or for quiet hours to end.</summary>
    Planned,

    /// <summary>On a call list, or for the next file of letters.</summary>
    Queued,

    /// <summary>Handed to whoever delivers it.</summary>
    Sent,

    /// <summary>The goal was reached.</summary>
    Done,

    /// <summary>The goal was not reached in time, or cannot be any more.</summary>
    Ended,

    /// <summary>Not sent; <see cref="CareEvent.Reason"/> says why.</summary>
    Skipped,
}

/// <summary>What came back of a contact.</summary>
public enum CareOutcome
{
    Delivered,
    Opened,
    Answered,
    Booked,

    /// <summary>It could not be delivered, or the number is wrong.</summary>
    Failed,

    /// <summary>Nobody took the call.</summary>
    NoAnswer,

    /// <summary>The member asks for a call at another time.</summary>
    CallBack,

    /// <summary>The member does not want it.</summary>
    Declined,

    /// <summary>The member does not want to be called any more.</summary>
    DoNotCall,

    Complained,
}

/// <summary>What a contact is about. Ids and numbers, nothing personal.</summary>
/// <param name="Day">of the birthday, the service, the lapse.</param>
public sealed record CareFacts(DateOnly Day)
{
    public VehicleId? Vehicle { get; init; }

    public long? Points { get; init; }

    public string? Currency { get; init; }

    public int? Kilometres { get; init; }

    public string? Reward { get; init; }

    public string? Tier { get; init; }

    /// <summary>By how much, in per cent.</summary>
    public int? Percent { get; init; }

    /// <summary>The key of an attribute.</summary>
    public string? Attribute { get; init; }
}

/// <summary>One due contact of one member: made once, whoever plans it, and followed to its outcome.</summary>
public sealed class CareEvent : IVersioned
{
    public const int OccasionLengthMax = 80;
    public const int ReasonLengthMax = 40;

    public required CareEventId Id { get; init; }

    public required CareRuleId RuleId { get; init; }

    /// <summary>Of the rule as it planned, and then as it sent.</summary>
    public required long RuleVersion { get; set; }

    public required MemberId MemberId { get; set; }

    /// <summary>What it is for, such as <c>birthday/2026</c>: one contact of a rule for a member and an occasion, ever.</summary>
    public required string Occasion { get; init; }

    public required CareKind Kind { get; init; }

    /// <summary>The day on which it is to go out, in the programme's zone.</summary>
    public required DateOnly DueOn { get; set; }

    public required CareFacts Facts { get; set; }

    public required int Priority { get; init; }

    /// <summary>Left out on purpose, and followed all the same.</summary>
    public required bool IsControl { get; init; }

    public CareStatus Status { get; private set; } = CareStatus.Planned;

    /// <summary>When it is looked at next: to be sent, or for the time to respond to be over. Null when it is over.</summary>
    public DateTimeOffset? NextAt { get; private set; }

    public ConsentChannel? Channel { get; private set; }

    public required DateTimeOffset PlannedAt { get; init; }

    /// <summary>When it was handed over or put on a list; of a control, when it would have been.</summary>
    public DateTimeOffset? SentAt { get; private set; }

    /// <summary>Whether it counts under the cap over all rules.</summary>
    public bool IsCounted { get; private set; }

    /// <summary>When it was <see cref="CareStatus.Done"/>, <see cref="CareStatus.Ended"/> or <see cref="CareStatus.Skipped"/>.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>The last thing that came back.</summary>
    public CareOutcome? Outcome { get; private set; }

    /// <summary>Why it was skipped, or waits: a code of <see cref="CareReasons"/>.</summary>
    public string? Reason { get; private set; }

    /// <summary>The agent who has taken the call, by the token's subject.</summary>
    public string? TakenBy { get; private set; }

    public DateTimeOffset? TakenUntil { get; private set; }

    /// <summary>How often a call was tried.</summary>
    public int Attempts { get; private set; }

    public long Version { get; set; }

    public static CareEvent Plan(
        CareRule rule,
        MemberId member,
        string occasion,
        DateOnly dueOn,
        CareFacts facts,
        DateTimeOffset nextAt,
        DateTimeOffset now
    )
    {
        var id = CareEventId.Of(rule.Id, member, occasion);
        return new CareEvent
        {
            Id = id,
            RuleId = rule.Id,
            RuleVersion = rule.Version,
            MemberId = member,
            Occasion = occasion,
            Kind = rule.Definition.Trigger.KindOf(),
            DueOn = dueOn,
            Facts = facts,
            Priority = rule.Definition.Priority,
            IsControl = IsLeftOut(id, rule.Definition.ControlPercent),
            PlannedAt = now,
            NextAt = nextAt,
        };
    }

    /// <summary>Whether a contact belongs to those that are left out on purpose: by its id, which is as good as chance and the same
    /// whoever asks.</summary>
    public static bool IsLeftOut(CareEventId id, int percent)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.Value.TryWriteBytes(bytes, bigEndian: true, out _);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(bytes) % 100 < percent;
    }

    /// <summary>Looks again later.</summary>
    public void Wait(DateTimeOffset until, string? reason) => (NextAt, Reason) = (until, reason);

    /// <summary>What it waits for comes on a later day than was expected.</summary>
    public void Postpone(DateOnly dueOn, DateTimeOffset nextAt) => (DueOn, NextAt, Reason) = (dueOn, nextAt, null);

    public void Skip(string reason, DateTimeOffset now)
    {
        (Status, Reason) = (CareStatus.Skipped, reason);
        End(now);
    }

    /// <summary>The contact is made, or, of a control, would have been.</summary>
    public void Send(ConsentChannel channel, CareFacts facts, CareRule rule, DateTimeOffset now)
    {
        var waits = channel is ConsentChannel.Phone or ConsentChannel.Post && !IsControl;
        (Status, Channel, Facts) = (waits ? CareStatus.Queued : CareStatus.Sent, channel, facts);
        (RuleVersion, Reason, SentAt) = (rule.Version, null, now);
        IsCounted = !IsControl && !rule.Definition.IsAboveCap;
        NextAt = now.AddDays(rule.Definition.GoalDays);
    }

    /// <summary>The letter stands in a file.</summary>
    public void Print() => Status = CareStatus.Sent;

    /// <summary>Takes in what came back. Order does not matter: what is done stays done.</summary>
    public void Report(CareOutcome outcome, CareGoal goal, DateTimeOffset now)
    {
        Outcome = outcome;
        (TakenBy, TakenUntil) = (null, null);
        if (Reaches(outcome, goal))
        {
            Status = CareStatus.Done;
            End(now);
        }
        else if (outcome is CareOutcome.Failed or CareOutcome.Declined or CareOutcome.DoNotCall)
        {
            Status = CareStatus.Ended;
            End(now);
        }
        else if (Status == CareStatus.Queued && outcome is CareOutcome.Answered or CareOutcome.Booked)
        {
            // The call is made; what it aims at is still to come.
            Status = CareStatus.Sent;
        }
    }

    /// <summary>The time to respond is over, or something was recorded that tells.</summary>
    public void Close(bool isDone, DateTimeOffset now)
    {
        Status = isDone ? CareStatus.Done : CareStatus.Ended;
        End(now);
    }

    /// <summary>An agent takes the call for a while; taking it again prolongs it.</summary>
    public Refusal? Take(string agent, DateTimeOffset until, DateTimeOffset now)
    {
        if (Status != CareStatus.Queued || Channel != ConsentChannel.Phone)
        {
            return new CareRefusal.NotUnderWay(Status);
        }

        if (TakenBy is { } other && other != agent && TakenUntil > now)
        {
            return new CareRefusal.CallTaken(TakenUntil.Value);
        }

        (TakenBy, TakenUntil) = (agent, until);
        return null;
    }

    public bool IsTakenBy(string agent, DateTimeOffset now) => TakenBy == agent && TakenUntil > now;

    /// <summary>The call was tried; it comes up again at another time.</summary>
    public void Defer(CareOutcome outcome, DateTimeOffset until)
    {
        (Outcome, Attempts) = (outcome, Attempts + 1);
        // Nobody may take it before; then anybody.
        (TakenBy, TakenUntil) = (null, until);
    }

    private static bool Reaches(CareOutcome outcome, CareGoal goal) =>
        goal switch
        {
            CareGoal.Delivered => outcome
                is CareOutcome.Delivered
                    or CareOutcome.Opened
                    or CareOutcome.Answered
                    or CareOutcome.Booked,
            CareGoal.Opened => outcome is CareOutcome.Opened or CareOutcome.Answered or CareOutcome.Booked,
            CareGoal.Answered => outcome is CareOutcome.Answered or CareOutcome.Booked,
            CareGoal.Booked => outcome is CareOutcome.Booked,
            _ => false,
        };

    private void End(DateTimeOffset now) => (EndedAt, NextAt) = (now, null);
}
