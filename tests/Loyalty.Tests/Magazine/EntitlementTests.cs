using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Loyalty.Domain;
using Loyalty.Domain.Magazine;
using Loyalty.Domain.Members;
using Loyalty.Testing;
using Loyalty.Tests.Gatherings;
using Loyalty.Tests.Host;
using Loyalty.Tests.Members;
using Loyalty.Tests.Points;
using Loyalty.Tests.Rewards;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;
using static Loyalty.Tests.Magazine.MagazineActions;

namespace Loyalty.Tests.Magazine;

/// <summary>What the magazine's jobs do over time: enrolment of those who are entitled, payments that were left, what can be read.</summary>
public abstract class EntitlementTests(DatabaseProvider provider) : MagazineClubTests(provider)
{
    private const string ForOwners = """{"audience":{"needsVehicle":true},"enrolsEntitled":true}""";

    [Fact]
    public async Task The_club_subscribes_those_who_are_entitled_and_can_be_reached_once_and_never_again()
    {
        var publication = await Club.GivenPublicationAsync(
            Publication(ForOwners).With("""{"channels":["post","email"]}""")
        );
        var byPost = await Club.EnrolMemberAsync(Reader().WithVehicle(MembersActions.Vin()));
        var byMail = await Club.EnrolMemberAsync(Reader("""{"address":null}""").WithVehicle(MembersActions.Vin()));
        await Club.EnrolMemberAsync(MembersActions.Person().WithVehicle(MembersActions.Vin()));
        var later = await Club.EnrolMemberAsync(Reader());

        (await RunAsync()).ShouldBe(2);
        (await RunAsync()).ShouldBe(0);

        var made = await OfAsync(publication);
        made.Select(one => (one["memberId"]!.ToString(), one["channel"]!.ToString(), one["source"]!.ToString()))
            .ShouldBe([(byPost.Id, "post", "entitlement"), (byMail.Id, "email", "entitlement")], ignoreOrder: true);
        using var staff = Club.Staff("support");
        await staff.StepAsync(await ReadOneAsync(made.Single(one => one["memberId"]!.ToString() == byPost.Id)), "end");
        using var vehicle = await staff.PostAsJsonAsync(
            $"{later.Url}/vehicles",
            new { vin = MembersActions.Vin(), ownedFrom = "2026-01-01" }
        );
        await vehicle.ReadAsync(HttpStatusCode.Created);
        (await RunAsync()).ShouldBe(0);
        Clock.Now = Clock.Now.AddDays(1);
        (await RunAsync()).ShouldBe(1);
        (await OfAsync(publication))
            .Where(one => one["status"]!.ToString() == "active")
            .Select(one => one["memberId"]!.ToString())
            .ShouldBe([byMail.Id, later.Id], ignoreOrder: true);
    }

    [Fact]
    public async Task Hundreds_are_enrolled_page_by_page_by_two_nodes_at_once()
    {
        var publication = await Club.GivenPublicationAsync(
            Publication("""{"channels":["app"],"postedIn":null,"mails":null,"enrolsEntitled":true}""")
        );
        await Club.GivenMembersAsync(250);

        await using var second = await Club.StartOnAsync(Club.Database, Clock);
        await Task.WhenAll(RunAsync(), second.RunMagazineAsync(), RunAsync(), second.RunMagazineAsync());

        var made = await Club.WithContextAsync(context =>
            context.MagazineSubscriptions.AsNoTracking().Select(row => row.MemberId).ToListAsync()
        );
        made.Count.ShouldBe(250);
        made.Distinct().Count().ShouldBe(250);
        publication.Id.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_payment_that_a_dead_process_left_is_made_or_the_subscription_is_gone()
    {
        var publication = await Club.GivenPublicationAsync(
            Publication("""{"price":{"currency":"POINTS","points":100,"issues":3}}""")
        );
        var (rich, poor) = (await Club.GivenMemberWithPointsAsync(150), await Club.GivenMemberWithPointsAsync(50));
        var paid = await Club.GivenSubscriptionAsync(publication, rich);
        // As a process leaves them that died after it wrote, one after and one before the points were taken.
        await Club.WithContextAsync(async context =>
        {
            var row = await context.MagazineSubscriptions.SingleAsync();
            row.Status = SubscriptionStatus.AwaitingPayment;
            context.MagazineSubscriptions.Add(
                new MagazineSubscription
                {
                    Id = SubscriptionId.Of(poor, "left"),
                    PublicationId = row.PublicationId,
                    MemberId = poor,
                    Source = SubscriptionSource.Choice,
                    Status = SubscriptionStatus.AwaitingPayment,
                    Channel = MagazineChannel.App,
                    Language = "en",
                    FromIssue = 1,
                    UntilIssue = 3,
                    Points = 100,
                    Currency = PointsActions.Points,
                    CreatedAt = row.CreatedAt,
                }
            );
            return await context.SaveChangesAsync();
        });

        await RunAsync();
        (await Club.ReadAgainAsync(paid)).Json["status"]!.ToString().ShouldBe("awaitingPayment");
        Clock.Now = Clock.Now.AddMinutes(6);
        await RunAsync();

        (await Club.ReadAgainAsync(paid)).Json["status"]!.ToString().ShouldBe("active");
        (await OfAsync(publication)).ShouldHaveSingleItem();
        ((await Club.CountAsync(rich)).Available, (await Club.CountAsync(poor)).Available).ShouldBe((50, 50));
    }

    [Fact]
    public async Task A_subscriber_reads_the_issues_from_the_first_to_the_last_once_they_are_out()
    {
        var publication = await Club.GivenPublicationAsync();
        var app = await Club.GivenSignedInMemberAsync();
        foreach (var days in (int[])[1, 10, 20])
        {
            await Club.GivenIssueAsync(publication, Issue(Clock.Now.AddDays(days), Clock.Now.AddDays(days + 2)));
        }

        Clock.Now = Clock.Now.AddDays(2);
        await Club.GivenSubscriptionAsync(publication, app.Member, """{"channel":"app","untilIssue":2}""");
        var reader = app with { Http = Club.SignedIn(app.Subject) };
        (await NumbersAsync(reader)).ShouldBeEmpty();

        Clock.Now = Clock.Now.AddDays(30);
        await RunAsync();

        reader = app with { Http = Club.SignedIn(app.Subject) };
        (await NumbersAsync(reader)).ShouldBe([2]);
        var read = await reader.AskAsync("{ me { issues { title url publication { title } } } }");
        read["me"]!["issues"]![0]!
            .ToJsonString()
            .ShouldBe(
                """{"title":"Spring","url":"https://magazine.example/spring","publication":{"title":"The drive"}}"""
            );
    }

    [Fact]
    public async Task Issues_missed_by_a_pause_are_read_by_nobody_and_made_up_for_at_the_end()
    {
        var publication = await Club.GivenPublicationAsync(
            Publication("""{"price":{"currency":"POINTS","points":10,"issues":2}}""")
        );
        var app = await Club.GivenSignedInMemberAsync();
        await Club.GivePointsAsync(app.Member, 10);
        for (var days = 1; days <= 5; days++)
        {
            await Club.GivenIssueAsync(publication, Issue(Clock.Now.AddDays(days)));
        }

        var subscription = await Club.GivenSubscriptionAsync(publication, app.Member, """{"channel":"app"}""");
        for (var days = 1; days <= 4; days++)
        {
            using var staff = Club.Staff("support");
            var isMissed = days is 1 or 2;
            subscription = isMissed ? await staff.StepAsync(subscription, "pause") : subscription;
            Clock.Now = Clock.Now.AddDays(1);
            await RunAsync();
            using var later = Club.Staff("support");
            subscription = isMissed ? await later.StepAsync(subscription, "resume") : subscription;
        }

        ((int)subscription.Json["untilIssue"]!).ShouldBe(4);
        (await NumbersAsync(app with { Http = Club.SignedIn(app.Subject) })).ShouldBe([4, 3]);
    }

    [Fact]
    public async Task A_payment_that_was_left_is_made_by_who_asked_for_it_or_by_nobody()
    {
        var publication = await Club.GivenPublicationAsync(
            Publication("""{"price":{"currency":"POINTS","points":100,"issues":3}}""")
        );
        var (giver, taker, heir) = (
            await Club.GivenMemberWithPointsAsync(100),
            await Club.GivenMemberWithPointsAsync(100),
            await Club.GivenMemberWithPointsAsync(0)
        );
        var (payer, moved) = (await Club.GivenMemberWithPointsAsync(100), await Club.GivenMemberWithPointsAsync(100));
        var paid = await Club.GivenSubscriptionAsync(publication, payer);
        var gift = await LeaveAsync(publication, taker, giver);
        var left = await LeaveAsync(publication, heir, giver: null);
        using (var staff = Club.Staff())
        {
            using var merged = await staff.PostAsJsonAsync(
                $"{MembersActions.MembersPath}/{moved}/merges",
                new { duplicate = heir.ToString() }
            );
            await merged.ReadAsync(HttpStatusCode.Created);
            await Club.EndAccountAsync(giver, "close");
            using var erased = await staff.PostAsync($"{MembersActions.MembersPath}/{giver}/erasure", null);
            await erased.ReadAsync(HttpStatusCode.OK);
        }

        // As one that was taken from its payer and then given to another member.
        await Club.WithContextAsync(context =>
            context
                .MagazineSubscriptions.Where(row => row.MemberId == payer)
                .ExecuteUpdateAsync(row =>
                    row.SetProperty(one => one.Status, SubscriptionStatus.AwaitingPayment)
                        .SetProperty(one => one.MemberId, taker)
                        .SetProperty(one => one.EndedAt, (DateTimeOffset?)null)
                )
        );
        Clock.Now = Clock.Now.AddMinutes(6);
        await RunAsync();

        var rows = await Club.WithContextAsync(context =>
            context.MagazineSubscriptions.AsNoTracking().ToDictionaryAsync(row => row.Id, row => row)
        );
        (rows[gift].Status, rows[gift].GiverId, rows[gift].Covers(1)).ShouldBe((SubscriptionStatus.Ended, null, false));
        rows.ShouldNotContainKey(left);
        (await Club.StatusAsync(paid)).ShouldBe("active");
        ((await Club.CountAsync(taker)).Available, (await Club.CountAsync(moved)).Available).ShouldBe((100, 100));
        (await Club.CountAsync(payer)).Available.ShouldBe(0);
    }

    /// <summary>As a process leaves it that died before the points were taken.</summary>
    private async Task<SubscriptionId> LeaveAsync(Read publication, MemberId member, MemberId? giver)
    {
        Identifier.TryParse<PublicationId>(publication.Id, out var id).ShouldBeTrue();
        var row = new MagazineSubscription
        {
            Id = SubscriptionId.Of(member, "left"),
            PublicationId = id,
            MemberId = member,
            Source = giver is null ? SubscriptionSource.Choice : SubscriptionSource.Gift,
            Status = SubscriptionStatus.AwaitingPayment,
            Channel = MagazineChannel.App,
            Language = "en",
            FromIssue = 1,
            UntilIssue = 3,
            GiverId = giver,
            Points = 100,
            Currency = PointsActions.Points,
            CreatedAt = Clock.Now,
        };
        await Club.WithContextAsync(context =>
        {
            context.MagazineSubscriptions.Add(row);
            return context.SaveChangesAsync();
        });
        return row.Id;
    }

    private static async Task<int[]> NumbersAsync(MemberApp app)
    {
        var data = await app.AskAsync("{ me { issues { number } } }");
        return [.. data["me"]!["issues"]!.AsArray().Select(one => (int)one!["number"]!)];
    }

    private async Task<List<JsonNode>> OfAsync(Read publication)
    {
        using var staff = Club.Staff("auditor");
        return await staff.AllPagesAsync($"{Subscriptions}?publication={publication.Id}", 10);
    }

    private async Task<Read> ReadOneAsync(JsonNode subscription)
    {
        using var staff = Club.Staff("auditor");
        using var answer = await staff.GetAsync($"{Subscriptions}/{subscription["id"]}");
        return await ReadAsync(answer, Subscriptions, HttpStatusCode.OK);
    }

    public sealed class OnSqlite() : EntitlementTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : EntitlementTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : EntitlementTests(DatabaseProvider.SqlServer);
}
