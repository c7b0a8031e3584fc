using Loyalty.Api.Http;
using Loyalty.Domain;
using Loyalty.Domain.Care;
using Loyalty.Domain.Members;

namespace Loyalty.Api.Care;

/// <summary>Which contacts are wanted, and in which order.</summary>
public sealed record CareEventFilter
{
    /// <summary>As it stands now: <c>planned</c>, <c>queued</c>, <c>sent</c>, <c>done</c>, <c>ended</c> or <c>skipped</c>.</summary>
    public string? Status { get; init; }

    /// <summary><c>product</c>, <c>person</c>, <c>productReminder</c>, <c>personReminder</c>, <c>consumptionTrend</c> or <c>lifeTrend</c>.</summary>
    public string? Kind { get; init; }

    /// <summary><c>email</c>, <c>sms</c>, <c>push</c>, <c>post</c> or <c>phone</c>.</summary>
    public string? Channel { get; init; }

    /// <summary>A rule's id.</summary>
    public string? Rule { get; init; }

    /// <summary>Due on this day or later.</summary>
    public DateOnly? DueFrom { get; init; }

    /// <summary>Due on this day or earlier.</summary>
    public DateOnly? DueUntil { get; init; }

    /// <summary><c>due</c>, the first due day first (when left out), or <c>newest</c>, what was planned last first.</summary>
    public string? Order { get; init; }

    internal bool IsNewestFirst => Order == "newest";

    internal Refusal? WhyNot() =>
        !Choice<CareStatus>.TryRead(Status, out _) ? Choice<CareStatus>.Unknown("status")
        : !Choice<CareKind>.TryRead(Kind, out _) ? Choice<CareKind>.Unknown("kind")
        : !Choice<ConsentChannel>.TryRead(Channel, out _) ? Choice<ConsentChannel>.Unknown("channel")
        : Rule is not null && !Identifier.TryParse<CareRuleId>(Rule, out _)
            ? new Refusal.InvalidRequest("rule", "is not the id of a care rule")
        : DueFrom > DueUntil ? new Refusal.InvalidRequest("dueFrom", "must not be after dueUntil")
        : Order is not (null or "due" or "newest") ? new Refusal.InvalidRequest("order", "must be due or newest")
        : null;

    internal IQueryable<CareEvent> Apply(IQueryable<CareEvent> rows)
    {
        if (Choice<CareStatus>.TryRead(Status, out var status) && status is not null)
        {
            rows = rows.Where(row => row.Status == status);
        }

        if (Choice<CareKind>.TryRead(Kind, out var kind) && kind is not null)
        {
            rows = rows.Where(row => row.Kind == kind);
        }

        if (Choice<ConsentChannel>.TryRead(Channel, out var channel) && channel is not null)
        {
            rows = rows.Where(row => row.Channel == channel);
        }

        if (Identifier.TryParse<CareRuleId>(Rule, out var rule))
        {
            rows = rows.Where(row => row.RuleId == rule);
        }

        if (DueFrom is { } from)
        {
            rows = rows.Where(row => row.DueOn >= from);
        }

        return DueUntil is { } until ? rows.Where(row => row.DueOn <= until) : rows;
    }
}
