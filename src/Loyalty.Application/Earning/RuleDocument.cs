using System.Text.Json;
using System.Text.Json.Serialization;
using Loyalty.Domain.Earning;
using Loyalty.Domain.Points;

namespace Loyalty.Application.Earning;

/// <summary>
/// A rule's definition as JSON: what staff send and read, and what a published version keeps. Its schema is
/// api-specs/earning-rule.schema.json. Amounts and rates are strings, because a JSON number passes through binary fractions
/// in most clients.
/// </summary>
public sealed record RuleDocument
{
    /// <summary>For staff, and for members in the explanation of an entry.</summary>
    public string? Name { get; init; }

    /// <summary>When the rule holds; left out, it holds for every posted transaction of its currency.</summary>
    public RuleConditionsDocument? When { get; init; }

    /// <summary>What of the event's amount earns.</summary>
    public RuleBaseDocument? Base { get; init; }

    /// <summary>What it gives.</summary>
    public RuleEffectDocument? Effect { get; init; }

    /// <summary>How much it gives at most: an event, a member, and in all.</summary>
    public RuleLimitsDocument? Limits { get; init; }

    /// <summary>Events from this instant on earn; null for no beginning.</summary>
    public DateTimeOffset? ValidFrom { get; init; }

    /// <summary>Events from this instant on earn no more; null for no end.</summary>
    public DateTimeOffset? ValidUntil { get; init; }

    /// <summary>Days until the points become available: 0 to 365, 0 when left out.</summary>
    public int? ActivationDelayDays { get; init; }

    /// <summary>What the points wait for beside a number of days; left out, for nothing.</summary>
    public RuleActivationDocument? Activation { get; init; }

    /// <summary>When its points lapse; left out, as the point currency says.</summary>
    public ExpiryForm? Expiry { get; init; }

    /// <summary>Rules with a smaller number come first; 0 when left out.</summary>
    public int? Priority { get; init; }

    /// <summary>Where it holds, rules after it give nothing in the same point currency.</summary>
    public bool? Exclusive { get; init; }

    /// <summary>Of the rules of a group that hold, one gives.</summary>
    public RuleGroupDocument? Group { get; init; }

    private static readonly JsonSerializerOptions Stored = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.Strict,
        // A condition that this program does not know must not be read as if it were not there.
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    public string ToJson() => JsonSerializer.Serialize(this, Stored);

    /// <exception cref="JsonException">written by a program that knows more.</exception>
    public static RuleDocument FromJson(string json) => JsonSerializer.Deserialize<RuleDocument>(json, Stored)!;
}

public sealed record RuleActivationDocument
{
    /// <summary>Whether they wait until the partner reports the transaction as completed.</summary>
    public bool? ByEvent { get; init; }

    /// <summary>After so many days they become available without that event: 1 to 365; never when left out.</summary>
    public int? AtLatestDays { get; init; }
}

public sealed record RuleGroupDocument
{
    public string? Name { get; init; }

    /// <summary><c>best</c> when left out.</summary>
    public GroupChoice? Keep { get; init; }
}

public sealed record RuleBaseDocument
{
    /// <summary><c>netOfPoints</c> when left out.</summary>
    public BaseAmount? Amount { get; init; }

    /// <summary>Lines of these kinds do not earn: <c>tax</c> and <c>shipping</c> when left out. Voided lines never do.</summary>
    public IReadOnlyList<LineKind>? ExcludeKinds { get; init; }
}
