using System.Text.Json;
using System.Text.Json.Serialization;
using Loyalty.Domain;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;
using Loyalty.Domain.Rewards;
using Loyalty.Domain.Tiers;
using Loyalty.Storage.Conventions;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Loyalty.Storage.Rewards;

/// <summary>A definition is one JSON text: what of it is searched or sorted by stands in columns beside it.</summary>
internal static class RewardDefinitionJson
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters =
        {
            new JsonStringEnumConverter(JsonNamingPolicy.CamelCase),
            new ParsedTextConverter<TierCode>(TierCode.Parse),
            new ParsedTextConverter<PointCurrencyCode>(PointCurrencyCode.Parse),
            new ParsedTextConverter<MoneyCurrency>(MoneyCurrency.Parse),
            new ParsedTextConverter<PartnerId>(text =>
                Identifier.TryParse<PartnerId>(text, out var id) ? id : throw new JsonException("Not a partner's id.")
            ),
        },
    };

    private static readonly ParsedTexts<RewardDefinition> Texts = new(text =>
        JsonSerializer.Deserialize<RewardDefinition>(text, Json)!
    );

    public static string Write(RewardDefinition definition) => JsonSerializer.Serialize(definition, Json);

    public static RewardDefinition Read(string text) => Texts.Read(text);
}

internal sealed class RewardDefinitionConverter()
    : ValueConverter<RewardDefinition, string>(
        definition => RewardDefinitionJson.Write(definition),
        text => RewardDefinitionJson.Read(text)
    );

internal sealed class RewardDefinitionComparer()
    : ValueComparer<RewardDefinition>(
        (left, right) =>
            ReferenceEquals(left, right) || RewardDefinitionJson.Write(left!) == RewardDefinitionJson.Write(right!),
        value => RewardDefinitionJson.Write(value).GetHashCode(StringComparison.Ordinal),
        value => value
    );
