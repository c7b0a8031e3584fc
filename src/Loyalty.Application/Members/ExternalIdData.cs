using Loyalty.Application.Validation;
using Loyalty.Domain.Members;

namespace Loyalty.Application.Members;

/// <summary>How another system names the member.</summary>
public sealed record ExternalIdData
{
    /// <summary>Lower-case letters, digits and hyphens: <c>crm</c>, <c>dealer-system</c>.</summary>
    public required string System { get; init; }

    public required string Value { get; init; }

    internal const int CountMax = 20;

    internal ExternalId Check(FieldErrors errors, string prefix, MemberId member) =>
        new()
        {
            System = CheckSystem(errors, $"{prefix}system", System),
            Value = errors.Required($"{prefix}value", Value, ExternalId.ValueLengthMax),
            MemberId = member,
        };

    internal static string CheckSystem(FieldErrors errors, string field, string? text)
    {
        var system = errors.Required(field, text, ExternalId.SystemLengthMax);
        errors.Check(
            system.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'),
            field,
            "must be lower-case letters, digits and hyphens"
        );
        return system;
    }
}
