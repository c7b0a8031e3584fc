using System.Net;
using Loyalty.Application.Members;
using Loyalty.Application.Points.Ledger;
using Loyalty.Domain.Members;
using Loyalty.Domain.Points;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Loyalty.Tests.Members;
using Loyalty.Tests.Points;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;
using static Loyalty.Tests.Households.HouseholdActions;

namespace Loyalty.Tests.Households;

/// <summary>Who joins, leaves or changes a share while others spend.</summary>
public abstract class HouseholdRacesTests(DatabaseProvider provider) : ClubTests(provider)
{
    [Fact]
    public async Task Once_leaving_was_answered_no_point_is_taken_any_more()
    {
        var (anna, ben) = (await Club.GivenMemberWithPointsAsync(1), await Club.GivenMemberWithPointsAsync(1000));
        using var staff = Club.Staff();
        var household = await staff.FormHouseholdAsync(anna, new Dweller(ben));

        var spending = Enumerable.Range(0, 30).Select(_ => staff.RedeemFromHouseholdAsync(anna, 2)).ToArray();
        await Task.WhenAny(spending);
        (await LeaveAsync(staff, household, ben)).ShouldBe(HttpStatusCode.NoContent);
        var atLeaving = await Club.BalanceAsync(ben);
        await Task.WhenAll(spending);

        (await Club.BalanceAsync(ben)).ShouldBe(atLeaving);
        (await staff.RedeemFromHouseholdAsync(anna, 2).StatusAsync()).ShouldBe(HttpStatusCode.Conflict);
        (await Club.VerifyAsync()).Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_was_worked_out_before_a_share_changed_is_not_written()
    {
        var (anna, ben) = (await Club.GivenMemberWithPointsAsync(1), await Club.GivenMemberWithPointsAsync(100));
        using var staff = Club.Staff();
        var household = await staff.FormHouseholdAsync(anna, new Dweller(ben));
        var stale = await SpendingAsync(anna, ben, points: 50, sharePercent: 100);
        await staff.SetMemberAsync(household, new Dweller(ben, 10));

        (await Club.WriteAsync(stale)).ShouldBe(new LedgerOutcome.Refused(new MemberRefusals.TryAgain()));

        (await Club.BalanceAsync(ben)).ShouldBe(100);
    }

    [Fact]
    public async Task A_share_holds_for_what_is_there_when_points_are_taken()
    {
        var (anna, ben) = (await Club.GivenMemberWithPointsAsync(1), await Club.GivenMemberWithPointsAsync(100));
        using var staff = Club.Staff();
        await staff.FormHouseholdAsync(anna, new Dweller(ben, 50));
        var late = await SpendingAsync(anna, ben, points: 50, sharePercent: 50);
        (await staff.RedeemAsync(ben, 2).StatusAsync()).ShouldBe(HttpStatusCode.Created);

        (await Club.WriteAsync(late)).ShouldBe(
            new LedgerOutcome.Refused(new PointsRefusal.InsufficientPoints(49, 50)),
            "98 are there, and half of them may be taken"
        );

        (await Club.BalanceAsync(ben)).ShouldBe(98);
    }

    [Fact]
    public async Task A_member_who_is_put_into_many_households_at_once_is_in_one()
    {
        var member = await Club.GivenMemberAsync();
        using var staff = Club.Staff();
        var households = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            households.Add(await staff.FormHouseholdAsync(await Club.GivenMemberAsync()));
        }

        var answers = await Task.WhenAll(households.Select(one => staff.SetMemberAsync(one, new Dweller(member))));

        answers.Count(answer => answer.StatusCode == HttpStatusCode.OK).ShouldBe(1);
        foreach (var refused in answers.Where(answer => answer.StatusCode != HttpStatusCode.OK))
        {
            await refused.ShouldBeRefusedAsync(HttpStatusCode.Conflict, "in-household-already");
        }
    }

    [Fact]
    public async Task Many_who_are_put_into_one_household_at_once_fill_it_and_no_more()
    {
        var members = new List<MemberId>();
        for (var i = 0; i < 13; i++)
        {
            members.Add(await Club.GivenMemberAsync());
        }

        using var staff = Club.Staff();
        var household = await staff.FormHouseholdAsync(members[0]);

        async Task<HttpStatusCode> JoinAsync(MemberId member)
        {
            var status = HttpStatusCode.TooManyRequests;
            for (var tries = 0; tries < 50 && status == HttpStatusCode.TooManyRequests; tries++)
            {
                status = await staff.SetMemberAsync(household, new Dweller(member)).StatusAsync();
            }

            return status;
        }

        var statuses = await Task.WhenAll(members.Skip(1).Select(JoinAsync));

        statuses.Count(status => status == HttpStatusCode.OK).ShouldBe(9);
        statuses.Count(status => status == HttpStatusCode.Conflict).ShouldBe(3);
        (await staff.GetJsonAsync(household))["places"]!.AsArray().Count.ShouldBe(10);
    }

    private static async Task<HttpStatusCode> LeaveAsync(HttpClient staff, string household, MemberId member)
    {
        var status = HttpStatusCode.TooManyRequests;
        for (var tries = 0; tries < 50 && status == HttpStatusCode.TooManyRequests; tries++)
        {
            status = await staff.RemoveMemberAsync(household, member).StatusAsync();
        }

        return status;
    }

    /// <summary>As it is worked out now: the points are the other member's.</summary>
    private async Task<RedeemCommand> SpendingAsync(MemberId spender, MemberId other, long points, int sharePercent)
    {
        var household = await Club.WithContextAsync(context =>
            context.Households.AsNoTracking().SingleAsync(row => row.OrganiserId == spender)
        );
        return Club.Redeem(spender, points) with
        {
            Household = new SpendingHousehold(household.Id, household.Version),
            Shares = [new WalletShare(WalletId.Of(other, PointsActions.Points), points, sharePercent)],
        };
    }

    public sealed class OnSqlite() : HouseholdRacesTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : HouseholdRacesTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : HouseholdRacesTests(DatabaseProvider.SqlServer);
}
