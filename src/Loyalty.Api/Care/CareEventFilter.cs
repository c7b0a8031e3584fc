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
        Status is not null && !TryRead<CareStatus>(Status, out _)
            ? new Refusal.InvalidRequest("status", "is not a status of contacts")
        : Kind is not null && !TryRead<CareKind>(Kind, out _)
            ? new Refusal.InvalidRequest("kind", "is not a kind of care")
        : Channel is not null && !TryRead<ConsentChannel>(Channel, out _)
            ? new Refusal.InvalidRequest("channel", "is not a channel")
        : Rule is not null && !Identifier.TryParse<CareRuleId>(Rule, out _)
            ? new Refusal.InvalidRequest("rule", "is not the id of a care rule")
        : DueFrom > DueUntil ? new Refusal.InvalidRequest("dueFrom", "must not be after dueUntil")
        : Order is not (null or "due" or "newest") ? new Refusal.InvalidRequest("order", "must be due or newest")
        : null;

    internal IQueryable<CareEvent> Apply(IQueryable<CareEvent> rows)
    {
        if (TryRead<CareStatus>(Status, out var status))
        {
            rows = rows.Where(row => row.Status == status);
        }

        if (TryRead<CareKind>(Kind, out var kind))
        {
            rows = rows.Where(row => row.Kind == kind);
        }

        if (TryRead<ConsentChannel>(Channel, out var channel))
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

    /// <summary>Words of the query string, in whatever case.</summary>
    internal static bool TryRead<TEnum>(string? text, out TEnum value)
        where TEnum : struct, Enum =>
        Enum.TryParse(text, ignoreCase: true, out value) && Enum.IsDefined(value) && !char.IsAsciiDigit(text[0]);
}
