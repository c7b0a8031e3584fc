using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Loyalty.Application.Points;
using Loyalty.Domain.Members;
using Loyalty.Domain.Points;
using Loyalty.Tests.Host;
using Loyalty.Tests.Members;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Loyalty.Tests.Points;

/// <summary>Points spent, reserved, given back and corrected over the staff's REST.</summary>
internal static class SpendingActions
{
    private const string Admin = "/api/admin/v1";

    /// <summary>A member with points, in a club that has the currency.</summary>
    public static async Task<MemberId> GivenMemberWithPointsAsync(this Club club, long points)
    {
        await club.EnsurePointsAsync();
        var partner = await club.GivenPartnerAsync();
        var clock = club.Services.GetRequiredService<TimeProvider>();
        var member = await club.GivenMemberAsync();
        await club.TakeAsync(partner, PointsActions.Grant(member, points) with { OccurredAt = clock.GetUtcNow() });
        return member;
    }

    /// <summary>Creates the currency unless another test has done so.</summary>
    public static async Task EnsurePointsAsync(this Club club)
    {
        using var staff = club.Staff();
        var body = new JsonObject
        {
            ["code"] = PointsActions.Points.Value,
            ["name"] = "Club points",
            ["kind"] = "redeemable",
            ["valuePerPoint"] = new JsonObject { ["amount"] = "1.00", ["currency"] = "CZK" },
        };
        (await staff.PostAsJsonAsync($"{Admin}/point-currencies", body)).Dispose();
    }

    public static Task<HttpResponseMessage> RedeemAsync(
        this HttpClient staff,
        MemberId member,
        long points,
        string? key = null
    ) => staff.SendAsync($"members/{member}/redemptions", Amount(points), key);

    public static Task<HttpResponseMessage> HoldAsync(
        this HttpClient staff,
        MemberId member,
        long points,
        long? seconds = null,
        string? key = null
    )
    {
        var body = Amount(points);
        body["seconds"] = seconds;
        return staff.SendAsync($"members/{member}/holds", body, key);
    }

    public static Task<HttpResponseMessage> EndHoldAsync(
        this HttpClient staff,
        string hold,
        string how,
        long? points = null,
        string? key = null
    ) => staff.SendAsync($"holds/{hold}/{how}", new JsonObject { ["points"] = points }, key);

    public static Task<HttpResponseMessage> GiveBackAsync(
        this HttpClient staff,
        string operation,
        long? points = null,
        string? key = null
    ) => staff.SendAsync($"operations/{operation}/reversals", new JsonObject { ["points"] = points }, key);

    public static Task<HttpResponseMessage> TransferAsync(
        this HttpClient staff,
        MemberId from,
        MemberId to,
        long points,
        string? key = null
    )
    {
        var body = Amount(points);
        body["to"] = to.ToString();
        return staff.SendAsync($"members/{from}/transfers", body, key);
    }

    public static Task<HttpResponseMessage> AdjustAsync(
        this HttpClient staff,
        MemberId member,
        long points,
        string reason = "GOODWILL",
        string? key = null
    )
    {
        var body = Amount(points);
        body["reason"] = reason;
        return staff.SendAsync($"members/{member}/adjustments", body, key);
    }

    public static async Task<HttpResponseMessage> SendAsync(
        this HttpClient staff,
        string path,
        JsonObject body,
        string? key
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{Admin}/{path}")
        {
            Content = JsonContent.Create(body),
        };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return await staff.SendAsync(request);
    }

    public static async Task<string> IdAsync(this Task<HttpResponseMessage> answer) =>
        (await (await answer).ReadAsync(HttpStatusCode.Created))["id"]!.ToString();

    /// <summary>What can be spent, what is reserved and the balance, as the wallet's rows say it now.</summary>
    public static async Task<(long Available, long Held, long Balance)> CountAsync(this Club club, MemberId member)
    {
        var wallet = await club.LoadWalletAsync(member);
        var settings = await club.Services.GetRequiredService<ProgrammeSettings>().CurrentAsync(default);
        var clock = club.Services.GetRequiredService<TimeProvider>();
        var zone = settings.Programme.Zone();
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(clock.GetUtcNow(), zone).DateTime);
        return (wallet.AvailableOn(day), wallet.State.Held, wallet.BalanceOn(day));
    }

    public static async Task<Wallet> LoadWalletAsync(this Club club, MemberId member)
    {
        var state = await club.WalletAsync(member);
        var lots = await club.WithContextAsync(context =>
            context.Lots.AsNoTracking().Where(lot => lot.WalletId == state.WalletId).ToListAsync()
        );
        return Wallet.Load(state, lots);
    }

    private static JsonObject Amount(long points) =>
        new() { ["currency"] = PointsActions.Points.Value, ["points"] = points };
}
