using Loyalty.Application.Validation;
using Loyalty.Domain.Members;
using Loyalty.Domain.Rewards;

namespace Loyalty.Application.Rewards;

/// <summary>What the club tells members of a thing, as staff write it.</summary>
internal static class RewardTextFields
{
    /// <summary>Texts in one language or more; the first is for whoever speaks none of them.</summary>
    public static List<RewardText> Texts(
        this FieldErrors errors,
        string field,
        IReadOnlyList<RewardTextDocument>? documents
    )
    {
        var texts = new List<RewardText>();
        foreach (var (i, document) in errors.List(field, documents, RewardDefinition.TextsMax).Index())
        {
            var path = $"{field}[{i}]";
            var language = LanguageTag.Canonical(document.Language ?? "");
            errors.Check(language is not null, $"{path}.language", "must be a language tag of BCP 47, such as zh-Hans");
            errors.Check(
                language is null || texts.TrueForAll(other => other.Language != language),
                $"{path}.language",
                "is the language of another text"
            );
            texts.Add(
                new RewardText(
                    language ?? "",
                    errors.Required($"{path}.title", document.Title, RewardDefinition.TitleLengthMax),
                    errors.Paragraphs(
                        $"{path}.description",
                        document.Description,
                        RewardDefinition.DescriptionLengthMax
                    ),
                    errors.Paragraphs($"{path}.terms", document.Terms, RewardDefinition.DescriptionLengthMax)
                )
            );
        }

        errors.Check(documents is { Count: > 0 }, field, "must have at least one text");
        return texts;
    }
}
