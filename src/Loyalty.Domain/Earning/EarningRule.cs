namespace Loyalty.Domain.Earning;

public enum RuleStatus
{
    /// <summary>Never published: it earns nothing.</summary>
    Draft,

    /// <summary>Its newest version is in force. It may have a draft of the next one beside it.</summary>
    Published,

    /// <summary>Ended for good; events from before still earn by it, however late they arrive.</summary>
    Withdrawn,
}

/// <summary>An earning rule over its life: a draft that staff edit, and the versions that were made of it.</summary>
public sealed class EarningRule : IVersioned
{
    public required RuleId Id { get; init; }

    /// <summary>As in the draft, else as in the newest version.</summary>
    public required string Name { get; set; }

    public RuleStatus Status { get; private set; } = RuleStatus.Draft;

    /// <summary>The definition that the next publication makes a version of (api-specs/earning-rule.schema.json); null when
    /// nothing was changed since the last.</summary>
    public string? DraftJson { get; private set; }

    /// <summary>Number of the newest version; 0 when none was published.</summary>
    public int PublishedNumber { get; private set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public long Version { get; set; }

    public Refusal? ChangeDraft(string name, string definitionJson)
    {
        if (Status == RuleStatus.Withdrawn)
        {
            return new IsWithdrawn();
        }

        Name = name;
        DraftJson = definitionJson;
        return null;
    }

    /// <summary>Puts the draft away. A rule that was never published is nothing without it and is to be deleted.</summary>
    /// <param name="current">the newest version's name; null when none was published.</param>
    public Refusal? DiscardDraft(string? current)
    {
        if (DraftJson is null)
        {
            return new HasNoDraft();
        }

        DraftJson = null;
        Name = current ?? Name;
        return null;
    }

    /// <summary>Makes the next version of the draft; the current one ends at the same instant.</summary>
    /// <param name="current">the newest version; null when none was published.</param>
    /// <param name="by">the subject of the member of staff.</param>
    public Outcome<EarningRuleVersion> Publish(EarningRuleVersion? current, DateTimeOffset now, string by)
    {
        if (Status == RuleStatus.Withdrawn)
        {
            return new IsWithdrawn();
        }

        if (DraftJson is not { } definition)
        {
            return new HasNoDraft();
        }

        // Later than the current version even when the clock was set back, so that every version has its period.
        var publishedAt =
            current is not null && current.PublishedAt >= now ? current.PublishedAt.AddMicroseconds(1) : now;
        current?.Supersede(publishedAt);
        Status = RuleStatus.Published;
        DraftJson = null;
        PublishedNumber++;
        return new EarningRuleVersion
        {
            RuleId = Id,
            Number = PublishedNumber,
            DefinitionJson = definition,
            PublishedAt = publishedAt,
            PublishedBy = by,
        };
    }

    /// <summary>Ends the rule. A draft beside it goes with it.</summary>
    /// <param name="current">the newest version; null when none was published.</param>
    /// <param name="by">the subject of the member of staff.</param>
    public Refusal? Withdraw(EarningRuleVersion? current, DateTimeOffset now, string by)
    {
        if (Status == RuleStatus.Withdrawn)
        {
            return new IsWithdrawn();
        }

        if (current is null)
        {
            return new IsNotPublished();
        }

        current.Withdraw(now < current.PublishedAt ? current.PublishedAt : now, by);
        Status = RuleStatus.Withdrawn;
        DraftJson = null;
        return null;
    }

    public sealed record HasNoDraft()
        : Refusal("earning-rule-has-no-draft", RefusalKind.Conflict, "The rule has no draft. Change its draft first.");

    public sealed record IsNotPublished()
        : Refusal(
            "earning-rule-not-published",
            RefusalKind.Conflict,
            "The rule was never published. Discard its draft instead."
        );

    public sealed record IsWithdrawn()
        : Refusal(
            "earning-rule-withdrawn",
            RefusalKind.Conflict,
            "The rule was withdrawn and stays so. Create a new rule instead."
        );
}

/// <summary>A published version. Its definition never changes, so that an entry which names it can always explain itself.</summary>
public sealed class EarningRuleVersion
{
    public required RuleId RuleId { get; init; }

    /// <summary>Counts from 1 within the rule.</summary>
    public required int Number { get; init; }

    public required string DefinitionJson { get; init; }

    public required DateTimeOffset PublishedAt { get; init; }

    /// <summary>The subject of the member of staff.</summary>
    public required string PublishedBy { get; init; }

    /// <summary>When the next version was published.</summary>
    public DateTimeOffset? SupersededAt { get; private set; }

    public DateTimeOffset? WithdrawnAt { get; private set; }

    public string? WithdrawnBy { get; private set; }

    internal void Supersede(DateTimeOffset at) => SupersededAt = at;

    internal void Withdraw(DateTimeOffset at, string by)
    {
        WithdrawnAt = at;
        WithdrawnBy = by;
    }
}
