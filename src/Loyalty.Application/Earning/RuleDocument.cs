using System.Text.Json;
using System.Text.Json.Serialization;
using Loyalty.Domain.Earning;

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

    /// <summary>What it gives.</summary>
    public RuleEffectDocument? Effect { get; init; }

    /// <summary>What one event can earn by it.</summary>
    public RuleLimitsDocument? Limits { get; init; }

    /// <summary>Events from this instant on earn; null for no beginning.</summary>
    public DateTimeOffset? ValidFrom { get; init; }

    /// <summary>Events from this instant on earn no more; null for no end.</summary>
    public DateTimeOffset? ValidUntil { get; init; }

    /// <summary>Days until the points become available: 0 to 365, 0 when left out.</summary>
    public int? ActivationDelayDays { get; init; }

    /// <summary>Rules with a smaller number stand first among an event's awards; 0 when left out.</summary>
    public int? Priority { get; init; }

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

public sealed record RuleConditionsDocument
{
    /// <summary>The partner's id; null for any.</summary>
    public string? Partner { get; init; }

    /// <summary>The CloudEvents type; <c>loyalty.transaction.posted</c> when left out.</summary>
    public string? EventType { get; init; }

    /// <summary>One of them; empty for any.</summary>
    public IReadOnlyList<string>? Operations { get; init; }

    public RuleCategoriesDocument? Categories { get; init; }

    /// <summary>An event whose amount is smaller earns nothing.</summary>
    public string? AmountMin { get; init; }
}

/// <summary>Where the event has lines, each line is judged for itself.</summary>
public sealed record RuleCategoriesDocument
{
    /// <summary>One of them; empty for any.</summary>
    public IReadOnlyList<string>? Include { get; init; }

    /// <summary>None of them.</summary>
    public IReadOnlyList<string>? Exclude { get; init; }
}

public sealed record RuleEffectDocument
{
    public RuleEffectKind? Kind { get; init; }

    public string? PointCurrency { get; init; }

    /// <summary>Events in another currency do not earn by this rule.</summary>
    public string? MoneyCurrency { get; init; }

    /// <summary>Points for each <c>perAmount</c>, with up to 4 decimal places.</summary>
    public string? PointsPer { get; init; }

    /// <summary>In major units of the currency, with up to 4 decimal places.</summary>
    public string? PerAmount { get; init; }

    /// <summary><c>down</c> when left out.</summary>
    public RoundingMode? Rounding { get; init; }

    /// <summary><c>event</c> when left out.</summary>
    public RoundingLevel? RoundingLevel { get; init; }

    /// <summary><c>points</c> when left out.</summary>
    public RoundingOf? RoundingOf { get; init; }
}

public enum RuleEffectKind
{
    PointsPerAmount,
}

public sealed record RuleLimitsDocument
{
    /// <summary>Where the rule holds, the event earns at least as many.</summary>
    public long? PointsMin { get; init; }

    /// <summary>More are trimmed.</summary>
    public long? PointsMax { get; init; }
}
