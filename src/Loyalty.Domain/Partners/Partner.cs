namespace Loyalty.Domain.Partners;

public enum PartnerStatus
{
    Active,

    /// <summary>Nothing that the partner sends is taken, and it is not told why.</summary>
    Suspended,
}

/// <summary>A company that reports what members do with it (accrual), or fulfils rewards (redemption), or both.</summary>
public sealed class Partner : IVersioned
{
    public const int SlugLengthMin = 2;
    public const int SlugLengthMax = 40;
    public const int NameLengthMax = 200;

    public required PartnerId Id { get; init; }

    /// <summary>The partner's name in URLs, for ever: <c>northbank</c>. 2 to 40 characters of a-z, 0-9 and hyphen. No id
    /// looks like that, so that a path may hold either.</summary>
    public required string Slug { get; init; }

    public required string Name { get; set; }

    public PartnerStatus Status { get; set; } = PartnerStatus.Active;

    /// <summary>What was agreed with the partner.</summary>
    public required PartnerContract Contract { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public long Version { get; set; }

    public static bool IsSlug(string? text) =>
        text is { Length: >= SlugLengthMin and <= SlugLengthMax }
        && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
        && text[0] != '-'
        && text[^1] != '-';
}
