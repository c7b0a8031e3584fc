using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Rewards;
using Loyalty.Tests.Host;
using Loyalty.Tests.Members;
using Loyalty.Tests.Points;
using Loyalty.Tests.Tiers;

namespace Loyalty.Tests.Rewards;

/// <summary>A reward as it was read: its JSON and the tag to change it by.</summary>
internal sealed record ReadReward(JsonNode Json, EntityTagHeaderValue ETag)
{
    public string Path => $"{RewardsActions.Catalogue}/{Json["id"]}";

    public RewardId Id => Identifier.TryParse<RewardId>(Json["id"]!.ToString(), out var id) ? id : default;

    public string GlobalId => Convert.ToBase64String(Encoding.UTF8.GetBytes($"Reward:{Id}")).TrimEnd('=');
}

internal static class RewardsActions
{
    public const string Catalogue = "/api/admin/v1/rewards";

    /// <summary>Goods of the club for 100 points, which staff deliver.</summary>
    public static JsonObject Mug(string? category = null) =>
        new()
        {
            ["kind"] = "goods",
            ["texts"] = new JsonArray(new JsonObject { ["language"] = "en", ["title"] = "A mug" }),
            ["category"] = category ?? MembersActions.Word(),
            ["prices"] = new JsonArray(Price(100)),
            ["fulfilment"] = new JsonObject { ["method"] = "staff" },
        };

    public static JsonObject Price(long points) =>
        new() { ["currency"] = PointsActions.Points.Value, ["points"] = points };

    /// <summary>A voucher whose codes are imported.</summary>
    public static JsonObject Voucher(string? category = null) =>
        Mug(category).With("""{"kind":"voucher","fulfilment":{"method":"code"}}""");

    /// <summary>The same with some members replaced.</summary>
    public static JsonObject With(this JsonObject reward, string members)
    {
        foreach (var (name, value) in JsonNode.Parse(members)!.AsObject())
        {
            reward[name] = value?.DeepClone();
        }

        return reward;
    }

    public static async Task<ReadReward> CreateRewardAsync(this Club club, JsonObject? reward = null)
    {
        await club.EnsurePointsAsync();
        using var staff = club.Staff("manager");
        using var answer = await staff.PostAsJsonAsync(Catalogue, reward ?? Mug());
        return await ReadRewardAsync(answer, HttpStatusCode.Created);
    }

    /// <summary>A reward that members see.</summary>
    public static async Task<ReadReward> GivenRewardAsync(this Club club, JsonObject? reward = null) =>
        await club.StepAsync(await club.CreateRewardAsync(reward), "publish");

    /// <param name="step"><c>publish</c> or <c>retire</c>.</param>
    public static async Task<ReadReward> StepAsync(this Club club, ReadReward reward, string step)
    {
        using var staff = club.Staff("manager");
        using var answer = await staff.SendAsync(HttpMethod.Post, $"{reward.Path}/{step}", reward.ETag);
        return await ReadRewardAsync(answer, HttpStatusCode.OK);
    }

    public static async Task<HttpResponseMessage> SendCodesAsync(
        this Club club,
        ReadReward reward,
        string text,
        string type = "text/plain"
    )
    {
        using var staff = club.Staff("manager");
        using var content = new StringContent(text, Encoding.UTF8, type);
        return await staff.PostAsync($"{reward.Path}/codes", content);
    }

    public static async Task<JsonNode> ImportCodesAsync(this Club club, ReadReward reward, params string[] codes)
    {
        using var answer = await club.SendCodesAsync(reward, string.Join('\n', codes));
        return await answer.ReadAsync(HttpStatusCode.OK);
    }

    /// <summary>Points that a partner gives.</summary>
    public static async Task GivePointsAsync(this Club club, MemberId member, long points)
    {
        var partner = await club.GivenPartnerAsync();
        await club.TakeAsync(partner, PointsActions.Grant(member, points) with { OccurredAt = club.Now() });
    }

    /// <summary>As a redemption counts it.</summary>
    public static Task TakeAsync(this Club club, ReadReward reward, string key, long taken) =>
        club.WithContextAsync(async context =>
        {
            context.RewardCounts.Add(
                new RewardCount
                {
                    RewardId = reward.Id,
                    Key = key,
                    Slot = RewardCount.Limited,
                    Taken = taken,
                }
            );
            return await context.SaveChangesAsync();
        });

    /// <summary>A redemption that stands as it was requested.</summary>
    public static Task ClaimAsync(this Club club, ReadReward reward, MemberId member, DateTimeOffset at) =>
        club.WithContextAsync(async context =>
        {
            context.Redemptions.Add(
                new Redemption
                {
                    Id = RedemptionId.Of(member, MembersActions.Word()),
                    MemberId = member,
                    RewardId = reward.Id,
                    RewardVersion = 1,
                    Method = FulfilmentMethod.Staff,
                    Quantity = 1,
                    Currency = PointsActions.Points,
                    Points = 100,
                    ContentHash = new byte[32],
                    RequestedAt = at,
                    Day = DateOnly.FromDateTime(at.UtcDateTime),
                    MemberPeriodStart = new DateOnly(1970, 1, 1),
                    Deadline = at.AddDays(14),
                    CancellableUntil = at.AddDays(14),
                }
            );
            return await context.SaveChangesAsync();
        });

    public static async Task<ReadReward> ReadRewardAsync(HttpResponseMessage answer, HttpStatusCode expected)
    {
        var json = await answer.ReadAsync(expected);
        return new ReadReward(json, answer.Headers.ETag!);
    }
}
