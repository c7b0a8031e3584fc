using System.Globalization;
using System.Text.Json.Nodes;
using FsCheck.Fluent;
using Loyalty.Domain.Members;
using Loyalty.Domain.Points;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Loyalty.Tests.Partners;
using Loyalty.Tests.Points;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace Loyalty.Tests.Earning;

/// <summary>What is counted over events, raced over HTTP: signed events in parallel, several members, several writers.</summary>
public abstract class RuleCapsTests(DatabaseProvider provider) : ClubTests(provider)
{
    [Fact]
    public async Task Whatever_is_posted_in_parallel_no_limit_is_exceeded_and_nothing_is_lost()
    {
        var cases = Gen.Choose(1, 60)
            .SelectMany(day => Gen.Choose(1, 150), (day, budget) => (day, budget))
            .SelectMany(_ => Gen.Choose(1, 30).ArrayOf(8), (limits, points) => (limits.day, limits.budget, points))
            .Sample(3, 20);
        foreach (var (day, budget, points) in cases)
        {
            var (partner, currency) = (await Club.CreatePartnerAsync(), await Club.CreatePointCurrencyAsync());
            var definition = EarningActions.Definition(partner.View.Id.ToString(), currency);
            definition["limits"] = new JsonObject
            {
                ["pointsPerDayMax"] = day,
                ["budget"] = new JsonObject { ["pointsMax"] = budget },
            };
            await Club.PublishedRuleAsync(definition);
            var members = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Club.SomeMemberAsync()));

            var given = await Task.WhenAll(
                members.SelectMany(member => points.Select(one => GiveAsync(partner, member, one * 100)))
            );

            var balances = await Task.WhenAll(members.Select(member => BalanceAsync(member, currency)));
            var allowed = members.Length * Math.Min(day, points.Sum());
            balances.ShouldAllBe(balance => balance <= day);
            balances.Sum().ShouldBe(Math.Min(budget, allowed));
            given.Sum().ShouldBe(balances.Sum());
        }

        (await Club.VerifyAsync()).Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_trimmed_award_says_which_limit_and_what_was_used_before()
    {
        var (partner, currency) = (await Club.CreatePartnerAsync(), await Club.CreatePointCurrencyAsync());
        var definition = EarningActions.Definition(partner.View.Id.ToString(), currency);
        definition["limits"] = new JsonObject { ["pointsPerMonthMax"] = 15 };
        await Club.PublishedRuleAsync(definition);
        var member = await Club.SomeMemberAsync();
        await GiveAsync(partner, member, 1_000);

        var answer = await partner.SendAsync(Payment(member, 1_000));
        var nothing = await partner.SendAsync(Payment(member, 1_000));

        var rule = answer.Result().GetProperty("explanation").GetProperty("rules")[0];
        rule.GetProperty("points").GetInt64().ShouldBe(5);
        rule.GetProperty("version").GetInt32().ShouldBe(1);
        var cap = rule.GetProperty("caps")[0];
        cap.GetProperty("cap").GetString().ShouldBe("pointsPerMonthMax");
        cap.GetProperty("usedBefore").GetInt64().ShouldBe(10);
        cap.GetProperty("from").GetInt64().ShouldBe(10);
        nothing.ResultStatus().ShouldBe("posted");
        nothing
            .Result()
            .GetProperty("explanation")
            .GetProperty("rules")[0]
            .GetProperty("points")
            .GetInt64()
            .ShouldBe(0);
    }

    [Fact]
    public async Task Of_ten_first_purchases_at_once_one_is_the_first()
    {
        var (partner, currency) = (await Club.CreatePartnerAsync(), await Club.CreatePointCurrencyAsync());
        await Club.PublishedRuleAsync(Bonus(partner, currency, 50, new JsonObject { ["firstPurchase"] = true }));
        var member = await Club.SomeMemberAsync();

        var given = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => GiveAsync(partner, member, 10)));
        var later = await GiveAsync(partner, member, 10);

        given.Order().ShouldBe([0, 0, 0, 0, 0, 0, 0, 0, 0, 50]);
        later.ShouldBe(0);
    }

    [Fact]
    public async Task What_was_bought_before_the_rule_was_there_makes_a_purchase_no_first_one()
    {
        var (partner, other) = (await Club.CreatePartnerAsync(), await Club.CreatePartnerAsync());
        var currency = await Club.CreatePointCurrencyAsync();
        var (member, elsewhere) = (await Club.SomeMemberAsync(), await Club.SomeMemberAsync());
        await GiveAsync(partner, member, 10);
        await GiveAsync(other, elsewhere, 10);

        await Club.PublishedRuleAsync(Bonus(partner, currency, 50, new JsonObject { ["firstPurchase"] = true }));

        (await GiveAsync(partner, member, 10)).ShouldBe(0);
        (await GiveAsync(partner, elsewhere, 10)).ShouldBe(50);
        var batch = await partner.SendBatchAsync([.. await TwoOfSomebodyAsync()]);
        Enumerable.Range(0, 2).Sum(i => Points(batch, i)).ShouldBe(50);

        async Task<JsonObject[]> TwoOfSomebodyAsync()
        {
            var somebody = await Club.SomeMemberAsync();
            return [Payment(somebody, 10), Payment(somebody, 10)];
        }
    }

    [Fact]
    public async Task What_an_account_bought_that_became_part_of_the_members_makes_a_purchase_no_first_one()
    {
        var (partner, other) = (await Club.CreatePartnerAsync(), await Club.CreatePartnerAsync());
        var currency = await Club.CreatePointCurrencyAsync();
        MemberId[] members = [.. await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Club.SomeMemberAsync()))];
        await GiveAsync(partner, members[0], 10);
        await GiveAsync(other, members[2], 10);
        using var staff = Club.Staff();
        // Two merges lie between the first and the last.
        await staff.MergeAsync(members[1], members[0]);
        await staff.MergeAsync(members[3], members[1]);
        var elsewhere = await Club.SomeMemberAsync();
        await staff.MergeAsync(elsewhere, members[2]);

        await Club.PublishedRuleAsync(Bonus(partner, currency, 50, new JsonObject { ["firstPurchase"] = true }));

        (await GiveAsync(partner, members[3], 10)).ShouldBe(0);
        (await GiveAsync(partner, elsewhere, 10)).ShouldBe(50);
    }

    [Fact]
    public async Task Of_nine_events_at_once_every_third_gives_also_where_there_was_no_wallet()
    {
        var (partner, currency) = (await Club.CreatePartnerAsync(), await Club.CreatePointCurrencyAsync());
        var every = new JsonObject { ["every"] = 3, ["per"] = "month" };
        await Club.PublishedRuleAsync(Bonus(partner, currency, 7, new JsonObject { ["eventCount"] = every }));
        var member = await Club.SomeMemberAsync();

        var given = await Task.WhenAll(Enumerable.Range(0, 9).Select(_ => GiveAsync(partner, member, 10)));

        given.Order().ShouldBe([0, 0, 0, 0, 0, 0, 7, 7, 7]);
        (await BalanceAsync(member, currency)).ShouldBe(21);
        (await Club.VerifyAsync()).Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_repeat_counts_once_and_a_reversal_gives_no_room_back()
    {
        var (partner, currency) = (await Club.CreatePartnerAsync(), await Club.CreatePointCurrencyAsync());
        var definition = EarningActions.Definition(partner.View.Id.ToString(), currency);
        definition["limits"] = new JsonObject { ["pointsPerDayMax"] = 15 };
        await Club.PublishedRuleAsync(definition);
        var member = await Club.SomeMemberAsync();
        var payment = Payment(member, 1_000);

        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => partner.SendAsync(payment)));
        (await BalanceAsync(member, currency)).ShouldBe(10);
        var reversal = PartnersActions.Reversal("", payment.Id());
        reversal["data"]!["member"] = new JsonObject { ["memberId"] = member.ToString() };
        (await partner.SendAsync(reversal)).ResultStatus().ShouldBe("posted");

        (await GiveAsync(partner, member, 1_000)).ShouldBe(5);
    }

    internal static JsonObject Bonus(TestPartner partner, string currency, long points, JsonObject when)
    {
        when["partner"] = partner.View.Id.ToString();
        return new JsonObject
        {
            ["name"] = "A bonus",
            ["when"] = when,
            ["effect"] = new JsonObject
            {
                ["kind"] = "fixed",
                ["pointCurrency"] = currency,
                ["points"] = points,
            },
        };
    }

    private static async Task<long> GiveAsync(TestPartner partner, MemberId member, decimal amount)
    {
        var answer = await partner.SendAsync(Payment(member, amount));
        answer.ResultStatus().ShouldBe("posted");
        return Points(answer, 0);
    }

    private static long Points(PartnerAnswer answer, int index) =>
        answer.Result(index).TryGetProperty("points", out var points)
            ? points.EnumerateArray().Sum(one => one.GetProperty("points").GetInt64())
            : 0;

    internal static JsonObject Payment(MemberId member, decimal amount)
    {
        var payment = PartnersActions.Payment("", amount.ToString(CultureInfo.InvariantCulture));
        payment["data"]!["member"] = new JsonObject { ["memberId"] = member.ToString() };
        return payment;
    }

    private Task<long> BalanceAsync(MemberId member, string currency)
    {
        var wallet = WalletId.Of(member, PointCurrencyCode.Parse(currency));
        return Club.WithContextAsync(context =>
            context.Wallets.Where(one => one.WalletId == wallet).Select(one => one.Balance).SingleOrDefaultAsync()
        );
    }

    public sealed class OnSqlite() : RuleCapsTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : RuleCapsTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : RuleCapsTests(DatabaseProvider.SqlServer);
}
