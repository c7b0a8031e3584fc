using Loyalty.Api.Seeding;
using Loyalty.Domain;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Loyalty.Tests.Members;
using Loyalty.Tests.Points;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Loyalty.Tests.Rewards;

/// <summary>The demo club's catalogue, in a club of its own.</summary>
public abstract class DemoRewardsTests(DatabaseProvider provider)
{
    [Fact]
    public async Task The_demo_catalogue_is_complete_and_seeding_again_adds_nothing()
    {
        DatabaseTests.SkipWhereMissing(provider);
        await using var club = await Club.StartAsync(provider);
        await club.EnsurePointsAsync();
        var telecom = await club.GivenPartnerAsync();

        for (var i = 0; i < 2; i++)
        {
            await using var scope = club.Services.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<DemoTiers>().ExecuteAsync(PointsActions.Points, default);
            await scope.ServiceProvider.GetRequiredService<DemoTelecomAddress>().ExecuteAsync(telecom.Id, default);
            await scope
                .ServiceProvider.GetRequiredService<DemoRewards>()
                .ExecuteAsync(PointsActions.Points, MoneyCurrency.Parse("CZK"), telecom, default);
        }

        using var staff = club.Staff("auditor");
        var rewards = await staff.AllPagesAsync(RewardsActions.Catalogue, limit: 5);
        rewards.Count.ShouldBe(8);
        rewards.ShouldAllBe(reward => reward["status"]!.ToString() == "published");
        rewards.ShouldAllBe(reward => reward["warnings"]!.AsArray().Count == 0);
        rewards.ShouldAllBe(reward => reward["definition"]!["texts"]!.AsArray().Count == 3);
        rewards.Select(reward => reward["definition"]!["kind"]!.ToString()).Distinct().Count().ShouldBe(6);
        rewards
            .Select(reward => reward["definition"]!["fulfilment"]!["method"]!.ToString())
            .Distinct()
            .Order()
            .ShouldBe(["code", "immediate", "partner", "staff"]);
        var cinema = rewards.Single(reward => reward["definition"]!["kind"]!.ToString() == "voucher");
        var stock = await staff.GetJsonAsync($"{RewardsActions.Catalogue}/{cinema["id"]}/stock");
        ((int)stock["codes"]!["free"]!).ShouldBe(20);
        var app = await club.GivenSignedInMemberAsync();
        var data = await app.AskAsync(
            """{ rewards { nodes { title(language: "zh-Hans") } } rewardCategories { code } }"""
        );
        data["rewards"]!["nodes"]![0]!["title"]!.ToString().ShouldBe("1:43 车模");
        data["rewardCategories"]!
            .AsArray()
            .Select(category => category!["code"]!.ToString())
            .ShouldBe(["donation", "leisure", "merchandise", "service", "telephone"]);
    }

    public sealed class OnSqlite() : DemoRewardsTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : DemoRewardsTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : DemoRewardsTests(DatabaseProvider.SqlServer);
}
