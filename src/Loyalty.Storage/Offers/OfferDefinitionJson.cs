using System.Text.Json;
using System.Text.Json.Serialization;
using Loyalty.Domain;
using Loyalty.Domain.Offers;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;
using Loyalty.Domain.Rewards;
using Loyalty.Domain.Tiers;
using Loyalty.Storage.Conventions;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Loyalty.Storage.Offers;

/// <summary>A definition is one JSON text, as that of a reward is.</summary>
internal static class OfferDefinitionJson
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
            new ParsedTextConverter<PartnerId>(ReadId<PartnerId>),
            new ParsedTextConverter<RewardId>(ReadId<RewardId>),
        },
    };

    public static string Write(OfferDefinition definition) => JsonSerializer.Serialize(definition, Json);

    public static OfferDefinition Read(string text) => JsonSerializer.Deserialize<OfferDefinition>(text, Json)!;

    private static TId ReadId<TId>(string text)
        where TId : struct, IIdentifier<TId> =>
        Identifier.TryParse<TId>(text, out var id) ? id : throw new JsonException($"Not an id of kind {TId.Prefix}_.");
}

internal sealed class OfferDefinitionConverter()
    : ValueConverter<OfferDefinition, string>(
        definition => OfferDefinitionJson.Write(definition),
        text => OfferDefinitionJson.Read(text)
    );

internal sealed class OfferDefinitionComparer()
    : ValueComparer<OfferDefinition>(
        (left, right) =>
            ReferenceEquals(left, right) || OfferDefinitionJson.Write(left!) == OfferDefinitionJson.Write(right!),
        value => OfferDefinitionJson.Write(value).GetHashCode(StringComparison.Ordinal),
        value => value
    );

/// <summary>Ids of rewards in one column, separated by blanks.</summary>
internal sealed class RewardIdsConverter()
    : ValueConverter<IReadOnlyList<RewardId>, string>(ids => Write(ids), text => Read(text))
{
    private static string Write(IReadOnlyList<RewardId> ids) => string.Join(' ', ids);

    private static RewardId[] Read(string text) =>
        [
            .. text.Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(one =>
                    Identifier.TryParse<RewardId>(one, out var id)
                        ? id
                        : throw new FormatException("Not the id of a reward.")
                ),
        ];
}

internal sealed class RewardIdsComparer()
    : ValueComparer<IReadOnlyList<RewardId>>(
        (left, right) => left!.SequenceEqual(right!),
        ids => ids.Aggregate(0, (hash, id) => HashCode.Combine(hash, id)),
        ids => ids
    );
