using System.Net;
using System.Text.Json.Nodes;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Loyalty.Tests.Members;
using Shouldly;
using Xunit;
using static Loyalty.Tests.Points.PayingActions;

namespace Loyalty.Tests.Points;

/// <summary>Refunds of orders that were paid with points, over HTTP, where points pay 1.00 CZK each.</summary>
public abstract class PaymentRefundTests(DatabaseProvider provider) : ClubTests(provider)
{
    [Fact]
    public async Task Pain21_A_refund_is_split_as_the_order_was_paid_and_adds_up()
    {
        var member = await Club.GivenMemberWithPointsAsync(100);
        using var staff = Club.Staff();
        // 60.40 of 100.60 with 61 points; 40.20 in money.
        var order = await PayAsync(staff, member, "100.60", "60.40").IdAsync();
        var (points, money, pointsValue) = (0L, 0m, 0m);
        foreach (var part in (string[])["25.15", "0.01", "33.00", "42.44"])
        {
            var refund = await RefundAsync(staff, order, part);

            (refund.Money + refund.PointsValue).ShouldBe(Number(part));
            (points, money, pointsValue) = (
                points + refund.Points,
                money + refund.Money,
                pointsValue + refund.PointsValue
            );
            money.ShouldBeLessThanOrEqualTo(40.20m);
            (await Club.CountAsync(member)).Balance.ShouldBe(39 + points);
        }

        (points, money, pointsValue).ShouldBe((61, 40.20m, 60.40m));
        var problem = await (await ReverseAsync(staff, order, "0.01")).ShouldBeRefusedAsync(
            HttpStatusCode.Conflict,
            "refund-above-order"
        );
        ((string?)problem["left"]!["amount"]).ShouldBe("0.00");
        var read = await (await staff.GetAsync($"/api/admin/v1/operations/{order}")).ReadAsync(HttpStatusCode.OK);
        ((string?)read["payment"]!["refunded"]!["amount"]).ShouldBe("100.60");
        ((string?)read["payment"]!["difference"]!["amount"]).ShouldBe("0.00");
        ((long)read["reversedPoints"]!).ShouldBe(61);
        (await Club.VerifyAsync()).Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task Pain21_A_whole_refund_gives_back_all_points_and_the_exact_money()
    {
        var member = await Club.GivenMemberWithPointsAsync(100);
        using var staff = Club.Staff();
        var order = await PayAsync(staff, member, "100.60", "60.40").IdAsync();

        var refund = await RefundAsync(staff, order, amount: null);

        refund.ShouldBe((61, 60.40m, 40.20m));
        (await Club.CountAsync(member)).ShouldBe((100, 0, 100));
    }

    [Fact]
    public async Task Pain21_What_points_paid_is_never_refunded_in_money()
    {
        var member = await Club.GivenMemberWithPointsAsync(200);
        using var staff = Club.Staff();
        var order = await PayAsync(staff, member, "100.60").IdAsync();

        (await RefundAsync(staff, order, "0.60")).ShouldBe((1, 0.60m, 0m));
        (await RefundAsync(staff, order, "49.50")).ShouldBe((49, 49.50m, 0m));
        (await RefundAsync(staff, order, amount: null)).ShouldBe((51, 50.50m, 0m));

        (await Club.CountAsync(member)).ShouldBe((200, 0, 200));
    }

    [Fact]
    public async Task Pain02_Of_refunds_at_once_no_more_succeed_than_the_order_holds()
    {
        var member = await Club.GivenMemberWithPointsAsync(100);
        using var staff = Club.Staff();
        var order = await PayAsync(staff, member, "90.00", "60.00").IdAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => ReverseAsync(staff, order, "30.00")));

        answers.Count(answer => answer.StatusCode == HttpStatusCode.Created).ShouldBe(3);
        (await Club.CountAsync(member)).ShouldBe((100, 0, 100));
    }

    [Fact]
    public async Task The_same_key_again_refunds_once()
    {
        var member = await Club.GivenMemberWithPointsAsync(100);
        using var staff = Club.Staff();
        var order = await PayAsync(staff, member, "90.00", "60.00").IdAsync();

        var first = await (await ReverseAsync(staff, order, "30.00", "r-1")).ReadAsync(HttpStatusCode.Created);
        var again = await (await ReverseAsync(staff, order, "30.00", "r-1")).ReadAsync(HttpStatusCode.Created);

        again.ToJsonString().ShouldBe(first.ToJsonString());
        (await Club.CountAsync(member)).Balance.ShouldBe(60);
    }

    [Fact]
    public async Task Pain40_Refunds_name_an_amount_where_an_order_was_paid_and_points_where_none_was()
    {
        var member = await Club.GivenMemberWithPointsAsync(100);
        using var staff = Club.Staff();
        var order = await PayAsync(staff, member, "50.00").IdAsync();
        var spent = await staff.RedeemAsync(member, 10).IdAsync();

        async Task<string> RefusedAsync(string operation, JsonObject body)
        {
            var answer = await staff.SendAsync($"operations/{operation}/reversals", body, key: null);
            var problem = await answer.ShouldBeRefusedAsync(HttpStatusCode.UnprocessableEntity, "invalid-request");
            return problem["errors"]!.AsObject().Single().Key;
        }

        (await RefusedAsync(order, new() { ["points"] = 1 })).ShouldBe("points");
        (await RefusedAsync(order, new() { ["amount"] = Money("1.00 EUR") })).ShouldBe("amount.currency");
        (await RefusedAsync(order, new() { ["amount"] = Money("0.005 CZK") })).ShouldBe("amount.amount");
        (await RefusedAsync(order, new() { ["amount"] = Money("-1 CZK") })).ShouldBe("amount.amount");
        (await RefusedAsync(spent, new() { ["amount"] = Money("1.00 CZK") })).ShouldBe("amount");
        (await RefusedAsync(spent, new() { ["points"] = 0 })).ShouldBe("points");
        (await Club.CountAsync(member)).Balance.ShouldBe(40);
        (await staff.GiveBackAsync(spent)).StatusCode.ShouldBe(HttpStatusCode.Created);
        (await Club.CountAsync(member)).Balance.ShouldBe(50);
    }

    [Fact]
    public async Task A_member_reads_what_the_points_paid_and_how_it_came_back()
    {
        await Club.EnsurePointsAsync();
        var app = await Club.GivenSignedInMemberAsync();
        await Club.TakeAsync(await Club.GivenPartnerAsync(), PointsActions.Grant(app.Member, 200));
        using var staff = Club.Staff();
        var order = await PayAsync(staff, app.Member, "150.00", "100.60").IdAsync();
        await RefundAsync(staff, order, "15.00");

        var me = (
            await app.AskAsync(
                """
                { me { wallets { currency { valuePerPoint { amount currency } } }
                       entries(first: 2) { nodes { points explanation { summary
                         payment { orderAmount { amount } paidWithPoints { amount } due { amount } difference { amount currency } }
                         refund { amount { amount } pointsValue { amount } money { amount } difference { amount } } } } } } }
                """
            )
        )["me"]!;

        me["wallets"]![0]!["currency"]!["valuePerPoint"]!["currency"]!.ToString().ShouldBe("CZK");
        var (back, spent) = (me["entries"]!["nodes"]![0]!, me["entries"]!["nodes"]![1]!);
        var payment = spent["explanation"]!["payment"]!;
        Amounts(payment, "orderAmount", "paidWithPoints", "due", "difference").ShouldBe([150m, 100.60m, 49.40m, 0.40m]);
        spent["explanation"]!["refund"].ShouldBeNull();
        spent["explanation"]!["summary"]!
            .ToString()
            .ShouldStartWith(
                "Spent 101 points. They paid 100.60 CZK of an order of 150.00 CZK; 49.40 CZK remained to be paid. "
                    + "Whole points pay: they were worth 0.40 CZK more."
            );
        ((long)back["points"]!).ShouldBe(10);
        var refund = back["explanation"]!["refund"]!;
        Amounts(refund, "amount", "pointsValue", "money", "difference").ShouldBe([15m, 10m, 5m, 0.40m]);
        back["explanation"]!["summary"]!
            .ToString()
            .ShouldContain("Of the order 15.00 CZK was refunded: 10.00 CZK in points, 5.00 CZK in money.");
    }

    public sealed class OnSqlite() : PaymentRefundTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : PaymentRefundTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : PaymentRefundTests(DatabaseProvider.SqlServer);
}
