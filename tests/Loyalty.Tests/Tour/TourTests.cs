using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Loyalty.Api.CommandLine;
using Loyalty.Api.Import;
using Loyalty.Api.Seeding;
using Loyalty.Application.Points;
using Loyalty.Testing;
using Loyalty.Tests.House;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Loyalty.Tests.Tour;

/// <summary>The five-minute tour of the README, step by step, with the numbers that it prints.</summary>
public abstract class TourTests(DatabaseProvider provider) : IAsyncLifetime
{
    private static readonly string Sample = Path.Combine(Repository.Root, "tests/data/bank-sample.csv");

    private TourHost? host;

    private TourHost Host => host ?? throw new InvalidOperationException("The host is there only while a test runs.");

    public async ValueTask InitializeAsync() => host = await TourHost.StartAsync(provider);

    public async ValueTask DisposeAsync()
    {
        if (host is not null)
        {
            await host.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task The_tour_shows_what_the_README_says()
    {
        var first = await ImportAsync(enrol: true);
        first.Read.ShouldBe(ReadmePage.Number("Transactions in the file"));
        first.Covered.ShouldBe(ReadmePage.Number("Covered by the contract"));
        first.Enrolled.ShouldBe(ReadmePage.Number("Members enrolled"));
        first.Posted.ShouldBe(ReadmePage.Number("Posted"));
        first.Points["POINTS"].ShouldBe(ReadmePage.Number("POINTS"));
        (first.Duplicates, first.Quarantined, first.Rejected).ShouldBe((0, 0, 0));

        await TheMemberSeesThePointsAsync();
        await TheMemberSpendsSomeAsync();
        await StaffCreateAPartnerAsync();

        var second = await ImportAsync(enrol: false);
        (second.Posted, second.Duplicates).ShouldBe((0, first.Posted));

        var report = await Host.Services.GetRequiredService<VerifyLedger>().ExecuteAsync();
        report.Faults.ShouldBeEmpty();
        report.Wallets.ShouldBe(first.Enrolled + 1);
        report
            .Currencies.ShouldHaveSingleItem()
            .Balance.ShouldBe(first.Points["POINTS"] - ReadmePage.Number("redemptions:"));
    }

    [Fact]
    public async Task The_import_command_ends_with_0_also_the_second_time()
    {
        string[] command =
        [
            "import",
            "bank-transactions",
            Sample,
            "--partner",
            DemoClub.Bank,
            "--enrol",
            "--json",
            "--endpoint",
            Host.Url.ToString(),
        ];

        (await LoyaltyCommand.RunAsync(command)).ShouldBe(0);
        (await LoyaltyCommand.RunAsync(command)).ShouldBe(0);
        (await LoyaltyCommand.RunAsync([.. command[..^1], "ftp://nowhere"])).ShouldBe(1);
    }

    [Fact]
    public async Task The_script_signs_in_with_curl()
    {
        foreach (var program in (string[])["bash", "curl", "openssl"])
        {
            Missing.SkipBecauseOf(Programs.Find(program) is null ? $"{program} is not on this machine" : null);
        }

        var url = Host.Url.GetLeftPart(UriPartial.Authority);
        string[] right = ["env", $"LOYALTY_URL={url}", "docs/examples/sign-in.sh"];

        await Programs.RunAsync(right, Repository.Root);
        await Should.ThrowAsync<ServerStartException>(() =>
            Programs.RunAsync([.. right, DemoClub.MemberEmail, "not the password"], Repository.Root)
        );
    }

    private async Task TheMemberSeesThePointsAsync()
    {
        using var http = WithToken(await MemberTokenAsync());
        var query = Uri.EscapeDataString(Repository.Read("docs/examples/wallets.graphql"));

        var answer = await http.GetFromJsonAsync<JsonElement>($"/graphql?query={query}");

        answer.TryGetProperty("errors", out _).ShouldBeFalse(answer.ToString());
        var wallet = answer.GetProperty("data").GetProperty("me").GetProperty("wallets")[0];
        wallet.GetProperty("balance").GetInt64().ShouldBe(ReadmePage.Number("\"balance\":"));
        var latest = wallet.GetProperty("entries").GetProperty("nodes")[0];
        latest.GetProperty("points").GetInt64().ShouldBe(ReadmePage.Number("\"points\":"));
        var explanation = latest.GetProperty("explanation").GetProperty("summary").GetString()!;
        ReadmePage.Text.ShouldContain(explanation[..explanation.IndexOf(" Rule ", StringComparison.Ordinal)]);
    }

    private async Task TheMemberSpendsSomeAsync()
    {
        foreach (var program in (string[])["bash", "curl"])
        {
            Missing.SkipBecauseOf(Programs.Find(program) is null ? $"{program} is not on this machine" : null);
        }

        var token = await MemberTokenAsync();
        using var http = WithToken(token);
        var query = Uri.EscapeDataString(Repository.Read("docs/examples/rewards.graphql"));
        var answer = await http.GetFromJsonAsync<JsonElement>($"/graphql?query={query}");
        answer.TryGetProperty("errors", out _).ShouldBeFalse(answer.ToString());
        var ticket = answer.GetProperty("data").GetProperty("rewards").GetProperty("nodes")[0];
        ticket.GetProperty("title").GetString().ShouldBe("Cinema ticket");
        ReadmePage.Text.ShouldContain(
            $"\"points\": {ticket.GetProperty("myCost").GetProperty("points")}, \"currency\""
        );

        string[] redeem =
        [
            "env",
            $"LOYALTY_URL={Host.Url.GetLeftPart(UriPartial.Authority)}",
            $"TOKEN={token}",
            "docs/examples/redeem.sh",
            ticket.GetProperty("id").GetString()!,
        ];
        await Programs.RunAsync(redeem, Repository.Root);

        using var again = await http.PostAsJsonAsync(
            "/graphql",
            new
            {
                query = Repository.Read("docs/examples/redeem.graphql"),
                variables = new
                {
                    input = new { idempotencyKey = "tour-1", rewardId = ticket.GetProperty("id").GetString() },
                },
            }
        );
        var redeemed = await again.Content.ReadFromJsonAsync<JsonElement>();
        // Which of the codes it is, is chance.
        var shown = Regex.Replace(
            redeemed.ToString(),
            "CINEMA-[0-9]{4}",
            "CINEMA-0001",
            default,
            TimeSpan.FromSeconds(5)
        );
        ReadmePage.Text.ShouldContain(shown);
    }

    private Task<string> MemberTokenAsync() =>
        SignInByForm.TokenAsync(
            Host.Url,
            DemoClub.AppClient,
            DemoClub.AppRedirectUri,
            "openid member",
            DemoClub.MemberEmail,
            DemoClub.Password
        );

    private async Task StaffCreateAPartnerAsync()
    {
        var token = await SignInByForm.TokenAsync(
            Host.Url,
            BaseSeed.SwaggerClient,
            new Uri(Host.Url, "/swagger/oauth2-redirect.html").ToString(),
            "admin",
            DemoClub.StaffEmail,
            DemoClub.Password
        );
        using var http = WithToken(token);
        using var body = new StringContent(ReadmePage.Block("json", "harbour-fuel"));
        body.Headers.ContentType = new MediaTypeHeaderValue("application/json");

        using var created = await http.PostAsync("/api/admin/v1/partners", body);

        created.StatusCode.ShouldBe(HttpStatusCode.Created);
        using var found = await http.GetAsync("/api/admin/v1/partners/harbour-fuel");
        found.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private Task<ImportSummary> ImportAsync(bool enrol) =>
        new ImportBankTransactions(TimeProvider.System).ExecuteAsync(
            new ImportRequest(
                Sample,
                DemoClub.Bank,
                Host.Url,
                DemoClub.BankSecret,
                enrol,
                DemoClub.ServiceClient,
                DemoClub.ServiceSecret
            ),
            (_, _, _) => { },
            CancellationToken.None
        );

    private HttpClient WithToken(string token)
    {
        var http = new HttpClient { BaseAddress = Host.Url };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return http;
    }

    public sealed class OnSqlite() : TourTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : TourTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : TourTests(DatabaseProvider.SqlServer);
}
