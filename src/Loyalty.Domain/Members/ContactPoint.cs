namespace Loyalty.Domain.Members;

/// <summary>How a contact point reaches a member.</summary>
public enum ContactPointKind
{
    Email,
    Phone,
}

/// <summary>An e-mail address or telephone number of a member.</summary>
public sealed class ContactPoint
{
    public required ContactPointId Id { get; init; }

    public required MemberId MemberId { get; init; }

    public required ContactPointKind Kind { get; init; }

    /// <summary>As it was given; telephone numbers in E.164.</summary>
    public required string Value { get; init; }

    /// <summary>By which two are the same; see <see cref="EmailAddress.Normalized"/> and <see cref="PhoneNumber.Value"/>.</summary>
    public required string NormalizedValue { get; init; }

    /// <summary>The one to use among those of its kind. At most one is.</summary>
    public bool IsPrimary { get; set; }

    public required DateTimeOffset AddedAt { get; init; }

    /// <summary>When the member proved to be reached there; null while unproven.</summary>
    public DateTimeOffset? VerifiedAt { get; private set; }

    /// <summary>The normalised value while this member holds it alone: once verified, until the account is closed. Unique
    /// over the club, so that of two members who verify the same address at once only one can.</summary>
    public string? ClaimedValue { get; private set; }

    public void Verify(DateTimeOffset at)
    {
        VerifiedAt ??= at;
        ClaimedValue = NormalizedValue;
    }

    /// <summary>Leaves the address to whoever enrols with it next.</summary>
    public void Release() => ClaimedValue = null;

    /// <summary>The value in the form kept and the form compared, or null when it is not one of the kind.</summary>
    public static (string Value, string Normalized)? Parse(ContactPointKind kind, string? text) =>
        kind switch
        {
            ContactPointKind.Email when EmailAddress.TryParse(text, out var email) => (email.Value, email.Normalized),
            ContactPointKind.Phone when PhoneNumber.TryParse(text, out var phone) => (phone.Value, phone.Value),
            _ => null,
        };
}
