using System.Net;
using System.Text.Json.Nodes;
using Loyalty.Domain.Care;
using Loyalty.Domain.Members;
using Loyalty.Domain.Rewards;
using Loyalty.Testing;
using Loyalty.Tests.Members;
using Loyalty.Tests.Points;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;
using static Loyalty.Tests.Care.CareContactActions;

namespace Loyalty.Tests.Care;

/// <summary>What contacts say, in whose language, and to whom.</summary>
public abstract class CareMessageTests(DatabaseProvider provider) : CareContactClubTests(provider)
{
    private static readonly DateOnly Day = new(2026, 7, 5);

    [Theory]
    [InlineData("en", "Ada Berg", "For Ada Berg", "On 5 July 2026.")]
    [InlineData("de-AT", "Ada Berg", "Für Ada Berg", "Am 5. Juli 2026.")]
    [InlineData("zh-Hant", "王小明", "王小明您好", "2026年7月5日。")]
    [InlineData("fr", "Ada Berg", "For Ada Berg", "On 5 July 2026.")]
    [InlineData(null, "Ada Berg", "For Ada Berg", "On 5 July 2026.")]
    public async Task A_message_speaks_the_members_language(
        string? language,
        string display,
        string subject,
        string body
    )
    {
        var rule = await Club.GivenCareRuleAsync();
        var member = await Club.GivenReachableAsync(language, display);
        var contact = await Club.GivenContactAsync(rule, member, facts: new CareFacts(Day));
        using var support = Club.Staff("support");

        var message = await support.GetJsonAsync($"{Admin}/care-events/{contact.Id}/message");

        message["subject"]!.ToString().ShouldBe(subject);
        message["body"]!.ToString().ShouldBe(body);
        message["channel"]!.ToString().ShouldBe("email");
        message["recipient"]!["email"]!.ToString().ShouldEndWith("@example.org");
        message["recipient"]!["phone"].ShouldBeNull();
        message["unreachable"].ShouldBeNull();
    }

    [Fact]
    public async Task All_places_are_filled_from_the_record_and_points_are_those_of_now()
    {
        await Club.EnsurePointsAsync();
        var partner = await Club.GivenPartnerAsync();
        var rule = await Club.GivenCareRuleAsync(definition =>
            definition with
            {
                Trigger = CareTrigger.RewardWithinReach,
                Texts =
                [
                    new RewardText(
                        "en",
                        "{{x}} {name}",
                        "{points} {currency}, {vehicle} at {kilometres} km: {percent} % of {reward}, {tier}",
                        Terms: null
                    ),
                ],
            }
        );
        var vin = MembersActions.Vin();
        var member = Id(await Club.EnrolMemberAsync(Reachable(display: "{tier}").WithVehicle(vin)));
        var vehicle = await Club.WithContextAsync(context =>
            context
                .VehicleOwnerships.Where(owned => owned.MemberId == member)
                .Select(owned => owned.VehicleId)
                .SingleAsync()
        );
        await Club.EarnAsync(partner, member, 1_500);
        var contact = await Club.GivenContactAsync(
            rule,
            member,
            facts: new CareFacts(Day)
            {
                Points = 9_999,
                Currency = PointsActions.Points.Value,
                Vehicle = vehicle,
                Kilometres = 30_000,
                Percent = 12,
                Reward = "A mug",
                Tier = "GOLD",
            }
        );
        using var support = Club.Staff("support");

        var message = await support.GetJsonAsync($"{Admin}/care-events/{contact.Id}/message");
        message["subject"]!.ToString().ShouldBe("{x} {tier}");
        message["body"]!.ToString().ShouldBe($"1,500 Club points, {vin} at 30,000 km: 12 % of A mug, GOLD");

        (await support.RedeemAsync(member, 500)).StatusCode.ShouldBe(HttpStatusCode.Created);
        (await support.GetJsonAsync($"{Admin}/care-events/{contact.Id}/message"))["body"]!
            .ToString()
            .ShouldStartWith("1,000 Club points");
    }

    [Fact]
    public async Task The_text_is_that_of_the_version_that_sent_it()
    {
        var rule = await Club.GivenCareRuleAsync();
        var contact = await Club.GivenContactAsync(rule, await Club.GivenReachableAsync(display: "Ada Berg"));
        await Club.WithContextAsync(async context =>
        {
            var row = await context.CareRules.AsTracking().SingleAsync();
            var next = row.Definition with { Texts = [new RewardText("en", "Rewritten", null, Terms: null)] };
            row.Change(next, Clock.Now).ShouldBeNull();
            await context.SaveChangesAsync();
            context.CareRuleVersions.Add(
                new CareRuleVersion
                {
                    RuleId = row.Id,
                    Version = row.Version,
                    Definition = next,
                    From = Clock.Now,
                    By = "staff",
                }
            );
            return await context.SaveChangesAsync();
        });
        using var support = Club.Staff("support");

        (await support.GetJsonAsync($"{Admin}/care-events/{contact.Id}/message"))["subject"]!
            .ToString()
            .ShouldBe("For Ada Berg");
    }

    [Fact]
    public async Task What_must_not_be_sent_any_more_has_no_recipient_and_what_was_not_sent_no_message()
    {
        var rule = await Club.GivenCareRuleAsync();
        var member = (await Club.GivenSignedInMemberAsync(Reachable())).Member;
        using var support = Club.Staff("support");
        async Task<(string?, bool)> UnreachableAsync(CareEvent contact)
        {
            var message = await support.GetJsonAsync($"{Admin}/care-events/{contact.Id}/message");
            return (message["unreachable"]?.ToString(), message["recipient"] is null);
        }

        var label = await Club.GivenContactAsync(rule, member, ConsentChannel.Post);
        var app = await Club.GivenContactAsync(rule, member, ConsentChannel.Push);
        var email = await Club.GivenContactAsync(rule, member);
        var post = await support.GetJsonAsync($"{Admin}/care-events/{label.Id}/message");
        post["recipient"]!["label"]!
            .AsArray()
            .Skip(1)
            .Select(line => line!.ToString())
            .ShouldBe(["High Street 1", "10115 Berlin"]);
        (await UnreachableAsync(app)).ShouldBe((null, false));

        await support.ConsentAsync(member, "email", granted: false);
        (await UnreachableAsync(email)).ShouldBe((CareReasons.NoConsent, true));
        await Club.PreferAsync(new CarePreferences { MemberId = member, Muted = [CareKind.Person] });
        (await UnreachableAsync(app)).ShouldBe((CareReasons.Muted, true));
        using var suspended = await support.PostJsonAsync(
            $"{Admin}/members/{member}/suspend",
            """{"reason":"a test"}"""
        );
        suspended.EnsureSuccessStatusCode();
        (await UnreachableAsync(label)).ShouldBe((CareReasons.MemberStatus, true));
        var nowhere = Id(await Club.EnrolMemberAsync(Without("contactPoints")));
        foreach (var channel in new[] { ConsentChannel.Email, ConsentChannel.Sms, ConsentChannel.Push })
        {
            (await UnreachableAsync(await Club.GivenContactAsync(rule, nowhere, channel))).ShouldBe(
                (CareReasons.NoAddress, true)
            );
        }

        var planned = await Club.GivenPlannedAsync(rule, member);
        using var refused = await support.GetAsync($"{Admin}/care-events/{planned.Id}/message");
        var problem = await refused.ShouldBeRefusedAsync(HttpStatusCode.Conflict, "care-not-under-way");
        problem["careStatus"]!.ToString().ShouldBe("planned");
    }

    [Fact]
    public async Task A_place_that_nobody_could_fill_is_refused_when_the_rule_is_written()
    {
        using var manager = Club.Staff("manager");

        using var answer = await manager.PostJsonAsync(
            $"{Admin}/care-rules",
            """
            {"name":"A rule","trigger":"birthday","channels":["email"],"purpose":"marketing","goal":"opened",
             "texts":[{"language":"en","title":"For {name}","description":"On {day}."},
                      {"language":"de","title":"Für {name","description":"Am {date}."}]}
            """
        );

        var problem = await answer.ShouldBeRefusedAsync(HttpStatusCode.UnprocessableEntity, "invalid-request");
        problem["errors"]!
            .AsObject()
            .Select(error => error.Key)
            .ShouldBe(["texts[0].description", "texts[1].title"], ignoreOrder: true);
    }

    private static JsonObject Without(string part)
    {
        var request = Reachable();
        request.Remove(part);
        return request;
    }

    public sealed class OnSqlite() : CareMessageTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : CareMessageTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : CareMessageTests(DatabaseProvider.SqlServer);
}
