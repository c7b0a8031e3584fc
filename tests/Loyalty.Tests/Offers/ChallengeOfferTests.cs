using System.Net;
using System.Net.Http.Json;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Loyalty.Tests.Members;
using Loyalty.Tests.Partners;
using Loyalty.Tests.Points;
using Shouldly;
using Xunit;
using static Loyalty.Tests.Offers.OffersActions;

namespace Loyalty.Tests.Offers;

/// <summary>Challenges: what counts, how far a member is, and what completes one.</summary>
public abstract class ChallengeOfferTests(DatabaseProvider provider) : OfferClubTests(provider)
{
    private const string Badge = """
        {"badge":{"code":"regular","texts":[{"language":"en","title":"Regular guest"},{"language":"zh-Hans","title":"常客"}]}}
        """;

    private const string Query =
        "{ me { offers { trigger title explanation received progress { count goal missing isDone until } benefits { to badge } } badges { code title times } } }";

    [Fact]
    public async Task Three_purchases_of_an_amount_give_a_badge_once_a_year_and_a_returned_one_does_not_count()
    {
        var partner = await Club.GivenPartnerAsync();
        var offer = await Club.GivenOfferAsync(
            Offer(
                "challenge",
                $$$"""
                {"benefit":{{{Badge}}},"challenge":{"counts":"transactions","partner":"{{{partner.Id}}}","window":"calendarYear",
                 "goal":3,"amountMin":{"amount":"100.00","currency":"CZK"} } }
                """
            )
        );
        var app = await Club.GivenSignedInMemberAsync();
        var stranger = await Club.GivenPartnerAsync();
        Clock.Now = Clock.Now.AddDays(1);
        var returned = PointsActions.Purchase(app.Member, 500) with { OccurredAt = Clock.Now };
        await Club.TakeAsync(
            partner,
            [
                PointsActions.Purchase(app.Member, 100) with
                {
                    OccurredAt = Clock.Now,
                },
                PointsActions.Purchase(app.Member, 99) with
                {
                    OccurredAt = Clock.Now,
                },
                PointsActions.Purchase(app.Member, 200) with
                {
                    OccurredAt = Clock.Now.AddDays(-2),
                },
                PointsActions.Purchase(app.Member, 200) with
                {
                    OccurredAt = Clock.Now,
                },
                returned,
            ]
        );
        await Club.TakeAsync(stranger, PointsActions.Purchase(app.Member, 200) with { OccurredAt = Clock.Now });
        await Club.TakeAsync(partner, PointsActions.Reversal(returned, 450) with { OccurredAt = Clock.Now });
        await RunAsync();
        app = app with { Http = Club.SignedIn(app.Subject) };

        var open = (await app.AskAsync(Query))["me"]!;

        open["offers"]![0]!
            .ToJsonString()
            .ShouldBe(
                """{"trigger":"CHALLENGE","title":"A gift","explanation":"2 of 3 between 2026-06-01 and 2026-12-31; 1 to go.","received":0,"progress":{"count":2,"goal":3,"missing":1,"isDone":false,"until":"2026-12-31"},"benefits":[{"to":"ME","badge":"Regular guest"}]}"""
            );
        open["badges"]!.AsArray().ShouldBeEmpty();

        await Club.TakeAsync(partner, PointsActions.Purchase(app.Member, 100) with { OccurredAt = Clock.Now });
        await RunAsync();
        await Club.TakeAsync(partner, PointsActions.Purchase(app.Member, 100) with { OccurredAt = Clock.Now });
        await RunAsync();

        var done = (await app.AskAsync(Query))["me"]!;
        done["badges"]!.ToJsonString().ShouldBe("""[{"code":"regular","title":"Regular guest","times":1}]""");
        done["offers"]![0]!["explanation"]!.ToString().ShouldBe("Done: 4 of 3 since 2026-06-01.");
        (await Club.GrantsAsync(offer)).ShouldHaveSingleItem().Occasion.ShouldBe("challenge/2026");
    }

    [Fact]
    public async Task Service_visits_count_too()
    {
        await Club.GivenOfferAsync(
            Offer(
                "challenge",
                $$$"""
                {"benefit":{{{TenPoints}}},"challenge":{"counts":"interactions","interaction":"serviceVisit","window":"rollingDays",
                 "days":365,"goal":2}}
                """
            )
        );
        var app = await Club.GivenSignedInMemberAsync();
        using var staff = Club.Staff("support");
        foreach (var kind in new[] { "serviceVisit", "inquiry", "serviceVisit" })
        {
            using var recorded = await staff.PostAsJsonAsync(
                $"{MembersActions.MembersPath}/{app.Member}/interactions",
                new
                {
                    kind,
                    occurredAt = Clock.Now.Text(),
                    channel = "workshop",
                    subject = "Oil",
                }
            );
            await recorded.ReadAsync(HttpStatusCode.Created);
        }

        await RunAsync();

        (await Club.CountAsync(app.Member)).Available.ShouldBe(10);
    }

    [Fact]
    public async Task What_is_open_names_birthdays_and_referrals_and_nothing_that_is_used_up()
    {
        var person = MembersActions.Person();
        (person["member"]!["birthDate"], person["member"]!["preferredLanguage"]) = ("1990-06-20", "zh-Hans");
        var app = await Club.GivenSignedInMemberAsync(person);
        await Club.GivenOfferAsync(Offer("birthday", $$"""{"birthdayDaysBefore":3,"benefit":{{HalfPrice}}}"""));
        await Club.GivenOfferAsync(
            Offer(
                "referral",
                $$$"""{"referral":{"useWithinDays":30,"onUse":{"referrer":{{{TenPoints}}},"referred":{{{HalfPrice}}} } } }"""
            )
        );
        await Club.GivenOfferAsync(
            Offer(
                "challenge",
                $$$"""
                {"benefit":{{{TenPoints}}},"budget":{"points":9},
                 "challenge":{"counts":"transactions","window":"offer","goal":1}}
                """
            )
        );

        var offers = (await app.AskAsync(Query))["me"]!["offers"]!.AsArray();

        offers.Select(offer => offer!["trigger"]!.ToString()).ShouldBe(["BIRTHDAY", "REFERRAL"], ignoreOrder: true);
        offers.ShouldContain(offer => offer!["explanation"]!.ToString().Contains("生日", StringComparison.Ordinal));
        offers.Single(offer => offer!["trigger"]!.ToString() == "REFERRAL")!["benefits"]!
            .AsArray()
            .Select(benefit => benefit!["to"]!.ToString())
            .ShouldBe(["ME", "NEW_MEMBER"]);
    }

    [Fact]
    public async Task The_job_of_a_node_grants_by_itself()
    {
        await using var node = await Club.StartOnAsync(Club.Database, Clock, "--Jobs:Run=true");
        var offer = await Club.GivenOfferAsync(Welcome(HalfPrice));
        var member = await Club.GivenNewMemberAsync();

        var grants = await WaitFor.Async(() => Club.GrantsAsync(offer), found => found.Count > 0);

        grants.ShouldHaveSingleItem().MemberId.ShouldBe(member);
    }

    public sealed class OnSqlite() : ChallengeOfferTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : ChallengeOfferTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : ChallengeOfferTests(DatabaseProvider.SqlServer);
}
