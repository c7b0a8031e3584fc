using System.Net;
using System.Text.Json.Nodes;
using Loyalty.Application.Points;
using Loyalty.Application.Rewards.Fulfilment;
using Loyalty.Domain;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Loyalty.Tests.Members;
using Loyalty.Tests.Partners;
using Loyalty.Tests.Points;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Loyalty.Tests.Rewards;

/// <summary>A day's orders beside the partner's own list of them.</summary>
public abstract class OrderReconciliationTests(DatabaseProvider provider)
    : OwnClubTests(provider, ScriptedTelecom.Settings)
{
    [Fact]
    public async Task Both_sides_are_compared_what_was_lost_is_taken_over_and_what_cannot_be_is_kept_once()
    {
        await using var telecom = await ScriptedTelecom.OpenAsync(Club);
        using var staff = Club.Staff();
        var agreed = await OrderAsync(telecom, staff, "fulfilled", "fulfilled");
        var lost = await OrderAsync(telecom, staff, "accepted", "ordered");
        var rejected = await OrderAsync(telecom, staff, "rejected", "failed");
        var forgotten = await OrderAsync(telecom, staff, "fulfilled", "fulfilled");
        telecom.StatusOf(forgotten.Order).Always(ScriptedAnswer.WithStatus(404));
        const string stranger = "red_00000000000000000000000000";
        telecom
            .Server.On("GET", "/v1/orders")
            .Always(
                ScriptedAnswer.Ok with
                {
                    BodyOf = call =>
                        call.Target.Contains("after=2", StringComparison.Ordinal)
                            ? Page(null, (rejected.Order, "fulfilled"), (stranger, "fulfilled"))
                            : Page("2", (agreed.Order, "fulfilled"), (lost.Order, "fulfilled")),
                }
            );
        var path = $"partners/{telecom.Partner.View.Slug}/order-reconciliations?day={await TodayAsync()}";

        var first = await (await staff.SendAsync(path, [], key: null)).ReadAsync(HttpStatusCode.OK);
        var again = await (await staff.SendAsync(path, [], key: null)).ReadAsync(HttpStatusCode.OK);

        first.ToJsonString().ShouldBe("""{"listed":4,"ours":4,"repaired":1,"differences":3,"unanswered":0}""");
        again.ToJsonString().ShouldBe("""{"listed":4,"ours":4,"repaired":0,"differences":0,"unanswered":0}""");
        await staff.WhenAsync(lost.Order, "fulfilled");
        (await Club.CountAsync(lost.Member)).ShouldBe((900, 0, 900));
        (await Club.CountAsync(rejected.Member)).ShouldBe((1_000, 0, 1_000));
        var open = await staff.GetAsync(
            $"/api/admin/v1/partners/{telecom.Partner.View.Slug}/order-differences?open=true"
        );
        (await open.ReadAsync(HttpStatusCode.OK))["items"]!
            .AsArray()
            .Select(one => $"{one!["orderId"]} {one["ours"]} {one["theirs"]}")
            .Order()
            .ShouldBe(
                new[]
                {
                    $"{rejected.Order} failed fulfilled",
                    $"{forgotten.Order} fulfilled unknown",
                    $"{stranger}  fulfilled",
                }.Order()
            );
    }

    [Fact]
    public async Task A_partner_without_a_list_and_a_day_to_come_are_named()
    {
        await using var telecom = await ScriptedTelecom.OpenAsync(Club);
        telecom.Server.On("GET", "/v1/orders").Always(ScriptedAnswer.Json("[]"));
        using var staff = Club.Staff();
        var path = $"partners/{telecom.Partner.View.Slug}/order-reconciliations?day=";

        var problem = await (await staff.SendAsync($"{path}{await TodayAsync()}", [], key: null)).ShouldBeRefusedAsync(
            HttpStatusCode.Conflict,
            "partner-gave-no-list"
        );
        problem["cause"]!.ToString().ShouldBe("partner-answer-unreadable");
        var early = await (await staff.SendAsync($"{path}2999-01-01", [], key: null)).ShouldBeRefusedAsync(
            HttpStatusCode.UnprocessableEntity,
            "invalid-request"
        );
        early["errors"]!["day"].ShouldNotBeNull();
        var never = await (await staff.SendAsync($"{path}0001-01-01", [], key: null)).ShouldBeRefusedAsync(
            HttpStatusCode.UnprocessableEntity,
            "invalid-request"
        );
        never["errors"]!["day"].ShouldNotBeNull();
    }

    [Fact]
    public async Task A_list_that_never_ends_is_none()
    {
        await using var telecom = await ScriptedTelecom.OpenAsync(Club);
        using var staff = Club.Staff();
        const string stranger = "red_00000000000000000000000000";
        telecom
            .Server.On("GET", "/v1/orders")
            .Then(ScriptedAnswer.Json(Page("1", (stranger, "fulfilled"))))
            .Then(ScriptedAnswer.Json(Page("2", (stranger, "fulfilled"))));
        var path = $"partners/{telecom.Partner.View.Slug}/order-reconciliations?day={await TodayAsync()}";

        var problem = await (await staff.SendAsync(path, [], key: null)).ShouldBeRefusedAsync(
            HttpStatusCode.Conflict,
            "partner-gave-no-list"
        );

        problem["cause"]!.ToString().ShouldBe("partner-list-repeats");
        telecom.Server.Journal.Count(call => call.Method == "GET").ShouldBe(2);
    }

    [Fact]
    public async Task What_goes_wrong_with_one_partner_keeps_no_other_from_being_compared()
    {
        await using var first = await ScriptedTelecom.OpenAsync(Club);
        await using var sound = await ScriptedTelecom.OpenAsync(Club);
        await using var last = await ScriptedTelecom.OpenAsync(Club);
        sound.Server.On("GET", "/v1/orders").Always(ScriptedAnswer.Ok with { BodyOf = _ => Page(null) });
        var broken = new[] { first.Partner.View.Id, last.Partner.View.Id };
        await Club.WithContextAsync(context =>
            context
                .RedemptionEndpoints.Where(row => broken.Contains(row.PartnerId))
                .ExecuteUpdateAsync(row => row.SetProperty(one => one.EncryptedSecret, new byte[] { 1 }))
        );

        var compared = await Club.Services.GetRequiredService<CompareOrdersDaily>().ExecuteAsync(default);

        compared.ShouldBe(1);
    }

    [Fact]
    public async Task Each_day_that_has_ended_is_compared_once_by_itself_and_again_when_the_partner_was_away()
    {
        await using var telecom = await ScriptedTelecom.OpenAsync(Club);
        using var staff = Club.Staff();
        const string stranger = "red_00000000000000000000000000";
        telecom
            .Server.On("GET", "/v1/orders")
            .Then(ScriptedAnswer.WithStatus(503))
            .Always(ScriptedAnswer.Ok with { BodyOf = _ => Page(null, (stranger, "fulfilled")) });
        var compare = Club.Services.GetRequiredService<CompareOrdersDaily>();

        (await compare.ExecuteAsync(CancellationToken.None)).ShouldBe(0, "the partner was away");
        var both = await Task.WhenAll(
            compare.ExecuteAsync(CancellationToken.None),
            compare.ExecuteAsync(CancellationToken.None)
        );
        (await compare.ExecuteAsync(CancellationToken.None)).ShouldBe(0, "the day is done");

        both.Sum().ShouldBe(1);
        telecom.Server.Journal.Count(call => call.Method == "GET").ShouldBe(2);
        var open = await staff.GetAsync(
            $"/api/admin/v1/partners/{telecom.Partner.View.Slug}/order-differences?open=true"
        );
        (await open.ReadAsync(HttpStatusCode.OK))["items"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task Staff_see_that_nobody_has_said_where_a_partner_is_called()
    {
        var partner = await Club.CreatePartnerAsync();
        Identifier.TryParse<Domain.Partners.PartnerId>(partner.View.Id.ToString(), out var id).ShouldBeTrue();
        var reward = await Club.GivenRewardAsync(
            Domain.Rewards.FulfilmentMethod.Partner,
            one => one with { Fulfilment = one.Fulfilment with { Partner = id, Product = "AIRTIME" } }
        );
        using var staff = Club.Staff();

        var read = await (await staff.GetAsync($"/api/admin/v1/rewards/{reward}")).ReadAsync(HttpStatusCode.OK);

        read["warnings"]!.AsArray().Select(one => (string)one!).ShouldBe(["partnerWithoutAddress"]);
    }

    private async Task<(Domain.Members.MemberId Member, string Order)> OrderAsync(
        ScriptedTelecom telecom,
        HttpClient staff,
        string answer,
        string status
    )
    {
        var (member, order, key) = await telecom.GivenMemberAsync();
        telecom.Orders.Then(ScriptedTelecom.Says(order, answer));
        telecom.StatusOf(order).Always(ScriptedTelecom.Says(order, answer));
        (await telecom.RedeemAsync(staff, member, key)).StatusCode.ShouldBe(HttpStatusCode.Created);
        await WaitFor.Async(
            async () => (await staff.ReadRedemptionAsync(order))["redemption"]!["cause"]!.ToString(),
            cause => cause == $"partner-{answer}"
        );
        await staff.WhenAsync(order, status);
        return (member, order);
    }

    private static string Page(string? next, params (string Order, string Status)[] orders) =>
        new JsonObject
        {
            ["orders"] = new JsonArray([
                .. orders.Select(one => (JsonNode)ScriptedTelecom.Report(one.Order, one.Status)),
            ]),
            ["next"] = next,
        }.ToJsonString();

    private async Task<string> TodayAsync()
    {
        var club = await Club.Services.GetRequiredService<ProgrammeSettings>().CurrentAsync(default);
        return $"{TimeProvider.System.GetUtcNow().DayIn(club.Programme.Zone()):yyyy-MM-dd}";
    }

    public sealed class OnSqlite() : OrderReconciliationTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : OrderReconciliationTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : OrderReconciliationTests(DatabaseProvider.SqlServer);
}
