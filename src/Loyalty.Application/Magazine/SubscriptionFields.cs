using Loyalty.Application.Validation;
using Loyalty.Domain.Magazine;

namespace Loyalty.Application.Magazine;

/// <summary>Fields that making and changing a subscription have in common.</summary>
internal static class SubscriptionFields
{
    public static MagazineChannel Channel(
        this FieldErrors errors,
        string field,
        MagazineChannel channel,
        PublicationDefinition definition
    )
    {
        errors.Check(definition.Channels.Contains(channel), field, "is not a channel of the publication");
        return channel;
    }

    /// <returns>the publication's own way to write it.</returns>
    public static string Language(
        this FieldErrors errors,
        string field,
        string language,
        PublicationDefinition definition
    )
    {
        var own = definition.Languages.FirstOrDefault(one =>
            string.Equals(one, language, StringComparison.OrdinalIgnoreCase)
        );
        errors.Check(own is not null, field, "is not a language of the publication");
        return own ?? definition.Languages[0];
    }
}
