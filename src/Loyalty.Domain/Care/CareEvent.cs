using Loyalty.Domain.Members;

namespace Loyalty.Domain.Care;

/// <summary>One due contact of one member: made once, whoever plans it, and followed to its outcome.</summary>
public sealed class CareEvent : IVersioned
{
    public const int OccasionLengthMax = 80;
    public const int ReasonLengthMax = 40;

    /// <summary>A member who does not take the call so often is not called any more.</summary>
    public const int AttemptsMax = 3;

    /// <summary>How long a call stands on the list after the time at which the member wants to be called.</summary>
    public const int CallBackDays = 7;

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

    /// <summary>When it is looked at next: to be sent, to be taken off a list, or for the time to respond to be over. Null when
    /// nothing is waited for any more.</summary>
    public DateTimeOffset? NextAt { get; private set; }

    public ConsentChannel? Channel { get; private set; }

    public required DateTimeOffset PlannedAt { get; init; }

    /// <summary>When it was handed over, put on a list, last taken from the call list or printed; of a control, when it would have
    /// been.</summary>
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

    /// <summary>How often nobody took the call.</summary>
    public int Attempts { get; private set; }

    /// <summary>Of a letter: the file in which it went to print.</summary>
    public CareLetterFileId? LetterFileId { get; private set; }

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

    /// <summary>What it waits for comes on a later day than was expected: what was on a list leaves it.</summary>
    public void Postpone(DateOnly dueOn, DateTimeOffset nextAt)
    {
        (Status, Channel, SentAt, IsCounted) = (CareStatus.Planned, null, null, false);
        (DueOn, NextAt, Reason) = (dueOn, nextAt, null);
        (TakenBy, TakenUntil) = (null, null);
    }

    /// <summary>Whether it was not made because what it was about did not hold when its time came. That may hold again.</summary>
    public bool MayBeDueAgain => Status == CareStatus.Skipped && Reason == CareReasons.NoLongerDue;

    /// <summary>What it is about holds again.</summary>
    public void PlanAgain(CareRule rule, DateOnly dueOn, CareFacts facts, DateTimeOffset nextAt)
    {
        Postpone(dueOn, nextAt);
        (RuleVersion, Facts, EndedAt) = (rule.Version, facts, null);
    }

    /// <summary>It is not made: what was on a list leaves it.</summary>
    public void Skip(string reason, DateTimeOffset now)
    {
        (Status, Reason, SentAt) = (CareStatus.Skipped, reason, null);
        (TakenBy, TakenUntil) = (null, null);
        End(now);
    }

    /// <summary>The contact is made or put on its list, or, of a control, would have been.</summary>
    /// <param name="lastInstant">until when it stands on a list.</param>
    public void Send(
        ConsentChannel channel,
        CareFacts facts,
        CareRule rule,
        DateTimeOffset lastInstant,
        DateTimeOffset now
    )
    {
        var waits = channel is ConsentChannel.Phone or ConsentChannel.Post && !IsControl;
        (Status, Channel, Facts) = (waits ? CareStatus.Queued : CareStatus.Sent, channel, facts);
        (RuleVersion, Reason, SentAt) = (rule.Version, null, now);
        IsCounted = !IsControl && !rule.Definition.IsAboveCap;
        NextAt = waits ? lastInstant : now.AddDays(rule.Definition.GoalDays);
    }

    /// <summary>The letter stands in a file.</summary>
    /// <param name="goalDays">within so many days from now on it may reach its goal.</param>
    public void Print(CareLetterFileId file, int goalDays, DateTimeOffset now)
    {
        (Status, LetterFileId) = (CareStatus.Sent, file);
        (SentAt, NextAt) = (now, now.AddDays(goalDays));
    }

    /// <summary>Whether something can come back of it by other ways than by whoever calls.</summary>
    public bool IsMade => !IsControl && Status is CareStatus.Sent or CareStatus.Done or CareStatus.Ended;

    /// <summary>
    /// Takes in what came back. The order of reports does not matter: what reaches the goal in time counts whenever it is told, and of
    /// several outcomes the one that says most stays.
    /// </summary>
    /// <param name="goalDays">within so many days from the contact on.</param>
    /// <param name="at">when it happened.</param>
    public void Report(CareOutcome outcome, CareGoal goal, int goalDays, DateTimeOffset at, DateTimeOffset now)
    {
        Outcome = Outcome is { } known && known.Weight() > outcome.Weight() ? known : outcome;
        (TakenBy, TakenUntil) = (null, null);
        if (Status != CareStatus.Done && outcome.Reaches(goal) && at <= SentAt?.AddDays(goalDays))
        {
            Status = CareStatus.Done;
            End(now);
        }
        else if (Status is CareStatus.Done or CareStatus.Ended)
        {
            return;
        }
        else if (outcome.EndsIt())
        {
            EndUnless(goal, goalDays, now);
        }
        else
        {
            // The call is made; what it aims at is still to come.
            (Status, NextAt) = (CareStatus.Sent, SentAt?.AddDays(goalDays));
        }
    }

    /// <summary>The time to respond is over.</summary>
    /// <param name="isDone">whether something was recorded that reaches the goal.</param>
    public void Close(bool isDone, DateTimeOffset now)
    {
        var endedAt = Status == CareStatus.Ended && !isDone ? EndedAt : now;
        Status = isDone ? CareStatus.Done : CareStatus.Ended;
        (EndedAt, NextAt) = (endedAt, null);
    }

    /// <summary>An agent takes the call for a while; taking it again prolongs it. The contact is made then, as the cap counts
    /// it.</summary>
    public Refusal? Take(string agent, DateTimeOffset until, DateTimeOffset now)
    {
        if (Status != CareStatus.Queued || Channel != ConsentChannel.Phone)
        {
            return new CareRefusal.NotUnderWay(Status);
        }

        if (TakenUntil > now && TakenBy != agent)
        {
            return TakenBy is null
                ? new CareRefusal.CallDeferred(TakenUntil.Value)
                : new CareRefusal.CallTaken(TakenUntil.Value);
        }

        (TakenBy, TakenUntil, SentAt) = (agent, until, now);
        return null;
    }

    /// <summary>Nobody may take the call before.</summary>
    public void PutOff(DateTimeOffset until) => (TakenBy, TakenUntil) = (null, until);

    public bool IsTakenBy(string agent, DateTimeOffset now) => TakenBy == agent && TakenUntil > now;

    /// <summary>The call comes up again at another time: nobody took it, or the member asked for that.</summary>
    public void Defer(CareOutcome outcome, DateTimeOffset until)
    {
        (Outcome, Attempts) = (outcome, Attempts + (outcome == CareOutcome.NoAnswer ? 1 : 0));
        PutOff(until);
        if (outcome == CareOutcome.CallBack)
        {
            NextAt = until.AddDays(CallBackDays);
        }
    }

    /// <summary>Nobody took the call, for the last time.</summary>
    public void GiveUp(CareGoal goal, int goalDays, DateTimeOffset now)
    {
        (Outcome, Attempts) = (CareOutcome.NoAnswer, Attempts + 1);
        (TakenBy, TakenUntil) = (null, null);
        EndUnless(goal, goalDays, now);
    }

    /// <summary>Its days on a list are over: what nobody tried was not made.</summary>
    public void Expire(CareGoal goal, int goalDays, DateTimeOffset now)
    {
        if (Outcome is null)
        {
            Skip(CareReasons.TooLate, now);
        }
        else
        {
            (TakenBy, TakenUntil) = (null, null);
            EndUnless(goal, goalDays, now);
        }
    }

    private void End(DateTimeOffset now) => (EndedAt, NextAt) = (now, null);

    /// <summary>Nothing more comes of the contact itself. What the records tell is still looked up at the end of its time, as it is of
    /// those that were left out.</summary>
    private void EndUnless(CareGoal goal, int goalDays, DateTimeOffset now)
    {
        (Status, EndedAt) = (CareStatus.Ended, now);
        NextAt = goal.IsByRecords() ? SentAt?.AddDays(goalDays) : null;
    }
}
