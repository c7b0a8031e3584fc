using System.Net;
using System.Net.Http.Json;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Loyalty.Tests.Members;
using Loyalty.Tests.Points;
using Shouldly;
using Xunit;
using static Loyalty.Tests.Households.HouseholdActions;
using static Loyalty.Tests.Members.MembersActions;

namespace Loyalty.Tests.Households;

/// <summary>What a household spent, given back.</summary>
public abstract class HouseholdReturnsTests(DatabaseProvider provider) : ClubTests(provider)
{
    [Fact]
    public async Task What_is_given_back_in_parts_goes_to_the_others_first_in_proportion()
    {
        var (anna, ben, cleo) = (
            await Club.GivenMemberWithPointsAsync(10),
            await Club.GivenMemberWithPointsAsync(20),
            await Club.GivenMemberWithPointsAsync(5)
        );
        using var staff = Club.Staff();
        await staff.FormHouseholdAsync(anna, new Dweller(ben), new Dweller(cleo));
        var spent = await staff.RedeemFromHouseholdAsync(anna, 35).IdAsync();

        (await staff.GiveBackAsync(spent, 12).StatusAsync()).ShouldBe(HttpStatusCode.Created);
        (await Club.BalancesAsync(anna, ben, cleo)).ShouldBe([0, 10, 2]);
        (await staff.GiveBackAsync(spent, 14).StatusAsync()).ShouldBe(HttpStatusCode.Created);
        (await Club.BalancesAsync(anna, ben, cleo)).ShouldBe([1, 20, 5]);
        await (await staff.GiveBackAsync(spent, 10)).ShouldBeRefusedAsync(
            HttpStatusCode.Conflict,
            "reversal-above-redemption"
        );
        (await staff.GiveBackAsync(spent).StatusAsync()).ShouldBe(HttpStatusCode.Created);

        (await Club.BalancesAsync(anna, ben, cleo)).ShouldBe([10, 20, 5]);
        (await Club.LotsAsync(ben)).Sum(lot => lot.Points).ShouldBe(20);
        (await Club.VerifyAsync()).Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_given_back_after_leaving_or_closing_goes_to_each_own_account()
    {
        var (anna, ben, cleo) = (
            await Club.GivenMemberWithPointsAsync(1),
            await Club.GivenMemberWithPointsAsync(20),
            await Club.GivenMemberWithPointsAsync(20)
        );
        using var staff = Club.Staff();
        var household = await staff.FormHouseholdAsync(anna, new Dweller(ben), new Dweller(cleo));
        var spent = await staff.RedeemFromHouseholdAsync(anna, 41).IdAsync();
        await staff.RemoveMemberAsync(household, ben);
        await staff.PostAsJsonAsync($"{MembersPath}/{cleo}/close", new { reason = "as asked" });

        var back = await (await staff.GiveBackAsync(spent)).ReadAsync(HttpStatusCode.Created);

        back["entries"]!.AsArray().Count(entry => (string?)entry!["kind"] == "forfeiture").ShouldBe(1);
        (await Club.BalancesAsync(anna, ben, cleo)).ShouldBe([1, 20, 0]);
        (await Club.VerifyAsync()).Faults.ShouldBeEmpty();
    }

    public sealed class OnSqlite() : HouseholdReturnsTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : HouseholdReturnsTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : HouseholdReturnsTests(DatabaseProvider.SqlServer);
}
