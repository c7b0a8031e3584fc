using Loyalty.Application.Members;
using Loyalty.Domain.Members;
using Loyalty.GraphQL;

namespace Loyalty.Api.Members;

/// <summary>What to change of the profile. Fields that are left out stay as they are; null empties a field.</summary>
public sealed record UpdateProfileInput
{
    /// <summary>A new value for each change, such as a UUID: 1 to 200 visible ASCII characters. Sending the same change again
    /// under its key changes nothing more.</summary>
    public required string IdempotencyKey { get; init; }

    /// <summary>Comes back in the payload.</summary>
    public string? ClientMutationId { get; init; }

    /// <summary>The version of the member that the change was made on. With it the change is refused as stale when the profile
    /// was changed elsewhere meanwhile.</summary>
    public long? Version { get; init; }

    /// <summary>The whole name.</summary>
    public Optional<PersonNameInput?> Name { get; init; }

    /// <summary>The day of birth.</summary>
    public Optional<DateOnly?> BirthDate { get; init; }

    /// <summary>The whole postal address.</summary>
    public Optional<PostalAddressInput?> Address { get; init; }

    /// <summary>A language tag of BCP 47, such as zh-Hans.</summary>
    public Optional<string?> PreferredLanguage { get; init; }

    internal MemberData ApplyTo(MemberData current) =>
        current with
        {
            Name = Name.HasValue ? Name.Value?.ToData() ?? new NameData() : current.Name,
            BirthDate = BirthDate.HasValue ? BirthDate.Value : current.BirthDate,
            Address = Address.HasValue ? Address.Value?.ToData() : current.Address,
            PreferredLanguage = PreferredLanguage.HasValue ? PreferredLanguage.Value : current.PreferredLanguage,
        };
}

/// <summary>A name in its parts, of which one must be there.</summary>
public sealed record PersonNameInput
{
    /// <summary>The given name.</summary>
    public string? Given { get; init; }

    /// <summary>The family name.</summary>
    public string? Family { get; init; }

    /// <summary>The company's name, for corporate members.</summary>
    public string? Company { get; init; }

    /// <summary>The name as the member wants to read it; put together from the parts when it is left out.</summary>
    public string? Display { get; init; }

    internal NameData ToData() =>
        new()
        {
            Given = Given,
            Family = Family,
            Company = Company,
            Display = Display,
        };
}

/// <summary>A postal address in the parts of a label.</summary>
public sealed record PostalAddressInput
{
    /// <summary>Up to three lines above the street, when the post is not for the member by name.</summary>
    public IReadOnlyList<string>? Addressee { get; init; }

    /// <summary>One to three lines: street and number, building, post box.</summary>
    public required IReadOnlyList<string> Street { get; init; }

    /// <summary>The post's own code of the place.</summary>
    public string? PostalCode { get; init; }

    /// <summary>Town or city.</summary>
    public required string City { get; init; }

    /// <summary>State, province or prefecture, as it stands on an envelope.</summary>
    public string? Region { get; init; }

    /// <summary>The alpha-2 code of ISO 3166-1.</summary>
    public required string Country { get; init; }

    internal AddressData ToData() =>
        new()
        {
            Addressee = Addressee,
            Street = Street,
            PostalCode = PostalCode,
            City = City,
            Region = Region,
            Country = Country,
        };
}

/// <summary>Where the member is written to by e-mail from now on.</summary>
public sealed record UpdateEmailInput
{
    /// <summary>A new value for each change, such as a UUID: 1 to 200 visible ASCII characters. Sending the same change again
    /// under its key changes nothing more.</summary>
    public required string IdempotencyKey { get; init; }

    /// <summary>Comes back in the payload.</summary>
    public string? ClientMutationId { get; init; }

    /// <summary>The address.</summary>
    public required string Email { get; init; }
}

/// <summary>What the member decided.</summary>
public sealed record UpdateConsentsInput
{
    /// <summary>A new value for each change, such as a UUID: 1 to 200 visible ASCII characters. Sending the same change again
    /// under its key changes nothing more.</summary>
    public required string IdempotencyKey { get; init; }

    /// <summary>Comes back in the payload.</summary>
    public string? ClientMutationId { get; init; }

    /// <summary>1 to 100 decisions. Each is kept as proof, the latest one holds; what is not named stays as it is.</summary>
    public required IReadOnlyList<ConsentDecisionInput> Decisions { get; init; }
}

/// <summary>One decision on one purpose over one channel, made now in the app.</summary>
public sealed record ConsentDecisionInput
{
    /// <summary>What the member's data or attention is used for.</summary>
    public required ConsentPurpose Purpose { get; init; }

    /// <summary>How the member is reached for it.</summary>
    public required ConsentChannel Channel { get; init; }

    /// <summary>Whether the member agrees.</summary>
    public required bool Granted { get; init; }
}

/// <summary>A vehicle that the member owns.</summary>
public sealed record RegisterVehicleInput
{
    /// <summary>A new value for each change, such as a UUID: 1 to 200 visible ASCII characters. Sending the same change again
    /// under its key changes nothing more.</summary>
    public required string IdempotencyKey { get; init; }

    /// <summary>Comes back in the payload.</summary>
    public string? ClientMutationId { get; init; }

    /// <summary>The vehicle identification number, 17 characters by ISO 3779.</summary>
    public required string Vin { get; init; }

    /// <summary>The maker's name of the model; kept when the club does not know it yet.</summary>
    public string? Model { get; init; }

    /// <summary>The day of purchase, which is the first day of ownership; today when it is left out.</summary>
    public DateOnly? PurchasedOn { get; init; }
}
