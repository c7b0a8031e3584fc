using System.Text;

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

    /// <summary>The label, line by line from the top, in the order of the country's post (<see cref="LabelLayout"/>); the country is the
    /// last line when the post goes abroad.</summary>
    /// <param name="name">the member's display name, used when there is no addressee.</param>
    /// <param name="countryFrom">where it is posted.</param>
    public IReadOnlyList<string> ToLabel(string name, string countryFrom)
    {
        IReadOnlyList<string> first = Addressee.Count > 0 ? Addressee : [name];
        var isAbroad = Country != countryFrom;
        var lines = LabelLayout
            .Of(Country, isAbroad)
            .SelectMany(line =>
                line switch
                {
                    LabelLayout.Name => first,
                    LabelLayout.Street => Street,
                    _ => [Place(line)],
                }
            )
            .Where(line => line.Length > 0);
        return isAbroad ? [.. lines, CountryCodes.EnglishName(Country).ToUpperInvariant()] : [.. lines];
    }

    /// <summary>Signs stand between two parts that are there. A region that bears the city's name is not said twice.</summary>
    private string Place(string layout)
    {
        var (line, between) = (new StringBuilder(), new StringBuilder());
        foreach (var part in layout)
        {
            if (!char.IsAsciiLetterUpper(part))
            {
                between.Append(part);
                continue;
            }

            // Of a part that is not there the signs before it go too.
            var value = part switch
            {
                LabelLayout.City => City,
                LabelLayout.Region => string.Equals(Region, City, StringComparison.OrdinalIgnoreCase) ? null : Region,
                _ => PostalCode,
            };
            if (!string.IsNullOrEmpty(value))
            {
                line.Append(line.Length > 0 ? between : null).Append(value);
            }

            between.Clear();
        }

        return line.ToString();
    }

    /// <summary>Whether post goes to the same door, whoever it is addressed to.</summary>
    public bool IsSameAs(PostalAddress other) =>
        Street.SequenceEqual(other.Street, StringComparer.Ordinal)
        && PostalCode == other.PostalCode
        && City == other.City
        && Region == other.Region
        && Country == other.Country;
}
