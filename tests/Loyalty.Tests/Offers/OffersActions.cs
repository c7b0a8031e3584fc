using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Loyalty.Application.Offers;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Offers;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Loyalty.Tests.Members;
using Loyalty.Tests.Points;
using Loyalty.Tests.Rewards;
using Loyalty.Tests.Tiers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;

namespace Loyalty.Tests.Offers;

/// <summary>Offers see all members.</summary>
public abstract class OfferClubTests(DatabaseProvider provider) : TurnedClubTests(provider)
{
    protected override Task PrepareAsync() => Club.EnsurePointsAsync();

    /// <summary>One round of the job.</summary>
    protected Task<int> RunAsync() => Club.RunOffersAsync();
}

/// <summary>An offer as it was read: its JSON and the tag to change it by.</summary>
internal sealed record ReadOffer(JsonNode Json, EntityTagHeaderValue ETag)
{
    public string Path => $"{OffersActions.OffersPath}/{Json["id"]}";

    public OfferId Id => Identifier.TryParse<OfferId>(Json["id"]!.ToString(), out var id) ? id : default;
}

internal static class OffersActions
{
    public const string OffersPath = "/api/admin/v1/offers";

    public static Task<int> RunOffersAsync(this Club club) =>
        club.Services.GetRequiredService<RunOffers>().ExecuteAsync(CancellationToken.None);

    public static JsonObject Offer(string trigger, string members) =>
        new JsonObject
        {
            ["trigger"] = trigger,
            ["texts"] = new JsonArray(
                new JsonObject { ["language"] = "en", ["title"] = "A gift" },
                new JsonObject { ["language"] = "de", ["title"] = "Ein Geschenk" }
            ),
        }.With(members);

    public static JsonObject Welcome(string benefit, string? more = null) =>
        Offer("welcome", $$"""{"benefit":{{benefit}}}""").With(more ?? "{}");

    public const string TenPoints = """{"points":{"currency":"POINTS","points":10}}""";
    public const string HalfPrice = """{"voucher":{"kind":"percent","value":50,"validDays":30}}""";
    public const string Free = """{"voucher":{"kind":"free","validDays":30}}""";

    public static async Task<ReadOffer> CreateOfferAsync(this Club club, JsonObject offer)
    {
        using var staff = club.Staff("manager");
        using var answer = await staff.PostAsJsonAsync(OffersPath, offer);
        return new ReadOffer(await answer.ReadAsync(HttpStatusCode.Created), answer.Headers.ETag!);
    }

    /// <summary>An offer that grants.</summary>
    public static async Task<ReadOffer> GivenOfferAsync(this Club club, JsonObject offer) =>
        await club.StepAsync(await club.CreateOfferAsync(offer), "publish");

    /// <param name="step"><c>publish</c> or <c>withdraw</c>.</param>
    public static async Task<ReadOffer> StepAsync(this Club club, ReadOffer offer, string step)
    {
        using var staff = club.Staff("manager");
        using var answer = await staff.SendAsync(HttpMethod.Post, $"{offer.Path}/{step}", offer.ETag);
        return new ReadOffer(await answer.ReadAsync(HttpStatusCode.OK), answer.Headers.ETag!);
    }

    public static async Task<JsonNode> FiguresAsync(this Club club, ReadOffer offer)
    {
        using var staff = club.Staff("auditor");
        return await staff.GetJsonAsync($"{offer.Path}/figures");
    }

    public static Task<List<OfferGrant>> GrantsAsync(this Club club, ReadOffer offer) =>
        club.WithContextAsync(context =>
            context
                .OfferGrants.AsNoTracking()
                .Where(grant => grant.OfferId == offer.Id)
                .OrderBy(grant => grant.GrantedAt)
                .ToListAsync()
        );

    /// <summary>A member who enrols now.</summary>
    public static async Task<MemberId> GivenNewMemberAsync(this Club club, string? birthDate = null)
    {
        var person = MembersActions.Person();
        person["member"]!["birthDate"] = birthDate;
        var enrolled = await club.EnrolMemberAsync(person);
        Identifier.TryParse<MemberId>(enrolled.Id, out var id).ShouldBeTrue();
        return id;
    }

    public static async Task<string> VoucherIdAsync(this MemberApp app) =>
        (await app.AskAsync("{ me { vouchers { id } } }"))["me"]!["vouchers"]!.AsArray().ShouldHaveSingleItem()![
            "id"
        ]!.ToString();

    public static Task<JsonNode> UseCodeAsync(this MemberApp app, string code) =>
        app.MutateAsync("useReferralCode", "used", new { idempotencyKey = MemberAppActions.NewKey(), code });

    /// <summary>The code of the only error of a payload; null when there is none.</summary>
    public static string? Error(this JsonNode payload) =>
        payload["errors"]!.AsArray() is [{ } only] ? only["code"]!.ToString() : null;

    public static async Task<JsonNode> ReferralAsync(this MemberApp app) =>
        (await app.AskAsync("{ me { referral { code brought waiting completed expired } } }"))["me"]!["referral"]!;

    public static string Text(this DateTimeOffset at) => at.ToString("O", CultureInfo.InvariantCulture);
}
