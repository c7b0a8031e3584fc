using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Loyalty.Application.Rewards;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Rewards;
using Loyalty.Tests.Host;
using Loyalty.Tests.Members;
using Loyalty.Tests.Partners;
using Loyalty.Tests.Points;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;

namespace Loyalty.Tests.Rewards;

/// <summary>Redemptions, and rewards made without the catalogue's REST, said in one line.</summary>
internal static class RedemptionActions
{
    private const string Admin = "/api/admin/v1";

    /// <summary>A published reward that costs 100 points.</summary>
    public static async Task<RewardId> GivenRewardAsync(
        this Club club,
        FulfilmentMethod method,
        Func<RewardDefinition, RewardDefinition>? adapt = null
    )
    {
        await club.EnsurePointsAsync();
        var now = club.Services.GetRequiredService<TimeProvider>().Instant();
        var definition = new RewardDefinition
        {
            Kind = RewardKind.Goods,
            Texts = [new RewardText("en", "A mug", null, null)],
            Category = "things",
            Prices = [new RewardPrice(PointsActions.Points, 100, null, [])],
            Fulfilment = new RewardFulfilment { Method = method },
        };
        var reward = new Reward { Id = Identifier.New<RewardId>(now), CreatedAt = now };
        reward.Change(adapt is null ? definition : adapt(definition)).ShouldBeNull();
        reward.Publish(now).ShouldBeNull();
        await club.WithContextAsync(context =>
        {
            context.Rewards.Add(reward);
            return context.SaveChangesAsync();
        });
        return reward.Id;
    }

    public static Task GivenCodesAsync(this Club club, RewardId reward, params IReadOnlyList<string> codes)
    {
        var protector = club.Services.GetRequiredService<RewardCodeProtector>();
        var now = TimeProvider.System.Instant();
        return club.WithContextAsync(context =>
        {
            foreach (var code in codes)
            {
                var id = Identifier.New<RewardCodeId>(now);
                context.RewardCodes.Add(
                    new RewardCode
                    {
                        Id = id,
                        RewardId = reward,
                        EncryptedCode = protector.Protect(reward, id, code),
                        Fingerprint = RandomNumberGenerator.GetBytes(32),
                        ImportedAt = now,
                    }
                );
            }

            return context.SaveChangesAsync();
        });
    }

    /// <summary>As GraphQL names it.</summary>
    public static string Global(string type, object id) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes($"{type}:{id}")).TrimEnd('=');

    /// <summary>As REST names what GraphQL names so.</summary>
    public static string Local(string global) =>
        Encoding.UTF8.GetString(Convert.FromBase64String(global.PadRight((global.Length + 3) / 4 * 4, '='))).Split(':')[
            1
        ];

    public static Task<HttpResponseMessage> RedeemRewardAsync(
        this HttpClient staff,
        MemberId member,
        RewardId reward,
        string? key = null,
        JsonObject? more = null
    )
    {
        var body = more ?? [];
        body["rewardId"] = reward.ToString();
        return staff.SendAsync($"members/{member}/reward-redemptions", body, key);
    }

    public static Task<HttpResponseMessage> ChangeRedemptionAsync(
        this HttpClient staff,
        string redemption,
        string how,
        JsonObject? body = null
    ) => staff.PostAsJsonAsync($"{Admin}/redemptions/{redemption}/{how}", body ?? []);

    public static async Task<JsonNode> ReadRedemptionAsync(this HttpClient staff, string redemption) =>
        await (await staff.GetAsync($"{Admin}/redemptions/{redemption}")).ReadAsync(HttpStatusCode.OK);

    /// <summary>The redemption, once it stands so and its points are where they belong.</summary>
    public static async Task<JsonNode> WhenAsync(this HttpClient staff, string redemption, string status)
    {
        var found = await WaitFor.Async(
            async () => (await staff.ReadRedemptionAsync(redemption))["redemption"]!,
            view => view["status"]!.ToString() == status && (bool)view["isSettled"]!
        );
        found["status"]!.ToString().ShouldBe(status, found.ToJsonString());
        ((bool)found["isSettled"]!).ShouldBeTrue(found.ToJsonString());
        return found;
    }

    public static Task<long> TakenAsync(this Club club, RewardId reward) =>
        club.WithContextAsync(context =>
            context
                .RewardCounts.Where(count => count.RewardId == reward && count.Key == RewardCount.Total)
                .SumAsync(count => count.Taken)
        );

    public static Task<List<string>> StepsAsync(this Club club, string redemption)
    {
        Identifier.TryParse<RedemptionId>(redemption, out var id).ShouldBeTrue();
        return club.WithContextAsync(context =>
            context
                .RedemptionTransitions.Where(step => step.RedemptionId == id)
                .OrderBy(step => step.Number)
                .Select(step => step.To.ToString())
                .ToListAsync()
        );
    }
}
