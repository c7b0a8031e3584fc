using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Loyalty.Domain.Members;
using Loyalty.Tests.Host;
using Loyalty.Tests.Members;
using Loyalty.Tests.Points;

namespace Loyalty.Tests.Households;

/// <summary>Households over the staff's REST.</summary>
internal static class HouseholdActions
{
    public const string HouseholdsPath = "/api/admin/v1/households";

    /// <summary>A member of a household with points.</summary>
    public sealed record Dweller(MemberId Member, int? SharePercent = null, bool MaySpend = false);

    public static Task<HttpResponseMessage> SendHouseholdAsync(
        this HttpClient staff,
        MemberId organiser,
        params Dweller[] others
    ) =>
        staff.PostAsJsonAsync(
            HouseholdsPath,
            new
            {
                name = "Home",
                organiser = organiser.ToString(),
                members = others.Select(other => new
                {
                    member = other.Member.ToString(),
                    sharePercent = other.SharePercent,
                    maySpend = other.MaySpend,
                }),
            }
        );

    /// <returns>the household's address.</returns>
    public static async Task<string> FormHouseholdAsync(
        this HttpClient staff,
        MemberId organiser,
        params Dweller[] others
    ) => $"{HouseholdsPath}/{await staff.SendHouseholdAsync(organiser, others).IdAsync()}";

    public static Task<HttpResponseMessage> SetMemberAsync(this HttpClient staff, string household, Dweller dweller) =>
        staff.PutAsJsonAsync(
            $"{household}/members/{dweller.Member}",
            new { sharePercent = dweller.SharePercent, maySpend = dweller.MaySpend }
        );

    public static Task<HttpResponseMessage> RemoveMemberAsync(
        this HttpClient staff,
        string household,
        MemberId member
    ) => staff.DeleteAsync($"{household}/members/{member}");

    public static Task<HttpResponseMessage> RedeemFromHouseholdAsync(
        this HttpClient staff,
        MemberId member,
        long points,
        string? key = null
    ) =>
        staff.SendAsync(
            $"members/{member}/redemptions",
            new JsonObject
            {
                ["currency"] = PointsActions.Points.Value,
                ["points"] = points,
                ["from"] = "household",
            },
            key
        );

    /// <summary>What the member can spend in the household, and of that the member's own.</summary>
    public static async Task<(long Available, long Own)> PoolAsync(this HttpClient staff, MemberId member)
    {
        var found = await staff.GetJsonAsync($"{MembersActions.MembersPath}/{member}/household");
        var pool = found["pools"]!.AsArray().Single(one => (string?)one!["currency"] == PointsActions.Points.Value)!;
        return ((long)pool["available"]!, (long)pool["own"]!);
    }

    public static async Task<long> BalanceAsync(this Club club, MemberId member) =>
        (await club.CountAsync(member)).Balance;

    public static async Task<long[]> BalancesAsync(this Club club, params MemberId[] members)
    {
        var balances = new List<long>();
        foreach (var member in members)
        {
            balances.Add(await club.BalanceAsync(member));
        }

        return [.. balances];
    }

    public static async Task<HttpStatusCode> StatusAsync(this Task<HttpResponseMessage> answer) =>
        (await answer).StatusCode;
}
