using Loyalty.Application.Points;
using Loyalty.Application.Rewards;
using Loyalty.Application.Validation;
using Loyalty.Domain.Magazine;
using Loyalty.Domain.Members;
using Loyalty.Domain.Rewards;

namespace Loyalty.Application.Magazine;

/// <summary>Reads what staff wrote; whether tiers and partners are there is asked afterwards.</summary>
/// <param name="errors">told what is wrong, by the field's path.</param>
/// <param name="club">whose point currencies there are.</param>
internal sealed class PublicationDocumentReader(FieldErrors errors, ClubSettings club)
{
    /// <returns>a stand-in where something is wrong.</returns>
    public PublicationDefinition Read(PublicationDocument document)
    {
        var channels = errors.List("channels", document.Channels, 10).Distinct().ToArray();
        errors.Check(document.Channels is null || channels.Length > 0, "channels", "must have at least one");
        errors.Check(document.Channels is not null, "channels", "is required");
        errors.Check(
            !document.EnrolsEntitled || document.Price is null,
            "enrolsEntitled",
            "must be left out with a price: nobody pays unasked"
        );
        errors.Within(
            "copiesPerHousehold",
            document.CopiesPerHousehold ?? 1,
            1,
            PublicationDefinition.CopiesPerHouseholdMax
        );
        errors.Within(
            "suspendAfterReturns",
            document.SuspendAfterReturns,
            1,
            PublicationDefinition.SuspendAfterReturnsMax
        );
        errors.Within("bundleSize", document.BundleSize, 1, PublicationDefinition.BundleSizeMax);
        return new PublicationDefinition
        {
            Texts = errors.Texts("texts", document.Texts),
            Languages = Languages(document.Languages),
            Channels = channels,
            Audience = new RewardPartsReader(errors).Eligibility(document.Audience, "audience"),
            EnrolsEntitled = document.EnrolsEntitled,
            Price = document.Price is { } price ? Price(price) : null,
            CopiesPerHousehold = document.CopiesPerHousehold,
            SuspendAfterReturns = document.SuspendAfterReturns,
            PostedIn = PostedIn(document.PostedIn, channels),
            BundleSize = document.BundleSize,
            Mails = Mails(document.Mails, channels),
        };
    }

    private List<string> Languages(IReadOnlyList<string>? tags)
    {
        var languages = new List<string>();
        foreach (var (i, tag) in errors.List("languages", tags, PublicationDefinition.LanguagesMax).Index())
        {
            if (LanguageTag.Canonical(tag) is not { } language)
            {
                errors.Add($"languages[{i}]", "must be a language tag of BCP 47, such as zh-Hans");
            }
            else if (!languages.Contains(language))
            {
                languages.Add(language);
            }
        }

        errors.Check(tags is { Count: > 0 }, "languages", "must have at least one");
        return languages;
    }

    private PublicationPrice Price(PublicationPriceDocument document) =>
        new(
            errors.RedeemableCurrency("price.currency", document.Currency, club),
            errors.RequiredWithin("price.points", document.Points, RewardDefinition.PointsMax),
            (int)errors.RequiredWithin("price.issues", document.Issues, PublicationDefinition.PaidIssuesMax)
        );

    private string PostedIn(string? country, MagazineChannel[] channels)
    {
        if (!channels.Contains(MagazineChannel.Post))
        {
            errors.Check(country is null, "postedIn", "must be left out without the channel post");
            return "";
        }

        var code = errors.Required("postedIn", country).ToUpperInvariant();
        errors.Check(
            code.Length == 0 || CountryCodes.Contains(code),
            "postedIn",
            "must be an alpha-2 code of ISO 3166-1"
        );
        return code;
    }

    private List<MailTemplate> Mails(IReadOnlyList<MailTemplateDocument>? documents, MagazineChannel[] channels)
    {
        var mails = new List<MailTemplate>();
        if (!channels.Contains(MagazineChannel.Email))
        {
            errors.Check(documents is not { Count: > 0 }, "mails", "must be left out without the channel email");
            return mails;
        }

        foreach (var (i, document) in errors.List("mails", documents, PublicationDefinition.LanguagesMax).Index())
        {
            var path = $"mails[{i}]";
            var language = LanguageTag.Canonical(document.Language ?? "");
            errors.Check(language is not null, $"{path}.language", "must be a language tag of BCP 47, such as zh-Hans");
            errors.Check(
                mails.TrueForAll(other => other.Language != language),
                $"{path}.language",
                "is the language of another mail"
            );
            var subject = errors.Required($"{path}.subject", document.Subject, MailTemplate.SubjectLengthMax);
            var text = errors.Paragraphs($"{path}.text", document.Text, MailTemplate.TextLengthMax);
            errors.Check(text is not null, $"{path}.text", "must not be empty");
            Names($"{path}.subject", subject);
            Names($"{path}.text", text ?? "");
            mails.Add(new MailTemplate(language ?? "", subject, text ?? ""));
        }

        errors.Check(documents is { Count: > 0 }, "mails", "must have at least one with the channel email");
        return mails;

        void Names(string field, string text)
        {
            if (MailTemplate.UnknownName(text) is { } name)
            {
                errors.Add(field, $"names {{{name}}}, which is none of {string.Join(", ", MailTemplate.Names)}");
            }
        }
    }
}
