using Loyalty.Application.Validation;
using Loyalty.Domain.Members;

namespace Loyalty.Application.Members;

/// <summary>Who a member is and where they stand, as staff or the member state it.</summary>
public sealed record MemberData
{
    public MemberKind Kind { get; init; }

    public required NameData Name { get; init; }

    public DateOnly? BirthDate { get; init; }

    public AddressData? Address { get; init; }

    /// <summary>A BCP 47 tag such as <c>zh-Hans</c> or <c>cs</c>.</summary>
    public string? PreferredLanguage { get; init; }

    public Relationship Relationship { get; init; }

    public InterestLevel InterestLevel { get; init; }

    /// <summary>The member as the record stands.</summary>
    public static MemberData Of(Member member) =>
        new()
        {
            Kind = member.Kind,
            Name = new NameData
            {
                Given = member.Name.Given,
                Family = member.Name.Family,
                Company = member.Name.Company,
                Display = member.Name.Display,
            },
            BirthDate = member.BirthDate,
            Address = member.Address is { } address
                ? new AddressData
                {
                    Addressee = address.Addressee,
                    Street = address.Street,
                    PostalCode = address.PostalCode,
                    City = address.City,
                    Region = address.Region,
                    Country = address.Country,
                }
                : null,
            PreferredLanguage = member.PreferredLanguage,
            Relationship = member.Relationship,
            InterestLevel = member.InterestLevel,
        };

    /// <summary>The checked and cleaned values, put on the member; call only after <see cref="Check"/>.</summary>
    internal sealed record Checked(PersonName Name, PostalAddress? Address, string? Language, MemberData Source)
    {
        public void ApplyTo(Member member)
        {
            member.Kind = Source.Kind;
            member.Name = Name;
            member.BirthDate = Source.BirthDate;
            member.Address = Address;
            member.PreferredLanguage = Language;
            member.Relationship = Source.Relationship;
            member.InterestLevel = Source.InterestLevel;
        }
    }

    internal Checked Check(FieldErrors errors, DateOnly today)
    {
        var name = Name.Check(errors, Kind);
        errors.Day("birthDate", BirthDate, new DateOnly(1900, 1, 1), today);
        var language = errors.Optional("preferredLanguage", PreferredLanguage, LanguageTag.LengthMax);
        if (language is not null)
        {
            language = LanguageTag.Canonical(language);
            errors.Check(
                language is not null,
                "preferredLanguage",
                "must be a language tag of BCP 47, such as zh-Hans"
            );
        }

        return new Checked(name, Address?.Check(errors), language, this);
    }
}

/// <summary>A name in its parts. One of them must be there; <see cref="Display"/> is put together when it is not given.</summary>
public sealed record NameData
{
    private const int PartLengthMax = 100;

    public string? Given { get; init; }

    public string? Family { get; init; }

    /// <summary>Needed for corporate members.</summary>
    public string? Company { get; init; }

    public string? Display { get; init; }

    internal PersonName Check(FieldErrors errors, MemberKind kind)
    {
        var company = errors.Optional("name.company", Company, 2 * PartLengthMax);
        var name = PersonName.Of(
            errors.Optional("name.given", Given, PartLengthMax),
            errors.Optional("name.family", Family, PartLengthMax),
            company,
            errors.Optional("name.display", Display, 2 * PartLengthMax)
        );
        errors.Check(name is not null, "name", "must have at least one part");
        errors.Check(kind != MemberKind.Corporate || company is not null, "name.company", "is needed for a company");
        return name ?? new PersonName { Display = "" };
    }
}

/// <summary>A postal address in the parts of a label.</summary>
public sealed record AddressData
{
    private const int LineLengthMax = 100;

    /// <summary>Up to three lines above the street, when the post is not for the member by name.</summary>
    public IReadOnlyList<string>? Addressee { get; init; }

    /// <summary>One to three lines.</summary>
    public required IReadOnlyList<string> Street { get; init; }

    public string? PostalCode { get; init; }

    public required string City { get; init; }

    public string? Region { get; init; }

    /// <summary>The alpha-2 code of ISO 3166-1, such as <c>CN</c>.</summary>
    public required string Country { get; init; }

    /// <param name="path">of the address within the request.</param>
    internal PostalAddress Check(FieldErrors errors, string path = "address")
    {
        var street = Lines(errors, $"{path}.street", Street);
        errors.Check(street.Count > 0, $"{path}.street", "must have a line");
        var country = errors.Required($"{path}.country", Country).ToUpperInvariant();
        errors.Check(CountryCodes.Contains(country), $"{path}.country", "must be an alpha-2 code of ISO 3166-1");
        return new PostalAddress
        {
            Addressee = Lines(errors, $"{path}.addressee", Addressee),
            Street = street,
            PostalCode = errors.Optional($"{path}.postalCode", PostalCode, 20),
            City = errors.Required($"{path}.city", City, LineLengthMax),
            Region = errors.Optional($"{path}.region", Region, LineLengthMax),
            Country = country,
        };
    }

    private static List<string> Lines(FieldErrors errors, string field, IReadOnlyList<string>? lines) =>
        [
            .. errors
                .List(field, lines, PostalAddress.LinesMax)
                .Select((line, i) => errors.Optional($"{field}[{i}]", line, LineLengthMax))
                .OfType<string>(),
        ];
}
