using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Loyalty.Tests.Members;
using Shouldly;
using Xunit;
using static Loyalty.Tests.Points.PayingActions;

namespace Loyalty.Tests.Points;

/// <summary>Orders that are paid with points, over HTTP, where points pay 1.00 CZK each.</summary>
public abstract class PayingTests(DatabaseProvider provider) : ClubTests(provider)
{
    [Fact]
    public async Task Pain13_With_enough_points_nothing_is_due_and_the_difference_is_recorded()
    {
        var member = await Club.GivenMemberWithPointsAsync(500);
        using var staff = Club.Staff("support");

        var done = await (await PayAsync(staff, member, "100.60")).ReadAsync(HttpStatusCode.Created);

        Payment(done).ShouldBe(("100.60", "100.60", "0.00", "0.40"));
        ((long)done["entries"]!.AsArray().Single()!["points"]!).ShouldBe(-101);
        (await Club.CountAsync(member)).ShouldBe((399, 0, 399));
        var read = await (await staff.GetAsync($"/api/admin/v1/operations/{done["id"]}")).ReadAsync(HttpStatusCode.OK);
        read.ToJsonString().ShouldBe(done.ToJsonString());
    }

    [Fact]
    public async Task Pain13_Points_pay_as_much_as_they_reach_or_as_they_are_told()
    {
        var member = await Club.GivenMemberWithPointsAsync(30);
        using var staff = Club.Staff();

        var told = await (await PayAsync(staff, member, "100.60", "9.50")).ReadAsync(HttpStatusCode.Created);
        var reaching = await (await PayAsync(staff, member, "100.60")).ReadAsync(HttpStatusCode.Created);

        Payment(told).ShouldBe(("100.60", "9.50", "91.10", "0.50"));
        Payment(reaching).ShouldBe(("100.60", "20.00", "80.60", "0.00"));
        var problem = await (await PayAsync(staff, member, "100.60")).ShouldBeRefusedAsync(
            HttpStatusCode.Conflict,
            "insufficient-points"
        );
        ((long)problem["available"]!, (long)problem["requested"]!).ShouldBe((0, 1));
        (await Club.CountAsync(member)).ShouldBe((0, 0, 0));
    }

    [Fact]
    public async Task Pain16_Of_many_who_pay_all_at_once_none_pays_with_the_same_points()
    {
        var member = await Club.GivenMemberWithPointsAsync(100);
        using var staff = Club.Staff();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => PayAsync(staff, member, "80.00")));

        var paid = new List<string>();
        foreach (var answer in answers.Where(answer => answer.StatusCode == HttpStatusCode.Created))
        {
            paid.Add(Payment(await answer.ReadAsync(HttpStatusCode.Created)).Paid);
        }

        paid.Order(StringComparer.Ordinal).ShouldBe(["20.00", "80.00"]);
        (await Club.CountAsync(member)).ShouldBe((0, 0, 0));
    }

    [Fact]
    public async Task Pain06_The_same_key_again_pays_once_and_another_order_under_it_is_refused()
    {
        var code = PointCurrencyCode.Parse("P" + RandomNumberGenerator.GetHexString(10));
        using var manager = Club.Staff("manager");
        await CreateCurrencyAsync(manager, code.Value, "1.00");
        var member = await Club.GivenMemberAsync();
        var contract = new PartnerContract
        {
            EventTypes = [PartnerEvent.PointsGranted.TypeName],
            PointCurrencies = [code],
        };
        await Club.TakeAsync(
            await Club.GivenPartnerAsync(contract),
            PointsActions.Grant(member, 100) with
            {
                Currency = code,
            }
        );
        using var staff = Club.Staff();

        async Task<JsonNode> PaidAsync(string order, string? key = null) =>
            await (await PayAsync(staff, member, order, key: key, code: code.Value)).ReadAsync(HttpStatusCode.Created);

        var first = await PaidAsync("50.50", "order-1");
        // What points pay by now does not matter to an answer that was given.
        await ChangeValueAsync(manager, code.Value, "2.00");
        (await PaidAsync("50.50", "order-1")).ToJsonString().ShouldBe(first.ToJsonString());

        await (await PayAsync(staff, member, "50.51", key: "order-1", code: code.Value)).ShouldBeRefusedAsync(
            HttpStatusCode.Conflict,
            "idempotency-key-reused"
        );
        var second = await PaidAsync("50.00");
        Payment(second).Due.ShouldBe("0.00");
        ((long)first["entries"]![0]!["balanceAfter"]!, (long)second["entries"]![0]!["balanceAfter"]!).ShouldBe(
            (49, 24)
        );
    }

    [Theory]
    [InlineData("payment.orderAmount.currency", "100.00 EUR", null, null)]
    [InlineData("payment.amount.currency", "100.00 CZK", "1.00 EUR", null)]
    [InlineData("payment.orderAmount.amount", "0 CZK", null, null)]
    [InlineData("payment.orderAmount.amount", "-1.00 CZK", null, null)]
    [InlineData("payment.orderAmount.amount", "1.001 CZK", null, null)]
    [InlineData("payment.orderAmount.amount", "1000000000000.01 CZK", null, null)]
    [InlineData("payment.amount.amount", "1.00 CZK", "1.01 CZK", null)]
    [InlineData("payment.amount.amount", "1.00 CZK", "0.00 CZK", null)]
    [InlineData("payment.amount.amount", "1.00 CZK", "0.001 CZK", null)]
    [InlineData("points", "1.00 CZK", null, "1")]
    public async Task Pain40_What_cannot_be_paid_is_named(string field, string order, string? amount, string? points)
    {
        var member = await Club.GivenMemberWithPointsAsync(100);
        using var staff = Club.Staff();
        var body = Order(order, amount);
        body["points"] = points is null ? null : JsonNode.Parse(points);

        var problem = await (
            await staff.SendAsync($"members/{member}/redemptions", body, key: null)
        ).ShouldBeRefusedAsync(HttpStatusCode.UnprocessableEntity, "invalid-request");

        problem["errors"]!.AsObject().Single().Key.ShouldBe(field);
        (await Club.CountAsync(member)).Balance.ShouldBe(100);
    }

    [Fact]
    public async Task Pain40_Points_without_a_value_pay_for_nothing()
    {
        using var manager = Club.Staff("manager");
        var stars = "S" + RandomNumberGenerator.GetHexString(10);
        await CreateCurrencyAsync(manager, stars, value: null);
        var member = await Club.GivenMemberWithPointsAsync(100);
        using var staff = Club.Staff();
        var body = Order("1.00 CZK", amount: null);
        body["currency"] = stars;

        var problem = await (
            await staff.SendAsync($"members/{member}/redemptions", body, key: null)
        ).ShouldBeRefusedAsync(HttpStatusCode.UnprocessableEntity, "invalid-request");

        problem["errors"]!.AsObject().Single().Key.ShouldBe("currency");
        var answer = await manager.PostAsJsonAsync(
            "/api/admin/v1/point-currencies",
            Currency("LEVEL", "1", "qualifying")
        );
        problem = await answer.ShouldBeRefusedAsync(HttpStatusCode.UnprocessableEntity, "invalid-request");
        problem["errors"]!.AsObject().Single().Key.ShouldBe("valuePerPoint");
    }

    public sealed class OnSqlite() : PayingTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : PayingTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : PayingTests(DatabaseProvider.SqlServer);
}
