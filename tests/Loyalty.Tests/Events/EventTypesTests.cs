using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Loyalty.Application.Care;
using Loyalty.Application.Members;
using Loyalty.Application.Partners;
using Loyalty.Domain.Care;
using Loyalty.Domain.Events;
using Loyalty.Domain.Partners;
using Loyalty.Testing;
using Loyalty.Tests.Care;
using Loyalty.Tests.Gatherings;
using Loyalty.Tests.House;
using Loyalty.Tests.Magazine;
using Loyalty.Tests.Members;
using Loyalty.Tests.Partners;
using Loyalty.Tests.Points;
using Loyalty.Tests.Rewards;
using Loyalty.Tests.Tiers;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Loyalty.Tests.Events;

/// <summary>What happens in the club is told, each kind once, and as api-specs/events-out.md says.</summary>
public abstract class EventTypesTests(DatabaseProvider provider) : SendingClubTests(provider)
{
    private const string Admin = "/api/admin/v1";

    private static readonly string Family = MembersActions.Word();
    private static readonly string Given = MembersActions.Word();

    private protected override bool TurnsClock => true;

    [Fact]
    public async Task Everything_that_can_be_asked_for_is_told_as_the_specification_says()
    {
        var subscription = await Club.SubscribeAsync(Consumer);
        var told = await LiveAsync();

        var calls = await WaitFor.Async(
            () => Task.FromResult(Consumer.CallsOf(subscription)),
            all => told.All(one => all.Exists(call => Is(call, one.Type, one.Member)))
        );

        foreach (var (type, member) in told)
        {
            calls
                .Where(call => Is(call, type, member))
                .Select(call => call.Event()["id"]!.ToString())
                .Distinct(StringComparer.Ordinal)
                .Count()
                .ShouldBe(1, $"{type} of {member}");
        }

        var events = calls.ConvertAll(call => call.Event());
        var specified = Specified();
        ClubEventType.All.ShouldBeSubsetOf(events.Select(one => one["type"]!.ToString()));
        foreach (var one in events)
        {
            one["specversion"]!.ToString().ShouldBe("1.0");
            one["source"]!.ToString().ShouldBe("/loyalty");
            var names = one["data"]!.AsObject().Select(property => property.Key);
            names.ShouldBeSubsetOf(specified[one["type"]!.ToString()].Select(property => property.Key));
        }

        calls.ShouldAllBe(call => subscription.IsSigned(call));
        calls.Where(call => call.Text.Contains(Family) || call.Text.Contains(Given)).ShouldBeEmpty();
        // What is sent twice, as after an answer that came too late, is the same under the same id.
        events
            .GroupBy(one => one["id"]!.ToString())
            .ShouldAllBe(alike => alike.All(one => JsonNode.DeepEquals(one, alike.First())));
        var posted = events.First(one => one["type"]!.ToString() == ClubEventType.PointsPosted)["data"]!;
        ((long)posted["points"]!, (string?)posted["kind"], (long)posted["balanceAfter"]!).ShouldBe(
            (1_000, "accrual", 1_000)
        );
    }

    [Fact]
    public void The_specification_has_every_type_and_no_other() =>
        Specified().Keys.Order().ShouldBe(ClubEventType.All.Append(ClubEventType.Test).Order());

    [Fact]
    public async Task A_refused_change_tells_nothing()
    {
        await Club.SubscribeAsync(Consumer);
        var email = MembersActions.Email();
        await Club.EnrolMemberAsync(MembersActions.Person().WithEmail(email));
        using var staff = Club.Staff();

        await (
            await staff.PostAsJsonAsync(MembersActions.MembersPath, MembersActions.Person().WithEmail(email))
        ).ShouldBeRefusedAsync(HttpStatusCode.Conflict, "duplicate-member");

        (await Club.OutboxCountAsync()).ShouldBe(1);
    }

    /// <summary>Does everything that is told.</summary>
    private async Task<List<(string Type, string? Member)>> LiveAsync()
    {
        using var staff = Club.Staff();
        var told = new List<(string, string?)>();
        var enrolled = (await Club.EnrolMemberAsync(MembersActions.Person(Family, Given))).Id;
        told.Add((ClubEventType.MemberEnrolled, enrolled));
        var member = await Club.GivenMemberWithPointsAsync(1_000);
        var id = member.ToString();

        var catalogued = await Club.GivenRewardAsync();
        told.Add((ClubEventType.RewardPublished, null));
        await BuyTooFewAsync();
        told.Add((ClubEventType.PartnerPrepaidLow, null));
        var mug = catalogued.Id;
        var fulfilled = await staff.RedeemRewardAsync(member, mug).IdAsync();
        await staff.ChangeRedemptionAsync(fulfilled, "fulfil");
        told.Add((ClubEventType.RedemptionFulfilled, id));
        var failed = await staff.RedeemRewardAsync(member, mug).IdAsync();
        await staff.ChangeRedemptionAsync(failed, "fail");
        told.Add((ClubEventType.RedemptionFailed, id));
        var cancelled = await staff.RedeemRewardAsync(member, mug).IdAsync();
        await staff.ChangeRedemptionAsync(cancelled, "cancel");
        told.Add((ClubEventType.RedemptionCancelled, id));

        await Club.GivenTiersAsync(TiersActions.Definition(("BASE", "0"), ("GOLD", "1000")));
        var lastDay = Clock.Now.AddDays(30).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        await (await Club.GiveTierAsync(member, "GOLD", lastDay)).ReadAsync(HttpStatusCode.Created);
        told.Add((ClubEventType.TierChanged, id));

        told.Add((ClubEventType.CareDue, await GreetAsync()));
        var late = await staff.RedeemRewardAsync(member, mug).IdAsync();
        told.Add((ClubEventType.MemberBehaviourChanged, await FallSilentAsync()));
        Clock.Now += TimeSpan.FromDays(400);
        using var later = Club.Staff();
        await later.WhenAsync(late, "expired");
        told.Add((ClubEventType.RedemptionExpired, id));

        var duplicate = (await Club.GivenMemberAsync()).ToString();
        await (await later.PostAsJsonAsync($"{Admin}/members/{enrolled}/merges", new { duplicate })).ReadAsync(
            HttpStatusCode.Created
        );
        told.Add((ClubEventType.MemberMerged, enrolled));
        await (
            await later.PostAsJsonAsync($"{Admin}/members/{enrolled}/close", new { reason = "moved away" })
        ).ReadAsync(HttpStatusCode.OK);
        told.Add((ClubEventType.MemberClosed, enrolled));
        await (await later.PostAsync($"{Admin}/members/{enrolled}/erasure", null)).ReadAsync(HttpStatusCode.OK);
        told.Add((ClubEventType.MemberErased, enrolled));
        told.Add((ClubEventType.MemberErased, duplicate));
        await ReadAsync(told);
        await GatherAsync(told);
        return told;
    }

    /// <summary>A partner buys fewer points beforehand than its contract wants to be warned of.</summary>
    private async Task BuyTooFewAsync()
    {
        var partner = await Club.GivenPartnerAsync(
            new PartnerContract { Funding = new FundingTerms { Prepaid = new PrepaidTerms { AlertBelow = 100 } } }
        );
        using var staff = Club.Staff();
        using var answer = await staff.PostAsJsonAsync(
            $"{Admin}/partners/{partner.Slug}/prepaid/blocks",
            new { pointCurrency = "POINTS", points = 10 }
        );
        await answer.ReadAsync(HttpStatusCode.Created);
        await Club.Services.GetRequiredService<PrepaidWatch>().WarnAsync(CancellationToken.None);
    }

    /// <summary>A birthday that is greeted now, at whatever time of the day.</summary>
    private async Task<string> GreetAsync()
    {
        await Club.WithContextAsync(context =>
        {
            context.CareSettings.Add(new CareSettings { QuietFrom = default, QuietUntil = default });
            return context.SaveChangesAsync();
        });
        await Club.GivenCareRuleAsync(CareActions.Birthday());
        var today = DateOnly.FromDateTime(Clock.Now.UtcDateTime);
        var member = await Club.GivenWillingMemberAsync(person =>
            person["member"]!["birthDate"] = today.AddYears(-30).Text()
        );
        await Club.Services.GetRequiredService<PlanCare>().ExecuteAsync(CancellationToken.None);
        await Club.Services.GetRequiredService<SendCare>().ExecuteAsync(CancellationToken.None);
        return member.ToString();
    }

    /// <summary>Half a year ago the member bought something.</summary>
    private async Task<string> FallSilentAsync()
    {
        var member = await Club.EnrolMemberAsync();
        using var staff = Club.Staff();
        using var answer = await staff.PostAsJsonAsync(
            $"{member.Url}/interactions",
            new
            {
                kind = "purchase",
                occurredAt = Clock.Now.AddMonths(-7),
                channel = "dealer",
                subject = "A bicycle rack",
            }
        );
        await answer.ReadAsync(HttpStatusCode.Created);
        // The day's look may be over, by the node that runs here.
        Clock.Now = Clock.Now.AddDays(1);
        await Club.Services.GetRequiredService<FlagBehaviour>().ExecuteAsync(CancellationToken.None);
        return member.Id;
    }

    /// <summary>An issue is sent by mail, and its copy comes back.</summary>
    private async Task ReadAsync(List<(string Type, string? Member)> told)
    {
        var publication = await Club.GivenPublicationAsync();
        var reader = await Club.GivenReaderAsync();
        await Club.GivenSubscriptionAsync(publication, reader, """{"channel":"email"}""");
        var issue = await Club.GivenIssueAsync(publication, MagazineActions.Issue(Clock.Now.AddMinutes(1)));
        Clock.Now += TimeSpan.FromMinutes(1);
        await Club.RunMagazineAsync();
        var copy = (await Club.CopiesAsync(issue)).ShouldHaveSingleItem();
        (await Club.ReturnAsync(copy.Id))["code"].ShouldBeNull();
        told.Add((ClubEventType.MagazineIssueDispatched, null));
        told.Add((ClubEventType.MagazineMailDue, reader.ToString()));
        told.Add((ClubEventType.MagazineCopyReturned, reader.ToString()));
    }

    /// <summary>Somebody is invited, comes, and is reminded; another waits, gets the place of a third, and is told that nothing comes of
    /// it.</summary>
    private async Task GatherAsync(List<(string Type, string? Member)> told)
    {
        var invited = await Club.GivenWillingMemberAsync();
        await Club.ConsentAsync(invited, granted: true, "events", "email");
        var gathering = await Club.GivenGatheringAsync();
        await Club.RunGatheringsAsync();
        told.Add((ClubEventType.GatheringInvited, invited.ToString()));
        await Club.SignUpAsync(gathering, invited);
        var leaves = await Club.SignUpAsync(gathering, await Club.GivenMemberAsync());
        var waits = await Club.GivenMemberAsync();
        await Club.SignUpAsync(gathering, waits);
        await Club.CancelSignUpAsync(leaves);
        told.Add((ClubEventType.GatheringPromoted, waits.ToString()));
        Clock.Now += TimeSpan.FromDays(9);
        await Club.RunGatheringsAsync();
        told.Add((ClubEventType.GatheringReminder, invited.ToString()));
        using var staff = Club.Staff();
        await staff.StepAsync(await Club.ReadAgainAsync(gathering), "cancel");
        await Club.RunGatheringsAsync();
        told.Add((ClubEventType.GatheringCancelled, waits.ToString()));
    }

    private static bool Is(JournalEntry call, string type, string? member) =>
        call.Event()["type"]!.ToString() == type && (string?)call.Event()["subject"] == member;

    /// <summary>The example of each type's data in the specification.</summary>
    private static Dictionary<string, JsonObject> Specified()
    {
        var examples = new Dictionary<string, JsonObject>(StringComparer.Ordinal);
        foreach (var section in Repository.Read("api-specs/events-out.md").Split("\n### `").Skip(1))
        {
            var type = section[..section.IndexOf('`', StringComparison.Ordinal)];
            var json = section.Split("```json\n")[1].Split("\n```")[0];
            examples.Add(type, JsonNode.Parse(json)!.AsObject());
        }

        return examples;
    }

    public sealed class OnSqlite() : EventTypesTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : EventTypesTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : EventTypesTests(DatabaseProvider.SqlServer);
}
