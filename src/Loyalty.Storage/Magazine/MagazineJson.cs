using System.Text.Json;
using System.Text.Json.Serialization;
using Loyalty.Domain;
using Loyalty.Domain.Magazine;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;
using Loyalty.Domain.Tiers;
using Loyalty.Storage.Conventions;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Loyalty.Storage.Magazine;

/// <summary>A definition is one JSON text, as that of a reward is.</summary>
internal static class MagazineJson
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
            new ParsedTextConverter<PartnerId>(ReadPartner),
        },
    };

    public static string Write<T>(T definition) => JsonSerializer.Serialize(definition, Json);

    public static T Read<T>(string text) => JsonSerializer.Deserialize<T>(text, Json)!;

    private static PartnerId ReadPartner(string text) =>
        Identifier.TryParse<PartnerId>(text, out var id) ? id : throw new JsonException("Not the id of a partner.");
}

internal sealed class PublicationDefinitionConverter()
    : ValueConverter<PublicationDefinition, string>(
        definition => MagazineJson.Write(definition),
        text => MagazineJson.Read<PublicationDefinition>(text)
    );

internal sealed class PublicationDefinitionComparer()
    : ValueComparer<PublicationDefinition>(
        (left, right) => ReferenceEquals(left, right) || MagazineJson.Write(left) == MagazineJson.Write(right),
        value => MagazineJson.Write(value).GetHashCode(StringComparison.Ordinal),
        value => value
    );

internal sealed class IssueDefinitionConverter()
    : ValueConverter<IssueDefinition, string>(
        definition => MagazineJson.Write(definition),
        text => MagazineJson.Read<IssueDefinition>(text)
    );

internal sealed class IssueDefinitionComparer()
    : ValueComparer<IssueDefinition>(
        (left, right) => ReferenceEquals(left, right) || MagazineJson.Write(left) == MagazineJson.Write(right),
        value => MagazineJson.Write(value).GetHashCode(StringComparison.Ordinal),
        value => value
    );
