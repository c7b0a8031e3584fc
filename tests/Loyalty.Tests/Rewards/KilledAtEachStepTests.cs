using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Loyalty.Domain.Members;
using Loyalty.Domain.Points;
using Loyalty.Domain.Rewards;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Loyalty.Tests.Households;
using Loyalty.Tests.Members;
using Loyalty.Tests.Partners;
using Loyalty.Tests.Points;
using Loyalty.Tests.Points.Faults;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Shouldly;
using Xunit;

namespace Loyalty.Tests.Rewards;

/// <summary>A process that is killed after each durable step of a redemption in turn, before it hears that the step was taken. On
/// PostgreSQL, whose answers can be counted and kept back; the steps are the same on all databases.</summary>
public sealed class KilledAtEachStepTests()
    : OwnClubTests(DatabaseProvider.PostgreSql, "--Outbound:AllowPrivateAddresses=true")
{
    private const long PointsEach = 100_000;

    /// <summary>Workers take steps of their own beside a redemption's.</summary>
    private const int StepsMax = 40;

    private volatile bool isDown;

    [Theory]
    [InlineData(FulfilmentMethod.Immediate, null, 2)]
    [InlineData(FulfilmentMethod.Code, null, 2)]
    [InlineData(FulfilmentMethod.Staff, "fulfil", 3)]
    [InlineData(FulfilmentMethod.Staff, "cancel", 3)]
    [InlineData(FulfilmentMethod.Staff, "cancel", 3, PointSource.Household)]
    [InlineData(FulfilmentMethod.Partner, null, 3)]
    [InlineData(FulfilmentMethod.Partner, null, 3, PointSource.Household)]
    public async Task A_node_killed_after_any_step_loses_and_doubles_nothing(
        FulfilmentMethod method,
        string? then,
        int stepsMin,
        PointSource from = PointSource.Own
    )
    {
        await using var telecom = await ScriptedTelecom.WillingAsync(Club);
        var reward = telecom.Reward;
        if (method != FulfilmentMethod.Partner)
        {
            reward = await Club.GivenRewardAsync(method);
            await Club.GivenCodesAsync(reward, [.. Enumerable.Range(0, StepsMax + 1).Select(i => $"C{i}")]);
        }

        var member = await Club.GivenMemberWithPointsAsync(PointsEach);
        using var staff = Club.Staff();
        await staff.FormHouseholdAsync(member);
        var address = new NpgsqlConnectionStringBuilder(Club.Database.ConnectionString);
        await using var tap = new PostgreSqlTap(new IPEndPoint(IPAddress.Loopback, address.Port));
        address.Port = tap.Port;
        address.SslMode = SslMode.Disable;
        address.GssEncryptionMode = GssEncryptionMode.Disable;
        using var node = await ApiNode.StartAsync(
            Club.Database,
            limits: "",
            [
                $"--Database:ConnectionString={address}",
                $"--Authentication:Authority={Club.Issuer.Url}",
                "--Fulfilment:LeaseSeconds=1",
                .. ScriptedTelecom.Settings,
            ]
        );
        var strikes = 0;
        while (true)
        {
            tap.StrikeAt(
                strikes + 1,
                () =>
                {
                    node.Kill();
                    isDown = true;
                }
            );
            var wish = new JsonObject
            {
                ["rewardId"] = reward.ToString(),
                ["pointsFrom"] = JsonNamingPolicy.CamelCase.ConvertName(from.ToString()),
            };
            if (method == FulfilmentMethod.Partner)
            {
                wish["delivery"] = new JsonObject { ["phoneNumber"] = "+420601601601" };
            }

            await RedeemAsync(node, member, wish, then);
            await Club.WhenSettledAsync();
            if (!tap.Disarm())
            {
                break;
            }

            (++strikes).ShouldBeLessThan(StepsMax);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{strikes} strikes");
        strikes.ShouldBeGreaterThanOrEqualTo(stepsMin);
        var rows = await Club.ShouldAgreeAsync([member], PointsEach, [reward]);
        rows.Count.ShouldBe(strikes + 1);
        var end = then == "cancel" ? RedemptionStatus.Cancelled : RedemptionStatus.Fulfilled;
        rows.ShouldAllBe(row => row.Status == end);
    }

    /// <summary>One redemption, asked for again under its key until it is answered.</summary>
    private async Task RedeemAsync(ApiNode node, MemberId member, JsonObject wish, string? then)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Bearer",
            Club.Issuer.Token("staff-administrator", "admin", "administrator")
        );
        var redeemed = await SendAsync(http, node, $"members/{member}/reward-redemptions", wish);
        var id = redeemed["id"]!.ToString();
        if (then is not null)
        {
            // The points are still being reserved, by whoever came after the killed.
            await WhenAsync(node, id, row => row.Status >= RedemptionStatus.Ordered);
            await SendAsync(http, node, $"redemptions/{id}/{then}", []);
        }

        await WhenAsync(
            node,
            id,
            row => row.Settlement == RedemptionSettlement.None && row.Status >= RedemptionStatus.Fulfilled
        );
    }

    /// <summary>What workers do is waited for, and their node is started again where it was killed.</summary>
    private async Task WhenAsync(ApiNode node, string id, Func<Redemption, bool> wanted)
    {
        Domain.Identifier.TryParse<RedemptionId>(id, out var redemption).ShouldBeTrue(id);
        var found = await WaitFor.Async(
            async () =>
            {
                await RestartIfDownAsync(node);
                return await Club.WithContextAsync(context =>
                    context.Redemptions.AsNoTracking().SingleAsync(row => row.Id == redemption)
                );
            },
            wanted
        );
        wanted(found).ShouldBeTrue($"{found.Status}, {found.Settlement}");
    }

    private async Task RestartIfDownAsync(ApiNode node)
    {
        if (isDown)
        {
            isDown = false;
            await node.RestartAsync();
        }
    }

    private async Task<JsonNode> SendAsync(HttpClient http, ApiNode node, string path, JsonObject body)
    {
        var key = MemberAppActions.NewKey();
        using var again = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (true)
        {
            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, $"{node.Url}api/admin/v1/{path}")
                {
                    Content = JsonContent.Create(body),
                };
                request.Headers.Add("Idempotency-Key", key);
                using var answer = await http.SendAsync(request, limit.Token);
                if (answer.StatusCode == HttpStatusCode.TooManyRequests)
                {
                    await again.WaitForNextTickAsync(limit.Token);
                    continue;
                }

                return await answer.ReadAsync(answer.IsSuccessStatusCode ? answer.StatusCode : HttpStatusCode.OK);
            }
            catch (HttpRequestException)
            {
                await RestartIfDownAsync(node);
            }
        }
    }
}
