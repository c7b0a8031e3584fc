using Loyalty.Domain.Rewards;

namespace Loyalty.Domain.Magazine;

/// <summary>What an issue is: its title, its calendar and where it can be read.</summary>
public sealed record IssueDefinition
{
    public const int ContentsMax = 20;
    public const int UrlLengthMax = 1_000;

    /// <summary>Its title and what it is about, by language; the first is shown to whoever speaks none of them.</summary>
    public IReadOnlyList<RewardText> Texts { get; init; } = [];

    /// <summary>Until then articles are taken; null where nobody needs to know.</summary>
    public DateTimeOffset? EditorialCloseAt { get; init; }

    /// <summary>The addresses of this instant are printed.</summary>
    public DateTimeOffset AddressFreezeAt { get; init; }

    /// <summary>Copies leave, and the issue can be read in the app.</summary>
    public DateTimeOffset DispatchAt { get; init; }

    /// <summary>Where it can be read, by language; empty for what is only printed.</summary>
    public IReadOnlyList<IssueContent> Contents { get; init; } = [];

    /// <summary>What a printed copy costs; null where nobody has said.</summary>
    public IssueCosts? Costs { get; init; }

    /// <summary>Where it can be read in the language, or in a related one, or in the first that there is; null for nowhere.</summary>
    public IssueContent? ContentIn(string? language)
    {
        var primary = language?.Split('-')[0];
        return Contents.FirstOrDefault(one => string.Equals(one.Language, language, StringComparison.OrdinalIgnoreCase))
            ?? Contents.FirstOrDefault(one =>
                string.Equals(one.Language.Split('-')[0], primary, StringComparison.OrdinalIgnoreCase)
            )
            ?? (Contents.Count > 0 ? Contents[0] : null);
    }
}

/// <param name="Language">BCP 47.</param>
/// <param name="Url">absolute, https.</param>
public sealed record IssueContent(string Language, string Url);
