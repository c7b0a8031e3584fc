using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Loyalty.Domain.Tiers;

/// <summary>
/// Why a member got a tier: what was counted, in which time, against which threshold of which version of the set. Kept with the
/// tier as JSON; it holds nothing personal.
/// </summary>
public sealed record TierExplanation
{
    /// <summary>Of the tier set; the definition by which the member was judged.</summary>
    public required int SetVersion { get; init; }

    /// <summary>Null, as all that follows, for a tier that staff gave.</summary>
    public TierBasisKind? Basis { get; init; }

    /// <summary>A code of points or money; null for a number of events.</summary>
    public string? Unit { get; init; }

    /// <summary>What the basis came to, as a decimal number in text.</summary>
    public string? Value { get; init; }

    public DateTimeOffset? WindowFrom { get; init; }

    /// <summary>Itself not included.</summary>
    public DateTimeOffset? WindowTo { get; init; }

    /// <summary>What the year before came to; null where the window rolls.</summary>
    public string? PreviousValue { get; init; }

    /// <summary>Of the tier; null where there is none.</summary>
    public string? Threshold { get; init; }

    /// <summary>After a downgrade: the tier that was lost, and its threshold.</summary>
    public string? LostTier { get; init; }

    public string? LostThreshold { get; init; }

    /// <summary>After a downgrade: since when the lost tier was not earned.</summary>
    public DateTimeOffset? LostAt { get; init; }

    /// <summary>Days of grace that were given after it.</summary>
    public int? GraceDays { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, TierExplanationJson.Default.TierExplanation);

    /// <exception cref="JsonException">the text is not an explanation.</exception>
    public static TierExplanation Parse(string json) =>
        JsonSerializer.Deserialize(json, TierExplanationJson.Default.TierExplanation) ?? throw new JsonException();

    /// <summary>A value without needless zeros.</summary>
    public static string Write(decimal value) => value.ToString("0.####", CultureInfo.InvariantCulture);

    /// <param name="standing">of the member, at the instant.</param>
    /// <param name="rank">that the member gets; -1 for none.</param>
    public static TierExplanation Of(
        TierSetDefinition definition,
        int version,
        TierStanding standing,
        DateTimeOffset at,
        int rank
    )
    {
        var window = standing.Calendar.Current(at);
        var threshold = definition.At(rank)?.Threshold;
        return new TierExplanation
        {
            SetVersion = version,
            Basis = definition.Basis.Kind,
            Unit = definition.Basis.Unit,
            Value = Write(standing.ValueIn(window)),
            WindowFrom = window.From,
            WindowTo = window.To,
            PreviousValue = standing.Calendar.Previous(at) is { } before ? Write(standing.ValueIn(before)) : null,
            Threshold = threshold is { } least ? Write(least) : null,
        };
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true
)]
[JsonSerializable(typeof(TierExplanation))]
internal sealed partial class TierExplanationJson : JsonSerializerContext;
