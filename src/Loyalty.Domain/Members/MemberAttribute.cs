namespace Loyalty.Domain.Members;

/// <summary>What the club says of a member in one word, by a key of its own: <c>segment</c> = <c>fleet-manager</c>. Earning rules
/// look at it.</summary>
public sealed class MemberAttribute
{
    public const int KeyLengthMax = 100;

    public const int ValueLengthMax = 100;

    /// <summary>Attributes that one member may have.</summary>
    public const int CountMax = 100;

    public required MemberId MemberId { get; init; }

    /// <summary>See <see cref="IsKey"/>.</summary>
    public required string Key { get; init; }

    public required string Value { get; set; }

    public required DateTimeOffset ChangedAt { get; set; }

    /// <summary>Small letters, digits, dots, hyphens and underscores, beginning with a letter.</summary>
    public static bool IsKey(string? text) =>
        text is { Length: > 0 and <= KeyLengthMax }
        && char.IsAsciiLetterLower(text[0])
        && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '-' or '_');
}
