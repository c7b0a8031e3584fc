using System.Net;
using System.Text.Json.Nodes;
using Loyalty.Domain;
using Loyalty.Domain.Care;
using Loyalty.Domain.Members;
using Loyalty.Domain.Rewards;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Loyalty.Tests.Members;
using Microsoft.EntityFrameworkCore;
using Shouldly;

namespace Loyalty.Tests.Care;

/// <summary>Call lists and letters are of all members.</summary>
public abstract class CareContactClubTests(DatabaseProvider provider) : TurnedClubTests(provider, "--Club:Country=DE")
{
    /// <summary>A member of staff beside those whom <see cref="Host.Club.Staff"/> knows.</summary>
    private protected HttpClient Agent(string name) =>
        Club.WithToken(Club.Issuer.Token($"agent-{name}", "admin", Clock.Now + TestIssuer.Lifetime, "support"));
}

internal static class CareContactActions
{
    public const string Admin = "/api/admin/v1";
    private const int LateDays = CareRuleDefinition.LateDaysMax;

    /// <summary>A rule that is published, and what it was as it was published.</summary>
    public static async Task<CareRule> GivenCareRuleAsync(
        this Club club,
        Func<CareRuleDefinition, CareRuleDefinition>? change = null
    )
    {
        var definition = new CareRuleDefinition
        {
            Name = "A rule",
            Trigger = CareTrigger.Birthday,
            Texts =
            [
                new RewardText("en", "For {name}", "On {date}.", Terms: null),
                new RewardText("de", "Für {name}", "Am {date}.", Terms: null),
                new RewardText("zh-Hans", "{name}您好", "{date}。", Terms: null),
            ],
            Channels = [ConsentChannel.Email],
            Goal = CareGoal.Opened,
        };
        var now = club.Clock();
        var rule = new CareRule { Id = Identifier.New<CareRuleId>(now), CreatedAt = now };
        rule.Change(change?.Invoke(definition) ?? definition, now).ShouldBeNull();
        rule.Publish(now).ShouldBeNull();
        await club.WithContextAsync(async context =>
        {
            context.CareRules.Add(rule);
            await context.SaveChangesAsync();
            context.CareRuleVersions.Add(
                new CareRuleVersion
                {
                    RuleId = rule.Id,
                    Version = rule.Version,
                    Definition = rule.Definition,
                    From = now,
                    By = "staff",
                }
            );
            return await context.SaveChangesAsync();
        });
        return rule;
    }

    /// <summary>A contact that is planned, and nothing more.</summary>
    public static async Task<CareEvent> GivenPlannedAsync(
        this Club club,
        CareRule rule,
        MemberId member,
        CareFacts? facts = null,
        Action<CareEvent>? then = null
    )
    {
        var now = club.Clock();
        var day = DateOnly.FromDateTime(now.UtcDateTime);
        var occasion =
            rule.Definition.Trigger == CareTrigger.AfterService
                ? $"service/{await club.GivenVisitAsync(member, now)}"
                : $"test/{MembersActions.Word()}";
        var contact = CareEvent.Plan(rule, member, occasion, facts?.Day ?? day, facts ?? new CareFacts(day), now, now);
        then?.Invoke(contact);
        await club.WithContextAsync(async context =>
        {
            context.CareEvents.Add(contact);
            return await context.SaveChangesAsync();
        });
        return contact;
    }

    /// <summary>A contact that was sent or put on its list.</summary>
    public static Task<CareEvent> GivenContactAsync(
        this Club club,
        CareRule rule,
        MemberId member,
        ConsentChannel channel = ConsentChannel.Email,
        CareFacts? facts = null
    ) =>
        club.GivenPlannedAsync(
            rule,
            member,
            facts,
            contact => contact.Send(channel, contact.Facts, rule, club.Clock().AddDays(LateDays), club.Clock())
        );

    /// <summary>What is looked at once more when it is made: due to whoever was at a workshop today, for two months.</summary>
    public static CareRuleDefinition AfterService(CareRuleDefinition definition) =>
        definition with
        {
            Trigger = CareTrigger.AfterService,
            LateDays = LateDays,
        };

    private static Task<InteractionId> GivenVisitAsync(this Club club, MemberId member, DateTimeOffset at) =>
        club.WithContextAsync(async context =>
        {
            var visit = new Interaction
            {
                Id = Identifier.New<InteractionId>(at),
                MemberId = member,
                Kind = InteractionKind.ServiceVisit,
                OccurredAt = at,
                Channel = InteractionChannel.Workshop,
                Subject = "Service",
                RecordedAt = at,
            };
            context.Interactions.Add(visit);
            await context.SaveChangesAsync();
            return visit.Id;
        });

    /// <summary>A member with everything by which one is reached, who has consented to all of it.</summary>
    public static async Task<MemberId> GivenReachableAsync(
        this Club club,
        string? language = null,
        string? display = null,
        string? phone = null,
        string? street = null
    ) => Id(await club.EnrolMemberAsync(Reachable(language, display, phone, street)));

    public static JsonObject Reachable(
        string? language = null,
        string? display = null,
        string? phone = null,
        string? street = null
    )
    {
        var request = MembersActions.Person().WithEmail(MembersActions.Email());
        request = request.WithPhone(phone ?? MembersActions.Phone());
        var member = request["member"]!;
        member["preferredLanguage"] = language;
        member["name"]!["display"] = display;
        member["address"] = new JsonObject
        {
            ["street"] = new JsonArray(street ?? "High Street 1"),
            ["postalCode"] = "10115",
            ["city"] = "Berlin",
            ["country"] = "DE",
        };
        request["consents"] = new JsonArray([
            .. Enum.GetNames<ConsentChannel>()
                .Select(channel => new JsonObject
                {
                    ["purpose"] = "marketing",
                    ["channel"] = char.ToLowerInvariant(channel[0]) + channel[1..],
                    ["granted"] = true,
                    ["source"] = "test",
                }),
        ]);
        return request;
    }

    public static MemberId Id(MembersActions.Enrolled enrolled) =>
        Identifier.TryParse<MemberId>(enrolled.Id, out var id) ? id : throw new FormatException(enrolled.Id);

    public static async Task<JsonNode> ConsentAsync(
        this HttpClient staff,
        MemberId member,
        string channel,
        bool granted
    ) =>
        await (
            await staff.PostJsonAsync(
                $"{Admin}/members/{member}/consents",
                $$"""
                {"decisions":[{"purpose":"marketing","channel":"{{channel}}","granted":{{(
                    granted ? "true" : "false"
                )}},"source":"app"}]}
                """
            )
        ).ReadAsync(HttpStatusCode.OK);

    public static async Task<HttpResponseMessage> PostJsonAsync(this HttpClient http, string url, string json)
    {
        using var content = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        return await http.PostAsync(url, content);
    }

    public static Task<CareEvent> ReadContactAsync(this Club club, CareEventId id) =>
        club.WithContextAsync(context => context.CareEvents.AsNoTracking().SingleAsync(one => one.Id == id));

    public static async Task<List<string>> SkippedReasonsAsync(this Club club) =>
        await club.WithContextAsync(context =>
            context
                .CareEvents.Where(one => one.Status == CareStatus.Skipped)
                .OrderBy(one => one.Reason)
                .Select(one => one.Reason!)
                .ToListAsync()
        );

    public static Task<int> PreferAsync(this Club club, CarePreferences preferences) =>
        club.WithContextAsync(async context =>
        {
            context.CarePreferences.Add(preferences);
            return await context.SaveChangesAsync();
        });

    private static DateTimeOffset Clock(this Club club) =>
        ((TimeProvider)club.Services.GetService(typeof(TimeProvider))!).Instant();
}
