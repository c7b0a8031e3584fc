using Loyalty.Application.Validation;
using Loyalty.Domain.Members;

namespace Loyalty.Application.Members;

/// <summary>An e-mail address or telephone number as it is given.</summary>
public sealed record ContactPointData
{
    public required ContactPointKind Kind { get; init; }

    /// <summary>An e-mail address, or a telephone number with its country code.</summary>
    public required string Value { get; init; }

    /// <summary>Whether the member has proved to be reached there. A verified address belongs to one member alone.</summary>
    public bool Verified { get; init; }

    /// <summary>Whether to use it before others of its kind. The first of a kind always is.</summary>
    public bool Primary { get; init; }

    internal const int CountMax = 20;

    internal (string Value, string Normalized) Check(FieldErrors errors, string field)
    {
        var text = errors.Required(field, Value, EmailAddress.LengthMax);
        var parsed = ContactPoint.Parse(Kind, text);
        if (parsed is null && text.Length > 0)
        {
            errors.Add(
                field,
                Kind == ContactPointKind.Email
                    ? "must be an e-mail address"
                    : "must be a telephone number with its country code (E.164), such as +8613800138000"
            );
        }

        return parsed ?? ("", "");
    }

    internal static DuplicateKind Conflict(ContactPointKind kind) =>
        kind == ContactPointKind.Email ? DuplicateKind.Email : DuplicateKind.Phone;
}
