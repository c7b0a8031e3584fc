using Loyalty.Api.Points;
using Loyalty.Application.Offers;
using Loyalty.Domain.Offers;

namespace Loyalty.Api.Offers;

/// <summary>Says why an offer is open to a member, and how far the member is, in one of the languages that explanations speak.</summary>
internal static class OfferTexts
{
    public static string Say(this LanguageTexts texts, MemberOffer offer) =>
        offer switch
        {
            { NextOn: { } birthday } => texts.Say("offerBirthday", ("date", texts.Date(birthday))),
            { Standing: { } standing, Offer.Definition.Challenge: { } challenge } => Progress(
                texts,
                challenge,
                standing
            ),
            _ => texts["offerReferral"],
        };

    private static string Progress(LanguageTexts texts, Challenge challenge, ChallengeStanding standing)
    {
        var key =
            standing.Missing == 0 ? "offerDone"
            : challenge.Window == ChallengeWindow.MonthlyStreak ? "offerStreak"
            : standing.Until is null ? "offerProgressOpen"
            : "offerProgress";
        return texts.Say(
            key,
            ("count", texts.Number(standing.Count)),
            ("goal", texts.Number(standing.Goal)),
            ("missing", texts.Number(standing.Missing)),
            ("from", texts.Date(standing.From)),
            ("until", standing.Until is { } until ? texts.Date(until) : "")
        );
    }
}
