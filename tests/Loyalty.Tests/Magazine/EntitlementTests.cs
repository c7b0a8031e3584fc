using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Loyalty.Domain.Magazine;
using Loyalty.Testing;
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

        reader = app with { Http = Club.SignedIn(app.Subject) };
        (await NumbersAsync(reader)).ShouldBe([2]);
        var read = await reader.AskAsync("{ me { issues { title url publication { title } } } }");
        read["me"]!["issues"]![0]!
            .ToJsonString()
            .ShouldBe(
                """{"title":"Spring","url":"https://magazine.example/spring","publication":{"title":"The drive"}}"""
            );
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
