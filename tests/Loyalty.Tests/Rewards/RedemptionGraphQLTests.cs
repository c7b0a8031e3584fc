using System.Text.Json.Nodes;
using Loyalty.Application.Notices;
using Loyalty.Application.Rewards;
using Loyalty.Domain.Rewards;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Loyalty.Tests.Members;
using Loyalty.Tests.Partners;
using Loyalty.Tests.Points;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Loyalty.Tests.Rewards;

/// <summary>Redemptions in a member's app.</summary>
public abstract class RedemptionGraphQLTests(DatabaseProvider provider) : ClubTests(provider)
{
    private const string Selection = "redemption { id status points codes isCancellable moneyDue { amount } }";

    [Fact]
    public async Task A_code_is_shown_to_whom_it_belongs_and_to_nobody_else()
    {
        var app = await GivenAppAsync(300);
        var other = await GivenAppAsync(300);
        var reward = await Club.GivenRewardAsync(FulfilmentMethod.Code);
        await Club.GivenCodesAsync(reward, "FIRST-1");

        var redeemed = await RedeemAsync(app, reward);

        redeemed["errors"]!.AsArray().ShouldBeEmpty(redeemed.ToJsonString());
        redeemed["redemption"]!["status"]!.ToString().ShouldBe("FULFILLED");
        redeemed["redemption"]!["codes"]!.ToJsonString().ShouldBe("""["FIRST-1"]""");
        var id = redeemed["redemption"]!["id"]!.ToString();
        var node =
            "query($id: ID!) { node(id: $id) { ... on Redemption { codes reward { title } transitions { to cause } } } }";
        (await app.AskAsync(node, new { id }))["node"]!
            .ToJsonString()
            .ShouldBe(
                """{"codes":["FIRST-1"],"reward":{"title":"A mug"},"transitions":[{"to":"REQUESTED","cause":"requested"},{"to":"FULFILLED","cause":"points-spent"}]}"""
            );
        (await other.AskAsync(node, new { id }))["node"].ShouldBeNull();
        var refused = await other.MutateAsync(
            "redeemReward",
            "errors { ... on RedemptionRefused { limit } }",
            new { idempotencyKey = MemberAppActions.NewKey(), rewardId = RedemptionActions.Global("Reward", reward) }
        );
        refused["errors"]![0]!["code"]!.ToString().ShouldBe("REWARD_OUT_OF_STOCK");
        refused["errors"]![0]!["limit"]!.ToString().ShouldBe("CODES");
        (await Club.CountAsync(other.Member)).Balance.ShouldBe(300);
        using var staff = Club.Staff();
        (await staff.ReadRedemptionAsync(RedemptionActions.Local(id))).ToJsonString().ShouldNotContain("FIRST-1");
    }

    [Fact]
    public async Task What_was_redeemed_is_listed_page_by_page()
    {
        var app = await GivenAppAsync(1_000);
        var reward = await Club.GivenRewardAsync(FulfilmentMethod.Immediate);
        var ids = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            ids.Add((await RedeemAsync(app, reward))["redemption"]!["id"]!.ToString());
        }

        ids.Reverse();
        var query =
            "query($after: String) { me { redemptions(first: 2, after: $after) { nodes { id } pageInfo { endCursor hasNextPage } } } }";
        var read = new List<string>();
        string? after = null;
        do
        {
            var page = (await app.AskAsync(query, new { after }))["me"]!["redemptions"]!;
            read.AddRange(page["nodes"]!.AsArray().Select(node => node!["id"]!.ToString()));
            after = (bool)page["pageInfo"]!["hasNextPage"]! ? page["pageInfo"]!["endCursor"]!.ToString() : null;
        } while (after is not null);

        read.ShouldBe(ids);
        (await app.AskAsync("{ me { redemptions(statuses: [FAILED]) { nodes { id } } } }"))["me"]!["redemptions"]![
            "nodes"
        ]!
            .AsArray()
            .ShouldBeEmpty();
        var wrong = await app.Http.GraphQLAsync(query, new { after = "x" });
        wrong.ErrorCode().ShouldBe("INVALID_CURSOR");
    }

    [Fact]
    public async Task The_app_hears_how_a_redemption_comes_on()
    {
        var app = await GivenAppAsync(300);
        var reward = await Club.GivenRewardAsync(FulfilmentMethod.Staff);
        using var live = await LiveApp.ConnectAsync(Club, Club.Issuer.Token(app.Subject, "openid member"));
        (await live.NextAsync())!["type"]!.ToString().ShouldBe("connection_ack");
        await live.SubscribeAsync("r", "subscription { redemptionChanged { id status } }");
        var notices = Club.Services.GetRequiredService<ClubNotices>();
        var topic = RedemptionChanges.Topic(app.Member);
        (await WaitFor.Async(() => Task.FromResult(notices.CountListeners(topic)), count => count == 1)).ShouldBe(1);

        var id = (await RedeemAsync(app, reward))["redemption"]!["id"]!.ToString();
        (await NextAsync("ORDERED"))["id"]!.ToString().ShouldBe(id);
        using var staff = Club.Staff();
        await staff.ChangeRedemptionAsync(RedemptionActions.Local(id), "fulfil");
        (await NextAsync("FULFILLED"))["id"]!.ToString().ShouldBe(id);

        // Steps that follow each other at once may be told as the last of them, more than once.
        async Task<JsonNode> NextAsync(string status)
        {
            while (true)
            {
                var message = (await live.NextAsync()).ShouldNotBeNull();
                message["type"]!.ToString().ShouldBe("next", message.ToJsonString());
                var changed = message["payload"]!["data"]!["redemptionChanged"]!;
                if (changed["status"]!.ToString() == status)
                {
                    return changed;
                }
            }
        }
    }

    private Task<JsonNode> RedeemAsync(MemberApp app, RewardId reward) =>
        app.MutateAsync(
            "redeemReward",
            Selection,
            new { idempotencyKey = MemberAppActions.NewKey(), rewardId = RedemptionActions.Global("Reward", reward) }
        );

    private async Task<MemberApp> GivenAppAsync(long points)
    {
        await Club.EnsurePointsAsync();
        var app = await Club.GivenSignedInMemberAsync();
        await Club.TakeAsync(await Club.GivenPartnerAsync(), PointsActions.Grant(app.Member, points));
        return app;
    }

    public sealed class OnSqlite() : RedemptionGraphQLTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : RedemptionGraphQLTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : RedemptionGraphQLTests(DatabaseProvider.SqlServer);
}
