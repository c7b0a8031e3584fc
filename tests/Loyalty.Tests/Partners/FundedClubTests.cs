using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Loyalty.Domain.Members;
using Loyalty.Domain.Partners;
using Loyalty.Testing;
using Loyalty.Tests.Earning;
using Loyalty.Tests.Host;
using Loyalty.Tests.Points;
using Microsoft.EntityFrameworkCore;
using static Loyalty.Tests.Points.PointsActions;

namespace Loyalty.Tests.Partners;

/// <summary>A bank whose contract says who pays for its points, in a club of its own whose clock the test turns.</summary>
public abstract class FundedClubTests(DatabaseProvider provider) : OwnClubTests(provider)
{
    private protected TestClock Clock { get; } = new(new DateTimeOffset(2026, 10, 3, 9, 0, 0, TimeSpan.Zero));

    private protected Partner Bank { get; private set; } = null!;

    private protected MemberId Anna { get; private set; }

    protected override TimeProvider HostClock => Clock;

    protected override async Task PrepareAsync()
    {
        await Club.GivenProgrammeAsync(Domain.ReturnPolicy.WithArrears, "Asia/Shanghai");
        await Club.GivenCurrencyAsync(expiryMonths: 24);
        Bank = await Club.GivenPartnerAsync();
        Anna = await Club.GivenMemberAsync();
        await Club.GivenCostAsync("0.10", Bank, "0.25");
        using var staff = Club.Staff();
        var bound = await staff.PostAsJsonAsync(
            $"/api/admin/v1/partners/{Bank.Slug}/clients",
            new { clientId = $"client-{Bank.Slug}" }
        );
        bound.EnsureSuccessStatusCode();
    }

    private protected async Task<HttpResponseMessage> AgreeAsync(object funding)
    {
        using var staff = Club.Staff("manager");
        var path = $"/api/admin/v1/partners/{Bank.Slug}";
        using var read = await staff.GetAsync(path);
        var body = (JsonObject)await read.ReadJsonAsync();
        body["contract"]!["funding"] = JsonSerializer.SerializeToNode(funding);
        using var request = new HttpRequestMessage(HttpMethod.Put, path)
        {
            Content = JsonContent.Create(
                new JsonObject { ["name"] = (string)body["name"]!, ["contract"] = body["contract"]!.DeepClone() }
            ),
        };
        request.Headers.TryAddWithoutValidation("If-Match", read.Headers.ETag!.ToString());
        var answer = await staff.SendAsync(request);
        Bank = await Club.WithContextAsync(context =>
            context.Partners.AsNoTracking().SingleAsync(row => row.Id == Bank.Id)
        );
        return answer;
    }

    private protected async Task<HttpResponseMessage> BuyAsync(long points, string currency = "POINTS")
    {
        using var staff = Club.Staff("manager");
        return await staff.PostAsJsonAsync(
            $"/api/admin/v1/partners/{Bank.Slug}/prepaid/blocks",
            new
            {
                pointCurrency = currency,
                points,
                reference = "INV-1",
            }
        );
    }

    private protected async Task<(long Left, string State)> StateAsync()
    {
        using var system = Club.System($"client-{Bank.Slug}");
        var one = (await system.OkAsync("prepaid"))["currencies"]!.AsArray().Single()!;
        return ((long)one["left"]!, (string)one["state"]!);
    }
}
