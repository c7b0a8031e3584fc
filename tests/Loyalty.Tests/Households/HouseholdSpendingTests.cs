using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Loyalty.Domain.Members;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Loyalty.Tests.Members;
using Loyalty.Tests.Points;
using Shouldly;
using Xunit;
using static Loyalty.Tests.Households.HouseholdActions;
using static Loyalty.Tests.Members.MembersActions;

namespace Loyalty.Tests.Households;

/// <summary>Points of a household spent over the staff's REST.</summary>
public abstract class HouseholdSpendingTests(DatabaseProvider provider) : ClubTests(provider)
{
    [Fact]
    public async Task The_pool_is_ones_own_and_what_the_others_share()
    {
        var (anna, ben) = (await GivenAsync(100), await GivenAsync(51));
        using var staff = Club.Staff();
        await staff.FormHouseholdAsync(anna, new Dweller(ben, SharePercent: 50));

        (await staff.PoolAsync(anna)).ShouldBe((125, 100));
        (await staff.PoolAsync(ben)).ShouldBe((51, 51), "may not spend what the others share");
        (await Club.BalanceAsync(ben)).ShouldBe(51, "no points move before they are spent");
    }

    [Fact]
    public async Task Own_points_go_first_and_the_rest_comes_in_proportion_to_what_each_shares()
    {
        var (anna, ben, cleo) = (await GivenAsync(10), await GivenAsync(60), await GivenAsync(31));
        using var staff = Club.Staff();
        await staff.FormHouseholdAsync(anna, new Dweller(ben), new Dweller(cleo, SharePercent: 50));

        var done = await (await staff.RedeemFromHouseholdAsync(anna, 35)).ReadAsync(HttpStatusCode.Created);

        ((string?)done["member"]).ShouldBe(anna.ToString());
        done["entries"]!.AsArray().Select(entry => (long)entry!["points"]!).ShouldBe([-10, -20, -5]);
        (await Club.BalancesAsync(anna, ben, cleo)).ShouldBe([0, 40, 26]);
        (await staff.PoolAsync(anna)).ShouldBe((53, 0));
        (await Club.VerifyAsync()).Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task Each_entry_says_in_the_readers_language_that_the_household_spent_it_and_who()
    {
        var anna = IdOf(await Club.EnrolMemberAsync(Person(given: "Anastasia")));
        var ben = await GivenAsync(60);
        using var staff = Club.Staff();
        await staff.FormHouseholdAsync(anna, new Dweller(ben));
        (await staff.RedeemFromHouseholdAsync(anna, 5).StatusAsync()).ShouldBe(HttpStatusCode.Created);

        string[] expected =
        [
            $"The household spent 5 points, by member {anna}.",
            $"Vom Haushalt eingelöst: 5 Punkte, durch Mitglied {anna}.",
            $"家庭使用 5",
        ];
        foreach (var (language, text) in new[] { "en", "de", "zh" }.Zip(expected))
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"{MembersPath}/{ben}/entries");
            request.Headers.AcceptLanguage.ParseAdd(language);
            var entry = (await (await staff.SendAsync(request)).ReadAsync(HttpStatusCode.OK))["items"]![0]!;
            entry["summary"]!.ToString().ShouldStartWith(text);
            entry["explanation"]!["household"]!["spentBy"]!.ToString().ShouldBe(anna.ToString());
            entry.ToJsonString().ShouldNotContain("Anastasia");
        }
    }

    [Fact]
    public async Task A_share_bounds_what_the_others_can_spend()
    {
        var (anna, ben) = (await GivenAsync(1), await GivenAsync(50));
        using var staff = Club.Staff();
        var household = await staff.FormHouseholdAsync(anna, new Dweller(ben, SharePercent: 40));

        var problem = await (await staff.RedeemFromHouseholdAsync(anna, 22)).ShouldBeRefusedAsync(
            HttpStatusCode.Conflict,
            "insufficient-points"
        );

        ((long)problem["available"]!, (long)problem["requested"]!).ShouldBe((21, 22));
        (await staff.SetMemberAsync(household, new Dweller(ben, 0)).StatusAsync()).ShouldBe(HttpStatusCode.OK);
        (await staff.PoolAsync(anna)).ShouldBe((1, 1));
        (await staff.RedeemFromHouseholdAsync(anna, 2).StatusAsync()).ShouldBe(HttpStatusCode.Conflict);
        (await Club.BalancesAsync(anna, ben)).ShouldBe([1, 50]);
        await staff.SetMemberAsync(household, new Dweller(ben, 100));
        (await staff.RedeemFromHouseholdAsync(anna, 51).StatusAsync()).ShouldBe(HttpStatusCode.Created);
        (await Club.BalancesAsync(anna, ben)).ShouldBe([0, 0]);
    }

    [Fact]
    public async Task Who_may_not_spend_spends_only_the_own_points()
    {
        var (anna, ben) = (await GivenAsync(100), await GivenAsync(5));
        using var staff = Club.Staff();
        var household = await staff.FormHouseholdAsync(anna, new Dweller(ben));

        await (await staff.RedeemFromHouseholdAsync(ben, 1)).ShouldBeRefusedAsync(
            HttpStatusCode.Conflict,
            "household-may-not-spend"
        );
        (await staff.RedeemAsync(ben, 1).StatusAsync()).ShouldBe(HttpStatusCode.Created);
        await staff.SetMemberAsync(household, new Dweller(ben, MaySpend: true));
        (await staff.RedeemFromHouseholdAsync(ben, 10).StatusAsync()).ShouldBe(HttpStatusCode.Created);

        (await Club.BalancesAsync(anna, ben)).ShouldBe([94, 0]);
        await staff.SetMemberAsync(household, new Dweller(ben, MaySpend: false));
        (await staff.RedeemFromHouseholdAsync(ben, 1).StatusAsync()).ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Who_is_in_no_household_or_suspended_spends_nothing_from_one()
    {
        var (anna, ben) = (await GivenAsync(10), await GivenAsync(20));
        using var staff = Club.Staff();
        await (await staff.RedeemFromHouseholdAsync(anna, 1)).ShouldBeRefusedAsync(
            HttpStatusCode.Conflict,
            "in-no-household"
        );
        await staff.FormHouseholdAsync(anna, new Dweller(ben, MaySpend: true));
        await staff.PostAsJsonAsync($"{MembersPath}/{ben}/suspend", new { reason = "a suspicion" });

        (await staff.PoolAsync(anna)).ShouldBe((10, 10), "nothing of a suspended member");
        (await staff.RedeemFromHouseholdAsync(anna, 11).StatusAsync()).ShouldBe(HttpStatusCode.Conflict);
        await (await staff.RedeemFromHouseholdAsync(ben, 1)).ShouldBeRefusedAsync(
            HttpStatusCode.Conflict,
            "member-may-not"
        );
    }

    [Fact]
    public async Task Pain16_Of_twenty_who_spend_the_whole_pool_at_once_one_succeeds()
    {
        var (anna, ben, cleo) = (await GivenAsync(50), await GivenAsync(30), await GivenAsync(20));
        using var staff = Club.Staff();
        await staff.FormHouseholdAsync(anna, new Dweller(ben, MaySpend: true), new Dweller(cleo, MaySpend: true));
        MemberId[] spenders = [anna, ben, cleo];

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(i => staff.RedeemFromHouseholdAsync(spenders[i % 3], 100))
        );

        answers.Count(answer => answer.StatusCode == HttpStatusCode.Created).ShouldBe(1);
        foreach (var refused in answers.Where(answer => answer.StatusCode != HttpStatusCode.Created))
        {
            var problem = await refused.ShouldBeRefusedAsync(HttpStatusCode.Conflict, "insufficient-points");
            ((long)problem["available"]!).ShouldBe(0);
        }

        (await Club.BalancesAsync(anna, ben, cleo)).ShouldBe([0, 0, 0]);
        (await Club.EntriesAsync(ben)).Sum(entry => entry.Points).ShouldBe(0);
        (await Club.VerifyAsync()).Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task Many_who_spend_parts_at_once_spend_the_pool_to_the_last_point()
    {
        var (anna, ben, cleo) = (await GivenAsync(7), await GivenAsync(30), await GivenAsync(23));
        using var staff = Club.Staff();
        await staff.FormHouseholdAsync(anna, new Dweller(ben, MaySpend: true), new Dweller(cleo));
        async Task<int> SpendAsync(MemberId member)
        {
            var spent = 0;
            // Whoever is told to try again does; six parts each empty the pool.
            for (var i = 0; i < 60 && spent < 6; i++)
            {
                var status = await staff.RedeemFromHouseholdAsync(member, 5).StatusAsync();
                status.ShouldBeOneOf(HttpStatusCode.Created, HttpStatusCode.TooManyRequests);
                spent += status == HttpStatusCode.Created ? 1 : 0;
            }

            return spent;
        }

        (await Task.WhenAll(SpendAsync(anna), SpendAsync(ben))).ShouldBe([6, 6]);

        (await Club.BalancesAsync(anna, ben, cleo)).ShouldBe([0, 0, 0]);
        (await Club.VerifyAsync()).Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task Pain06_The_same_key_again_spends_once_though_the_pool_is_empty_then()
    {
        var (anna, ben) = (await GivenAsync(10), await GivenAsync(20));
        using var staff = Club.Staff();
        await staff.FormHouseholdAsync(anna, new Dweller(ben));
        var key = MemberAppActions.NewKey();

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 5).Select(_ => staff.RedeemFromHouseholdAsync(anna, 30, key))
        );

        var bodies = new HashSet<string>(StringComparer.Ordinal);
        foreach (var answer in answers)
        {
            bodies.Add((await answer.ReadAsync(HttpStatusCode.Created)).ToJsonString());
        }

        bodies.Count.ShouldBe(1);
        (await Club.BalancesAsync(anna, ben)).ShouldBe([0, 0]);
        await (await staff.RedeemFromHouseholdAsync(anna, 29, key)).ShouldBeRefusedAsync(
            HttpStatusCode.Conflict,
            "idempotency-key-reused"
        );
        await (await staff.RedeemAsync(anna, 30, key)).ShouldBeRefusedAsync(
            HttpStatusCode.Conflict,
            "idempotency-key-reused"
        );
    }

    [Fact]
    public async Task A_households_points_are_not_held_and_what_is_held_is_not_in_the_pool()
    {
        var (anna, ben) = (await GivenAsync(10), await GivenAsync(20));
        using var staff = Club.Staff();
        await staff.FormHouseholdAsync(anna, new Dweller(ben));
        var hold = new JsonObject
        {
            ["currency"] = "POINTS",
            ["points"] = 15,
            ["from"] = "household",
        };

        await (await staff.SendAsync($"members/{anna}/holds", hold, key: null)).ShouldBeRefusedAsync(
            HttpStatusCode.Conflict,
            "household-no-holds"
        );
        await staff.HoldAsync(ben, 12).IdAsync();

        (await staff.PoolAsync(anna)).ShouldBe((18, 10));
        (await staff.RedeemFromHouseholdAsync(anna, 19).StatusAsync()).ShouldBe(HttpStatusCode.Conflict);
    }

    [Theory]
    [InlineData("points", "0")]
    [InlineData("points", "1000000000001")]
    [InlineData("currency", "\"NONE_SUCH\"")]
    [InlineData("reference", "\"a\\u0000b\"")]
    [InlineData("from", "\"neighbours\"")]
    [InlineData("from", "null")]
    public async Task Pain40_What_cannot_be_spent_is_named(string field, string value)
    {
        var (anna, ben) = (await GivenAsync(10), await GivenAsync(20));
        using var staff = Club.Staff();
        await staff.FormHouseholdAsync(anna, new Dweller(ben));
        var body = new JsonObject
        {
            ["currency"] = "POINTS",
            ["points"] = 1,
            ["from"] = "household",
        };
        body[field] = JsonNode.Parse(value);

        var answer = await staff.SendAsync($"members/{anna}/redemptions", body, key: null);

        ((int)answer.StatusCode).ShouldBeOneOf(400, 422);
        (await answer.Content.ReadAsStringAsync()).ShouldContain(field);
        (await Club.BalancesAsync(anna, ben)).ShouldBe([10, 20]);
    }

    private Task<MemberId> GivenAsync(long points) => Club.GivenMemberWithPointsAsync(points);

    private static MemberId IdOf(Enrolled member) => MemberId.TryParse(member.Id, null, out var id) ? id : default;

    public sealed class OnSqlite() : HouseholdSpendingTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : HouseholdSpendingTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : HouseholdSpendingTests(DatabaseProvider.SqlServer);
}
