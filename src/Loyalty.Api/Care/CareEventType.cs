using System.Security.Claims;
using Loyalty.Api.Authentication;
using Loyalty.Api.Members;
using Loyalty.Api.Points;
using Loyalty.Application.Care;
using Loyalty.Application.Members;
using Loyalty.Domain;
using Loyalty.Domain.Care;
using Loyalty.Domain.Members;
using Loyalty.GraphQL;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Api.Care;

/// <summary>Something that the club told the member, or is about to tell.</summary>
[Node]
[ObjectType<CareEvent>(BindExplicitly = true)]
public static class CareEventType
{
    /// <summary>The globally unique id.</summary>
    [ID]
    public static string GetId([Parent] CareEvent contact) => contact.Id.ToString();

    /// <summary>Which of the six kinds of care it belongs to.</summary>
    public static CareKind GetKind([Parent] CareEvent contact) => contact.Kind;

    /// <summary>In one line, in the member's language or the first that there is.</summary>
    [Cost(2)] // all of a page together
    public static async Task<string> GetSubjectAsync(
        [Parent] CareEvent contact,
        IDataLoader<CareEvent, OwnCareMessage> messageByCareEvent,
        CancellationToken cancellationToken
    ) => (await messageByCareEvent.LoadAsync(contact, cancellationToken))!.Message.Subject;

    /// <summary>The whole text; may have line breaks. Points are those of now.</summary>
    [Cost(2)] // all of a page together
    public static async Task<string> GetMessageAsync(
        [Parent] CareEvent contact,
        IDataLoader<CareEvent, OwnCareMessage> messageByCareEvent,
        CancellationToken cancellationToken
    ) => (await messageByCareEvent.LoadAsync(contact, cancellationToken))!.Message.Body;

    /// <summary>Over which way.</summary>
    public static ConsentChannel GetChannel([Parent] CareEvent contact) => contact.Channel!.Value;

    /// <summary>When it was sent, or put on the list of letters or calls.</summary>
    public static DateTimeOffset GetSentAt([Parent] CareEvent contact) => contact.SentAt!.Value;

    /// <summary>Where it stands.</summary>
    public static CareStatus GetStatus([Parent] CareEvent contact) => contact.Status;

    /// <summary>Why the member got it.</summary>
    [Cost(2)] // all of a page together
    public static async Task<CareReason> GetWhyAsync(
        [Parent] CareEvent contact,
        ClaimsPrincipal user,
        IHttpContextAccessor http,
        IDataLoader<SignInKey, Member> memberBySignIn,
        IDataLoader<CareEvent, OwnCareMessage> messageByCareEvent,
        CancellationToken cancellationToken
    )
    {
        var me = await memberBySignIn.RequireAsync(user, cancellationToken);
        var told = await messageByCareEvent.LoadAsync(contact, cancellationToken);
        var (facts, texts) = (
            contact.Facts,
            LanguageTexts.Of([me.PreferredLanguage, .. LanguageTexts.Accepted(http.HttpContext?.Request)])
        );
        return new CareReason(
            told!.Trigger,
            texts.Say(told.Trigger, facts),
            facts.Day,
            facts.Points,
            facts.Currency,
            facts.Kilometres,
            facts.Percent,
            facts.Tier
        );
    }

    /// <summary>The vehicle that it is about; null for none, and for one that the member does not own any more.</summary>
    [Cost(1)] // all of a page together
    public static async Task<OwnedVehicle?> GetVehicleAsync(
        [Parent] CareEvent contact,
        IDataLoader<MemberId, OwnedVehicle[]> vehiclesByMember,
        CancellationToken cancellationToken
    ) =>
        contact.Facts.Vehicle is { } vehicle
            ? Array.Find(
                await vehiclesByMember.LoadAsync(contact.MemberId, cancellationToken) ?? [],
                owned => owned.Vehicle.Id == vehicle
            )
            : null;

    [NodeResolver]
    [Authorize(Policies.Member)]
    public static async Task<CareEvent?> FindAsync(
        string id,
        ClaimsPrincipal user,
        IDataLoader<SignInKey, Member> memberBySignIn,
        IDbContextFactory<LoyaltyDbContext> contexts,
        CancellationToken cancellationToken
    )
    {
        var me = await memberBySignIn.RequireAsync(user, cancellationToken);
        if (!Identifier.TryParse<CareEventId>(id, out var wanted))
        {
            return null;
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context
            .OwnCareEvents(me.Id)
            .AsNoTracking()
            .FirstOrDefaultAsync(row => row.Id == wanted, cancellationToken);
    }
}

/// <summary>Why the member got something: what the club's rule waited for, and what it found.</summary>
/// <param name="Trigger">What the rule waited for.</param>
/// <param name="Explanation">In one sentence, in the member's preferred language, else in one of Accept-Language: English, Chinese or
/// German.</param>
/// <param name="Day">The day that it is about: of the birthday, the service, the lapse.</param>
/// <param name="Points">Points that it was about when it was sent; null for none.</param>
/// <param name="Currency">The code of the point currency.</param>
/// <param name="Kilometres">What the odometer will show when the service is due.</param>
/// <param name="Percent">By how much something has changed, or is missing.</param>
/// <param name="Tier">The code of the tier that it is about.</param>
public sealed record CareReason(
    CareTrigger Trigger,
    string Explanation,
    DateOnly Day,
    long? Points,
    string? Currency,
    int? Kilometres,
    int? Percent,
    string? Tier
);

/// <summary>How a member wants to be cared for, beyond the consents.</summary>
[ObjectType<CarePreferences>(BindExplicitly = true)]
public static class CarePreferencesType
{
    /// <summary>Kinds of care that the member does not want.</summary>
    [ListSize(AssumedSize = 6)]
    public static IReadOnlyList<CareKind> GetMutedKinds([Parent] CarePreferences preferences) => preferences.Muted;

    /// <summary>An id of the IANA database, in whose days quiet hours lie; null for the club's.</summary>
    public static string? GetTimeZone([Parent] CarePreferences preferences) => preferences.TimeZone;

    /// <summary>Nothing goes out before this instant; null, or in the past, for no such wish.</summary>
    public static DateTimeOffset? GetSnoozedUntil([Parent] CarePreferences preferences) => preferences.SnoozedUntil;
}
