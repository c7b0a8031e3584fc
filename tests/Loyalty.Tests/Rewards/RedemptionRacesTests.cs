using System.Net;
using Loyalty.Domain.Members;
using Loyalty.Domain.Rewards;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Loyalty.Tests.Members;
using Loyalty.Tests.Points;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace Loyalty.Tests.Rewards;

/// <summary>Many who want the same at once.</summary>
public abstract class RedemptionRacesTests(DatabaseProvider provider) : ClubTests(provider)
{
    private const int Claims = 50;

    [Theory]
    [InlineData(FulfilmentMethod.Immediate)]
    [InlineData(FulfilmentMethod.Staff)]
    [InlineData(FulfilmentMethod.Code)]
    public async Task Pain18_Of_fifty_claims_of_four_pieces_four_succeed(FulfilmentMethod method)
    {
        var members = new MemberId[10];
        for (var i = 0; i < members.Length; i++)
        {
            members[i] = await Club.GivenMemberWithPointsAsync(1_000);
        }

        var reward = await Club.GivenRewardAsync(
            method,
            one => method == FulfilmentMethod.Code ? one : one with { Stock = new RewardStock(Total: 4) }
        );
        if (method == FulfilmentMethod.Code)
        {
            await Club.GivenCodesAsync(reward, "A1", "A2", "A3", "A4");
        }

        using var staff = Club.Staff();

        var answers = await Task.WhenAll(
            Enumerable.Range(0, Claims).Select(i => staff.RedeemRewardAsync(members[i % members.Length], reward))
        );

        foreach (var lost in answers.Where(answer => answer.StatusCode != HttpStatusCode.Created))
        {
            await lost.ShouldBeRefusedAsync(HttpStatusCode.Conflict, "reward-out-of-stock");
        }

        var codes = await Club.WithContextAsync(context =>
            context.RewardCodes.Where(row => row.RewardId == reward).Select(row => row.RedemptionId).ToListAsync()
        );
        codes.ShouldBeUnique();
        answers.Count(answer => answer.StatusCode == HttpStatusCode.Created).ShouldBe(4);

        var left = 0L;
        foreach (var member in members)
        {
            left += (await Club.CountAsync(member)).Available;
        }

        left.ShouldBe(members.Length * 1_000 - 4 * 100);
        (await Club.TakenAsync(reward)).ShouldBe(4);
        (
            await Club.WithContextAsync(context => context.Redemptions.CountAsync(row => row.RewardId == reward))
        ).ShouldBe(4);
    }

    [Fact]
    public async Task Pain16_Points_for_one_buy_one()
    {
        var member = await Club.GivenMemberWithPointsAsync(100);
        var reward = await Club.GivenRewardAsync(FulfilmentMethod.Staff);
        using var staff = Club.Staff();

        var answers = await Task.WhenAll(
            Enumerable.Range(0, Claims).Select(_ => staff.RedeemRewardAsync(member, reward))
        );

        answers.Count(answer => answer.StatusCode == HttpStatusCode.Created).ShouldBe(1);
        answers.Count(answer => answer.StatusCode == HttpStatusCode.Conflict).ShouldBe(Claims - 1);
        (await Club.CountAsync(member)).ShouldBe((0, 100, 100));
        (await Club.TakenAsync(reward)).ShouldBe(1);
    }

    [Fact]
    public async Task Pain17_Sent_and_taken_back_at_once_it_is_one_of_both()
    {
        var member = await Club.GivenMemberWithPointsAsync(1_000);
        var reward = await Club.GivenRewardAsync(
            FulfilmentMethod.Staff,
            one => one with { Cancellation = new RewardCancellation(ReturnDays: 0) }
        );
        using var staff = Club.Staff();
        for (var i = 0; i < 5; i++)
        {
            var id = await staff.RedeemRewardAsync(member, reward).IdAsync();

            var answers = await Task.WhenAll(
                staff.ChangeRedemptionAsync(id, "fulfil"),
                staff.ChangeRedemptionAsync(id, "cancel"),
                staff.ChangeRedemptionAsync(id, "fulfil"),
                staff.ChangeRedemptionAsync(id, "fail")
            );

            answers.ShouldContain(answer => answer.StatusCode == HttpStatusCode.OK);
            var status = (await staff.ReadRedemptionAsync(id))["redemption"]!["status"]!.ToString();
            await staff.WhenAsync(id, status);
        }

        var fulfilled = await Club.WithContextAsync(context =>
            context.Redemptions.CountAsync(row => row.RewardId == reward && row.Status == RedemptionStatus.Fulfilled)
        );
        (await Club.CountAsync(member)).ShouldBe((1_000 - fulfilled * 100, 0, 1_000 - fulfilled * 100));
        (await Club.TakenAsync(reward)).ShouldBe(fulfilled);
    }

    public sealed class OnSqlite() : RedemptionRacesTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : RedemptionRacesTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : RedemptionRacesTests(DatabaseProvider.SqlServer);
}
