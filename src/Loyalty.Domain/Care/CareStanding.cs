using Loyalty.Domain.Members;

namespace Loyalty.Domain.Care;

/// <summary>What decides over all rules whether a member may be contacted, and how.</summary>
public sealed record CareStanding
{
    public required MemberStatus Status { get; init; }

    /// <summary>What the member has consented to.</summary>
    public required IReadOnlySet<(ConsentPurpose Purpose, ConsentChannel Channel)> Consents { get; init; }

    /// <summary>The channels for which there is an address, a number or a signed-in app.</summary>
    public required IReadOnlySet<ConsentChannel> Reachable { get; init; }

    /// <summary>In whose days quiet hours lie.</summary>
    public required TimeZoneInfo Zone { get; init; }

    public DateTimeOffset? SnoozedUntil { get; init; }

    public IReadOnlyList<CareKind> Muted { get; init; } = [];

    /// <summary>When contacts that count were made within the days of the cap; sorted, the oldest first.</summary>
    public required List<DateTimeOffset> Contacts { get; init; }

    /// <summary>When the rules with a cap of their own contacted the member; sorted, the oldest first.</summary>
    public IReadOnlyDictionary<CareRuleId, List<DateTimeOffset>> ByRule { get; init; } =
        new Dictionary<CareRuleId, List<DateTimeOffset>>();
}

/// <summary>What becomes of a contact that is due.</summary>
public abstract record CareVerdict
{
    private CareVerdict() { }

    public sealed record Send(ConsentChannel Channel) : CareVerdict;

    public sealed record Wait(DateTimeOffset Until, string Reason) : CareVerdict;

    public sealed record Skip(string Reason) : CareVerdict;

    /// <summary>What it waits for comes on a later day than was expected.</summary>
    public sealed record Postpone(DateOnly DueOn) : CareVerdict;

    /// <summary>
    /// Judges a contact that is still due. The member's own wishes come first, then hours, then the rule's own cap and the one over all
    /// rules; rules above the cap (recalls) pass wishes and the cap over all, and never consent or hours.
    /// </summary>
    /// <param name="lastInstant">the end of the last day on which it may go out.</param>
    /// <param name="canHandOver">whether somebody delivers e-mails, short messages and pushes.</param>
    public static CareVerdict Judge(
        CareRuleId id,
        CareRuleDefinition rule,
        CareStanding standing,
        CareSettings settings,
        DateTimeOffset lastInstant,
        bool canHandOver,
        DateTimeOffset now
    )
    {
        if (now >= lastInstant)
        {
            return new Skip(CareReasons.TooLate);
        }

        if (!standing.Status.Allows(MemberOperation.Message))
        {
            return new Skip(CareReasons.MemberStatus);
        }

        if (!rule.IsAboveCap && standing.Muted.Contains(rule.Trigger.KindOf()))
        {
            return new Skip(CareReasons.Muted);
        }

        var wanted = rule.Channels.Where(channel => standing.Consents.Contains((rule.Purpose, channel))).ToList();
        if (wanted.Count == 0)
        {
            return new Skip(CareReasons.NoConsent);
        }

        var reachable = wanted.Where(standing.Reachable.Contains).ToList();
        if (reachable.Count == 0)
        {
            return new Skip(CareReasons.NoAddress);
        }

        if (!rule.IsAboveCap && standing.SnoozedUntil > now)
        {
            return Until(standing.SnoozedUntil.Value, CareReasons.Snoozed);
        }

        var earliest = settings.Hours.Earliest(rule.Quiet, now, standing.Zone);
        if (earliest > now)
        {
            return Until(earliest, CareReasons.QuietHours);
        }

        var freeAt = rule.IsAboveCap ? null : settings.Cap.FreeAgainAt(standing.Contacts, now);
        if (rule.Cap is { } own && standing.ByRule.TryGetValue(id, out var contacts))
        {
            freeAt = Later(freeAt, own.FreeAgainAt(contacts, now));
        }

        if (freeAt is { } free)
        {
            return Until(free, CareReasons.Capped);
        }

        var channels = reachable.Where(channel => canHandOver || !channel.NeedsProvider()).ToList();
        return channels.Count > 0 ? new Send(channels[0]) : Until(now + ProviderPause, CareReasons.NoProvider);

        CareVerdict Until(DateTimeOffset until, string reason) =>
            until < lastInstant ? new Wait(until, reason) : new Skip(reason);
    }

    private static readonly TimeSpan ProviderPause = TimeSpan.FromHours(1);

    private static DateTimeOffset? Later(DateTimeOffset? one, DateTimeOffset? other) =>
        one > other ? one : other ?? one;
}

public static class CareChannels
{
    /// <summary>Whether somebody outside delivers what goes over the channel, told by an event.</summary>
    public static bool NeedsProvider(this ConsentChannel channel) =>
        channel is ConsentChannel.Email or ConsentChannel.Sms or ConsentChannel.Push;
}
