using Loyalty.Application.Offers;
using Loyalty.Application.Rewards;
using Loyalty.Domain.Gatherings;
using Loyalty.Domain.Members;

namespace Loyalty.Application.Gatherings;

/// <summary>A gathering as staff write it.</summary>
/// <param name="Code">the club's own, 1 to 60 small letters, digits and hyphens; no two gatherings have the same. It stays as it is
/// once the gathering is published.</param>
/// <param name="Texts">1 to 20: what it is called and what it is about, each in a language of its own; the first is shown to whoever
/// speaks none of them.</param>
/// <param name="Place">where it is, one line of at most 400 characters.</param>
/// <param name="TimeZone">in which its times are told, such as <c>Europe/Prague</c>.</param>
/// <param name="EndsAt">after it begins, at most 60 days.</param>
/// <param name="SignUpOpensAt">members can sign up from then on; left out: as soon as it is published.</param>
/// <param name="SignUpClosesAt">members cannot sign up any more from then on, at the latest when it begins; left out: when it begins.</param>
/// <param name="Places">1 to 1000000 persons; left out for no limit.</param>
/// <param name="GuestsMax">whom a member may bring, 0 to 20; each takes a place.</param>
/// <param name="HasWaitingList">who finds no place left waits for one. Not without places.</param>
/// <param name="Audience">who is invited and sees it, as a reward's eligibility; left out for all members.</param>
/// <param name="Channels">over which the audience is invited, the first that reaches a member: <c>email</c>, <c>sms</c>, <c>push</c>. All
/// three when left out; empty: nobody is invited, and members find it in the app.</param>
/// <param name="ReminderHours">so many hours before it begins, 1 to 1440, who has a place is reminded; left out: nobody is.</param>
public sealed record GatheringDocument(
    string? Code = null,
    IReadOnlyList<RewardTextDocument>? Texts = null,
    string? Place = null,
    string? TimeZone = null,
    DateTimeOffset? BeginsAt = null,
    DateTimeOffset? EndsAt = null,
    DateTimeOffset? SignUpOpensAt = null,
    DateTimeOffset? SignUpClosesAt = null,
    int? Places = null,
    int GuestsMax = 0,
    bool HasWaitingList = false,
    RewardEligibilityDocument? Audience = null,
    IReadOnlyList<ConsentChannel>? Channels = null,
    int? ReminderHours = null
)
{
    public static GatheringDocument Of(Gathering gathering)
    {
        var definition = gathering.Definition;
        return new GatheringDocument(
            gathering.Code,
            OfferDocument.Written(definition.Texts),
            definition.Place,
            definition.TimeZone,
            definition.BeginsAt,
            definition.EndsAt,
            definition.SignUpOpensAt,
            definition.SignUpClosesAt,
            definition.Places,
            definition.GuestsMax,
            definition.HasWaitingList,
            RewardEligibilityDocument.Of(definition.Audience),
            definition.Channels,
            definition.ReminderHours
        );
    }
}
