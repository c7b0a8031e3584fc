using System.Globalization;
using System.Text.Json.Nodes;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;
using Loyalty.Tests.Earning;
using Loyalty.Tests.Host;
using Microsoft.EntityFrameworkCore;
using Shouldly;

namespace Loyalty.Tests.Points;

/// <summary>The books as staff read them.</summary>
internal static class AccountsActions
{
    public const string Path = "/api/admin/v1/accounting";

    public static async Task<JsonNode> AccountingAsync(this Club club, string path, string role = "auditor")
    {
        using var staff = club.Staff(role);
        var answer = await staff.GetAsync($"{Path}/{path}");
        answer.IsSuccessStatusCode.ShouldBeTrue($"{path}: {answer.StatusCode}");
        return await answer.ReadJsonAsync();
    }

    public static async Task<HttpResponseMessage> CloseAsync(this Club club, string period, string role = "manager")
    {
        using var staff = club.Staff(role);
        return await staff.PostAsync($"{Path}/periods/{period}/close", content: null);
    }

    /// <summary>The account of a funder in a period's figures.</summary>
    public static JsonNode Account(this JsonNode period, string funder) =>
        period["accounts"]!.AsArray().Single(account => (string)account!["funder"]! == funder)!;

    public static long Points(this JsonNode account, string movement) =>
        (long)account["points"]!["movements"]![movement]!;

    public static decimal Money(this JsonNode account, string movement) =>
        Number(account["money"]!["movements"]![movement]!);

    /// <summary>Pain 35, of every account.</summary>
    public static void ShouldAgree(this JsonNode period)
    {
        foreach (var account in period["accounts"]!.AsArray())
        {
            var points = account!["points"]!;
            (
                (long)points["opening"]! + points["movements"]!.AsObject().Sum(movement => (long)movement.Value!)
            ).ShouldBe((long)points["closing"]!);
            if (account["money"] is { } money)
            {
                (
                    Number(money["opening"]!)
                    + money["movements"]!.AsObject().Sum(movement => Number(movement.Value!))
                    + Number(money["revaluation"]!)
                ).ShouldBe(Number(money["closing"]!));
            }
        }
    }

    public static decimal Number(JsonNode text) => decimal.Parse((string)text!, CultureInfo.InvariantCulture);

    /// <summary>What a point costs, by default and to a partner.</summary>
    public static Task GivenCostAsync(this Club club, string? common, Partner? partner = null, string? own = null) =>
        club.WithContextAsync(async context =>
        {
            var currency = await context.PointCurrencies.AsTracking().SingleAsync();
            currency.CostPerPoint = common is null ? null : Czk(common);
            if (partner is not null)
            {
                var row = await context.Partners.AsTracking().SingleAsync(row => row.Id == partner.Id);
                row.Contract = row.Contract with
                {
                    CostsPerPoint = own is null ? [] : [new PointCost(PointsActions.Points, Czk(own))],
                };
            }

            return await context.SaveChangesAsync();
        });

    public static Task EarnAsync(this Club club, Partner partner, MemberId member, long points) =>
        club.TakeAsync(partner, PointsActions.Grant(member, points) with { OccurredAt = club.Now() });

    private static Money Czk(string amount) =>
        new(decimal.Parse(amount, CultureInfo.InvariantCulture), MoneyCurrency.Parse("CZK"));
}
