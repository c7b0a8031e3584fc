using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Loyalty.Domain.Members;
using Loyalty.Domain.Rewards;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Loyalty.Tests.Members;
using Loyalty.Tests.Partners;
using Loyalty.Tests.Points;
using Loyalty.Tests.Points.Faults;
using Shouldly;
using Xunit;

namespace Loyalty.Tests.Rewards;

/// <summary>A process that is killed in the middle of redemptions, again and again: whatever it had in hand comes to its end, and points,
/// stock and codes are where the redemptions say.</summary>
public abstract class KilledRedemptionTests(DatabaseProvider provider)
    : OwnClubTests(provider, "--Outbound:AllowPrivateAddresses=true")
{
    private const int Kills = 3;
    private const int Workers = 4;
    private const long PointsEach = 1_000_000;

    [Fact]
    public async Task A_node_killed_in_the_middle_of_redemptions_loses_and_doubles_nothing()
    {
        await using var telecom = await ScriptedTelecom.WillingAsync(Club);
        var members = new List<MemberId>();
        for (var i = 0; i < Workers; i++)
        {
            members.Add(await Club.GivenMemberWithPointsAsync(PointsEach));
        }

        var codes = await Club.GivenRewardAsync(FulfilmentMethod.Code);
        await Club.GivenCodesAsync(codes, [.. Enumerable.Range(0, 3_000).Select(i => $"C{i}")]);
        RewardId[] rewards =
        [
            codes,
            await Club.GivenRewardAsync(FulfilmentMethod.Immediate),
            await Club.GivenRewardAsync(FulfilmentMethod.Staff),
            telecom.Reward,
        ];
        using var node = await ApiNode.StartAsync(
            Club.Database,
            limits: "",
            [
                $"--Authentication:Authority={Club.Issuer.Url}",
                "--Fulfilment:LeaseSeconds=3",
                .. ScriptedTelecom.Settings,
            ]
        );
        var done = new ConcurrentDictionary<string, string>();
        using var stop = new CancellationTokenSource();
        var working = members.Select(member => WorkAsync(node, member, rewards, done, stop.Token)).ToArray();
        for (var i = 0; i < Kills; i++)
        {
            var wanted = done.Count + 5 + i * 4;
            (
                await WaitFor.Async(() => Task.FromResult(done.Count), count => count >= wanted)
            ).ShouldBeGreaterThanOrEqualTo(wanted);
            node.Kill();
            await node.RestartAsync();
        }

        await stop.CancelAsync();
        await Task.WhenAll(working);

        await Club.WhenSettledAsync();
        var rows = await Club.ShouldAgreeAsync(members, PointsEach, rewards);
        done.Keys.Except(rows.Select(row => row.Id.ToString())).ShouldBeEmpty();
        rows.ShouldAllBe(row => row.Status == RedemptionStatus.Fulfilled || row.Status == RedemptionStatus.Ordered);
    }

    /// <summary>Redeems one after the other; what was not answered is asked again under its key.</summary>
    private async Task WorkAsync(
        ApiNode node,
        MemberId member,
        RewardId[] rewards,
        ConcurrentDictionary<string, string> done,
        CancellationToken stop
    )
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(10) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Bearer",
            Club.Issuer.Token("staff-administrator", "admin", "administrator")
        );
        using var again = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        for (var i = 0; ; i++)
        {
            var body = new JsonObject { ["rewardId"] = rewards[i % rewards.Length].ToString() };
            if (i % rewards.Length == rewards.Length - 1)
            {
                body["delivery"] = new JsonObject { ["phoneNumber"] = "+420601601601" };
            }

            var key = MemberAppActions.NewKey();
            while (true)
            {
                if (stop.IsCancellationRequested)
                {
                    return;
                }

                try
                {
                    using var request = new HttpRequestMessage(
                        HttpMethod.Post,
                        $"{node.Url}api/admin/v1/members/{member}/reward-redemptions"
                    )
                    {
                        Content = JsonContent.Create(body),
                    };
                    request.Headers.Add("Idempotency-Key", key);
                    using var answer = await http.SendAsync(request, CancellationToken.None);
                    if (answer.StatusCode == HttpStatusCode.Created)
                    {
                        var redeemed = JsonNode.Parse(await answer.Content.ReadAsStringAsync(CancellationToken.None))!;
                        done[redeemed["id"]!.ToString()] = redeemed["status"]!.ToString();
                        break;
                    }
                }
                catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
                {
                    await again.WaitForNextTickAsync(CancellationToken.None);
                }
            }
        }
    }

    public sealed class OnSqlite() : KilledRedemptionTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : KilledRedemptionTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : KilledRedemptionTests(DatabaseProvider.SqlServer);
}
