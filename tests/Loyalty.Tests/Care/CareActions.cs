using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Loyalty.Application.Care;
using Loyalty.Domain;
using Loyalty.Domain.Care;
using Loyalty.Domain.Members;
using Loyalty.Testing;
using Loyalty.Tests.Events;
using Loyalty.Tests.Host;
using Loyalty.Tests.Members;
using Loyalty.Tests.Rewards;
using Loyalty.Tests.Tiers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;

namespace Loyalty.Tests.Care;

/// <summary>Care sees all members.</summary>
public abstract class CareClubTests(DatabaseProvider provider) : TurnedClubTests(provider)
{
    protected DateOnly Today => Clock.Now.DayIn(TimeZoneInfo.FindSystemTimeZoneById("Europe/Prague"));

    protected override async Task PrepareAsync()
    {
        await Club.WithContextAsync(context =>
            context.Programmes.ExecuteUpdateAsync(row => row.SetProperty(one => one.TimeZone, "Europe/Prague"))
        );
        using var staff = Club.Staff();
        using var currency = await staff.PostAsJsonAsync(
            "/api/admin/v1/point-currencies",
            new
            {
                code = "POINTS",
                name = "Club points",
                kind = "redeemable",
                expiry = new { kind = "rollingDays", days = 60 },
            }
        );
        await currency.ReadAsync(HttpStatusCode.Created);
        // Somebody who delivers what is due.
        using var asked = await staff.PostAsJsonAsync(
            EventsActions.Subscriptions,
            new { url = "https://mail.example.org/events", types = CareActions.Types }
        );
        await asked.ReadAsync(HttpStatusCode.Created);
    }

    protected Task<int> PlanAsync() =>
        Club.Services.GetRequiredService<PlanCare>().ExecuteAsync(CancellationToken.None);

    protected async Task<int> SendAsync() =>
        (await Club.Services.GetRequiredService<SendCare>().ExecuteAsync(CancellationToken.None)).ShouldNotBeNull();

    protected async Task<int> CloseAsync() =>
        (await Club.Services.GetRequiredService<CloseCare>().ExecuteAsync(CancellationToken.None)).ShouldNotBeNull();

    protected async Task ChangeSettingsAsync(string members)
    {
        using var staff = Club.Staff();
        using var read = await staff.GetAsync("/api/admin/v1/care-settings");
        var settings = (await read.ReadAsync(HttpStatusCode.OK)).AsObject().With(members);
        using var changed = await staff.PutIfMatchAsync("/api/admin/v1/care-settings", settings, read.Headers.ETag);
        await changed.ReadAsync(HttpStatusCode.OK);
    }

    protected Task<int> PreferAsync(MemberId member, Action<CarePreferences> wish) =>
        Club.WithContextAsync(context =>
        {
            var wishes = new CarePreferences { MemberId = member };
            wish(wishes);
            context.CarePreferences.Add(wishes);
            return context.SaveChangesAsync();
        });

    /// <summary>The afternoon of a day.</summary>
    protected void TurnTo(DateOnly day) => Clock.Now = new DateTimeOffset(day, new TimeOnly(12, 0), TimeSpan.Zero);

    protected Task<List<CareEvent>> EventsAsync() =>
        Club.WithContextAsync(context =>
            context.CareEvents.AsNoTracking().OrderBy(one => one.PlannedAt).ThenBy(one => one.DueOn).ToListAsync()
        );

    protected async Task<CareEvent> OnlyEventAsync() => (await EventsAsync()).ShouldHaveSingleItem();
}

/// <summary>A care rule as it was read: its JSON and the tag to change it by.</summary>
internal sealed record ReadCareRule(JsonNode Json, EntityTagHeaderValue ETag)
{
    public string Path => $"{CareActions.RulesPath}/{Json["id"]}";
}

internal static class CareActions
{
    public const string RulesPath = "/api/admin/v1/care-rules";

    public static readonly string[] Types = ["loyalty.care.due"];

    public static JsonObject Rule(string trigger, string members = "{}") =>
        new JsonObject
        {
            ["name"] = "A rule",
            ["trigger"] = trigger,
            ["texts"] = new JsonArray(
                new JsonObject
                {
                    ["language"] = "en",
                    ["title"] = "For you",
                    ["description"] = "Dear {name}",
                }
            ),
            ["channels"] = new JsonArray("email"),
            ["goal"] = "delivered",
        }.With(members);

    public static async Task<ReadCareRule> CreateCareRuleAsync(this Club club, JsonObject rule)
    {
        using var staff = club.Staff("manager");
        using var answer = await staff.PostAsJsonAsync(RulesPath, rule);
        return new ReadCareRule(await answer.ReadAsync(HttpStatusCode.Created), answer.Headers.ETag!);
    }

    /// <summary>A rule that plans.</summary>
    public static async Task<ReadCareRule> GivenCareRuleAsync(this Club club, JsonObject rule) =>
        await club.StepAsync(await club.CreateCareRuleAsync(rule), "publish");

    /// <param name="step"><c>publish</c> or <c>withdraw</c>.</param>
    public static async Task<ReadCareRule> StepAsync(this Club club, ReadCareRule rule, string step)
    {
        using var staff = club.Staff("manager");
        using var answer = await staff.SendAsync(HttpMethod.Post, $"{rule.Path}/{step}", rule.ETag);
        return new ReadCareRule(await answer.ReadAsync(HttpStatusCode.OK), answer.Headers.ETag!);
    }

    public static async Task<ReadCareRule> ChangeAsync(this Club club, ReadCareRule rule, JsonObject definition)
    {
        using var staff = club.Staff("manager");
        using var answer = await staff.PutIfMatchAsync(rule.Path, definition, rule.ETag);
        return new ReadCareRule(await answer.ReadAsync(HttpStatusCode.OK), answer.Headers.ETag!);
    }

    /// <summary>Somebody with e-mail, telephone and address, who has consented to everything.</summary>
    public static async Task<MemberId> GivenWillingMemberAsync(this Club club, Action<JsonObject>? more = null)
    {
        var person = MembersActions.Person().WithEmail(MembersActions.Email()).WithPhone(MembersActions.Phone());
        person["member"]!["address"] = new JsonObject
        {
            ["street"] = new JsonArray("Hlavní 1"),
            ["postalCode"] = "110 00",
            ["city"] = "Praha",
            ["country"] = "CZ",
        };
        more?.Invoke(person);
        var enrolled = await club.EnrolMemberAsync(person);
        Identifier.TryParse<MemberId>(enrolled.Id, out var id).ShouldBeTrue();
        await club.ConsentAsync(id, granted: true);
        return id;
    }

    public static JsonObject Birthday(string members = "{}") => Rule("birthday", members);

    /// <summary>A willing member whose birthday is the day on which the clock stands at first.</summary>
    public static Task<MemberId> GivenBirthdayAsync(this Club club, Action<JsonObject>? more = null) =>
        club.GivenWillingMemberAsync(person =>
        {
            person["member"]!["birthDate"] = "1990-06-01";
            more?.Invoke(person);
        });

    public static async Task ConsentAsync(
        this Club club,
        MemberId member,
        bool granted,
        string purpose = "service",
        params string[] channels
    )
    {
        using var staff = club.Staff();
        string[] named = channels.Length > 0 ? channels : ["email", "sms", "push", "post", "phone"];
        using var answer = await staff.PostAsJsonAsync(
            $"{MembersActions.MembersPath}/{member}/consents",
            new
            {
                decisions = named.Select(channel => new
                {
                    purpose,
                    channel,
                    granted,
                    decidedAt = club.Services.GetRequiredService<TimeProvider>().GetUtcNow(),
                    source = "paper form",
                }),
            }
        );
        await answer.ReadAsync(HttpStatusCode.OK);
    }

    public static async Task InteractAsync(
        this Club club,
        MemberId member,
        string kind,
        DateOnly day,
        VehicleId? vehicle = null,
        int? amount = null
    )
    {
        using var staff = club.Staff();
        using var answer = await staff.PostAsJsonAsync(
            $"{MembersActions.MembersPath}/{member}/interactions",
            new
            {
                kind,
                occurredAt = new DateTimeOffset(day, new TimeOnly(9, 0), TimeSpan.Zero),
                channel = "dealer",
                subject = "A visit",
                vehicleId = vehicle?.ToString(),
                amount = amount is null ? null : new { amount = $"{amount}.00", currency = "CZK" },
            }
        );
        await answer.ReadAsync(HttpStatusCode.Created);
    }

    public static string Text(this DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
