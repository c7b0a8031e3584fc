namespace Loyalty.Domain.Care;

public enum CareRuleStatus
{
    /// <summary>Nothing is planned.</summary>
    Draft,

    Published,

    /// <summary>Ended for good; what was planned is not sent.</summary>
    Withdrawn,
}

/// <summary>A rule by which the club contacts members, each member once an occasion.</summary>
public sealed class CareRule : IVersioned
{
    public required CareRuleId Id { get; init; }

    public CareRuleStatus Status { get; private set; } = CareRuleStatus.Draft;

    public CareRuleDefinition Definition { get; private set; } = new();

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? PublishedAt { get; private set; }

    public DateTimeOffset? WithdrawnAt { get; private set; }

    /// <summary>When it last became another one to plan by.</summary>
    public DateTimeOffset ChangedAt { get; private set; }

    public long Version { get; set; }

    /// <param name="definition">sound.</param>
    public Refusal? Change(CareRuleDefinition definition, DateTimeOffset now)
    {
        if (Status == CareRuleStatus.Withdrawn)
        {
            return new CareRefusal.IsWithdrawn();
        }

        // Occasions of one trigger say nothing to another.
        if (Status == CareRuleStatus.Published && definition.Trigger != Definition.Trigger)
        {
            return new CareRefusal.TriggerIsFixed();
        }

        (Definition, ChangedAt) = (definition, now);
        return null;
    }

    /// <summary>Plans from now on. Publishing what is published changes nothing.</summary>
    public Refusal? Publish(DateTimeOffset now)
    {
        if (Status == CareRuleStatus.Withdrawn)
        {
            return new CareRefusal.IsWithdrawn();
        }

        if (Status == CareRuleStatus.Draft)
        {
            (Status, PublishedAt, ChangedAt) = (CareRuleStatus.Published, now, now);
        }

        return null;
    }

    /// <summary>Ends it for good. Withdrawing what is withdrawn changes nothing.</summary>
    public void Withdraw(DateTimeOffset now) =>
        (Status, WithdrawnAt) = (CareRuleStatus.Withdrawn, WithdrawnAt ?? now);
}

/// <summary>What a rule was in a version by which it could plan. Never changed: contacts refer to it.</summary>
public sealed class CareRuleVersion
{
    public required CareRuleId RuleId { get; init; }

    public required long Version { get; init; }

    public required CareRuleDefinition Definition { get; init; }

    /// <summary>From this instant on, until the next version.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>The subject of the member of staff.</summary>
    public required string By { get; init; }
}
