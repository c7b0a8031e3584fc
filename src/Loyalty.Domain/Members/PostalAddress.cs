namespace Loyalty.Domain.Members;

/// <summary>Where post goes, kept in the parts that a label is put together from.</summary>
public sealed record PostalAddress
{
    public const int LinesMax = 3;

    /// <summary>Whom the post is for, when other than the member's display name: name, department, care of.</summary>
    public IReadOnlyList<string> Addressee { get; init; } = [];

    /// <summary>Street and number, building, post box.</summary>
    public required IReadOnlyList<string> Street { get; init; }

    /// <summary>The post's own code of the place, where the country has one.</summary>
    public string? PostalCode { get; init; }

    /// <summary>Town or city.</summary>
    public required string City { get; init; }

    /// <summary>State, province or prefecture, as it stands on an envelope.</summary>
    public string? Region { get; init; }

    /// <summary>The alpha-2 code of ISO 3166-1.</summary>
    public required string Country { get; init; }

    /// <summary>The label, line by line from the top. Where the code stands follows the country's post (Universal Postal
    /// Union, "Addressing systems"); the country is the last line when the post goes abroad.</summary>
    /// <param name="name">the member's display name, used when there is no addressee.</param>
    /// <param name="countryFrom">where it is posted.</param>
    public IReadOnlyList<string> ToLabel(string name, string countryFrom)
    {
        IReadOnlyList<string> first = Addressee.Count > 0 ? Addressee : [name];
        if (Country == "CN" && countryFrom == "CN")
        {
            // From the large to the small, as GB/T 1416 has it for domestic post.
            return [.. Lines(PostalCode), .. Lines(Region is null ? City : $"{Region}{City}"), .. Street, .. first];
        }

        string[] place = Country switch
        {
            // The Land stands on no envelope (DIN 5008).
            "DE" or "AT" or "CH" => [Join(PostalCode, City)],
            "US" or "CA" or "AU" or "IN" or "KR" or "TW" or "NZ" => [Join(City, Region, PostalCode)],
            "GB" or "IE" => [City, Join(Region), Join(PostalCode)],
            _ => [Join(PostalCode, City), Join(Region)],
        };
        string[] abroad = Country == countryFrom ? [] : [CountryCodes.EnglishName(Country).ToUpperInvariant()];
        return [.. first, .. Street, .. place.Where(line => line.Length > 0), .. abroad];
    }

    /// <summary>Whether post goes to the same door, whoever it is addressed to.</summary>
    public bool IsSameAs(PostalAddress other) =>
        Street.SequenceEqual(other.Street, StringComparer.Ordinal)
        && PostalCode == other.PostalCode
        && City == other.City
        && Region == other.Region
        && Country == other.Country;

    private static string[] Lines(string? line) => line is null ? [] : [line];

    private static string Join(params string?[] parts) => string.Join(' ', parts.Where(part => part is not null));
}
