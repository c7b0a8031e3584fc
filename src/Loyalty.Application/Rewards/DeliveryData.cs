using System.Text.Json.Serialization;
using Loyalty.Application.Members;
using Loyalty.Application.Validation;
using Loyalty.Domain.Members;
using Loyalty.Domain.Rewards;

namespace Loyalty.Application.Rewards;

/// <summary>Where a reward goes. Only what the reward needs is taken; the rest must be left out.</summary>
public sealed record DeliveryData
{
    public const int AccountLengthMax = 64;

    private const int NameLengthMax = 200;

    /// <summary>Whom it is for; the member's own name when left out.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Name { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public AddressData? Address { get; init; }

    /// <summary>With the country's code, such as +86 138 0013 8000 (E.164).</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? PhoneNumber { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Email { get; init; }

    /// <summary>The number of an account at the partner: of a bank, a frequent flyer.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Account { get; init; }

    /// <returns>what is kept, in a clean form; null when nothing is needed.</returns>
    internal static DeliveryData? Check(FieldErrors errors, string path, DeliveryNeed need, DeliveryData? data)
    {
        if (need == DeliveryNeed.None)
        {
            errors.Check(data is null, path, "must be left out: nothing is delivered to anywhere");
            return null;
        }

        data ??= new DeliveryData();
        Only(DeliveryNeed.PostalAddress, data.Address is null, "address");
        Only(DeliveryNeed.PhoneNumber, data.PhoneNumber is null, "phoneNumber");
        Only(DeliveryNeed.Email, data.Email is null, "email");
        Only(DeliveryNeed.Account, data.Account is null, "account");
        var name = errors.Optional($"{path}.name", data.Name, NameLengthMax);
        return need switch
        {
            DeliveryNeed.PostalAddress => new DeliveryData { Name = name, Address = AddressOf() },
            DeliveryNeed.PhoneNumber => new DeliveryData { Name = name, PhoneNumber = PhoneOf() },
            DeliveryNeed.Email => new DeliveryData { Name = name, Email = EmailOf() },
            _ => new DeliveryData
            {
                Name = name,
                Account = errors.Required($"{path}.account", data.Account, AccountLengthMax),
            },
        };

        void Only(DeliveryNeed meant, bool isMissing, string field) =>
            errors.Check(
                need == meant || isMissing,
                $"{path}.{field}",
                "must be left out: the reward needs no such thing"
            );

        AddressData? AddressOf()
        {
            if (data.Address is not { } address)
            {
                errors.Add($"{path}.address", "is required");
                return null;
            }

            var clean = address.Check(errors, $"{path}.address");
            return new AddressData
            {
                Addressee = clean.Addressee,
                Street = clean.Street,
                PostalCode = clean.PostalCode,
                City = clean.City,
                Region = clean.Region,
                Country = clean.Country,
            };
        }

        string? PhoneOf()
        {
            var holds = Domain.Members.PhoneNumber.TryParse(data.PhoneNumber, out var number);
            errors.Check(
                holds,
                $"{path}.phoneNumber",
                "must be a phone number with the country's code, such as +8613800138000"
            );
            return holds ? number.Value : null;
        }

        string? EmailOf()
        {
            var holds = EmailAddress.TryParse(data.Email, out var email);
            errors.Check(holds, $"{path}.email", "must be an e-mail address");
            return holds ? email.Value : null;
        }
    }
}
