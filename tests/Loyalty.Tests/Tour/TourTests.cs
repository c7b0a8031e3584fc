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
using Loyalty.Tests.Partners;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Loyalty.Tests.Tour;

/// <summary>The five-minute tour of the README, step by step, with the numbers that it prints.</summary>
public abstract partial class TourTests(DatabaseProvider provider) : IAsyncLifetime
{
    private const string Heard = "The consumer has heard of it, and the signature is right:";

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
        await StaffSendAMagazineAndCallAMemberAsync();

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

        var url = Host.Url.GetLeftPart(UriPartial.Authority);
        string[] with = ["env", $"LOYALTY_URL={url}", $"TOKEN={token}"];
        var reward = ticket.GetProperty("id").GetString()!;
        ShouldBeShown(await Programs.RunAsync([.. with, "docs/examples/redeem.sh", reward], Repository.Root));
        ShouldBeShown(await Programs.RunAsync([.. with, "docs/examples/redeem.sh", reward], Repository.Root));
        await TheTelecomDeliversAsync(http, with, AirtimeIn(answer));
        (await Programs.RunAsync([.. with, "docs/examples/statement.sh"], Repository.Root)).ShouldContain(
            $"\"issued\":{{\"points\":{ReadmePage.Number("POINTS")},\"money\":{{\"amount\":\"297.75\""
        );
    }

    private static string AirtimeIn(JsonElement catalogue) =>
        catalogue
            .GetProperty("data")
            .GetProperty("rewards")
            .GetProperty("nodes")
            .EnumerateArray()
            .Single(one => one.GetProperty("title").GetString() == "Airtime")
            .GetProperty("id")
            .GetString()!;

    private static async Task TheTelecomDeliversAsync(HttpClient http, string[] with, string airtime)
    {
        var fields = ReadmePage
            .Blocks("sh")
            .SelectMany(block => FieldsOfOrder().Matches(block))
            .Select(match => match.Value)
            .ToArray();
        string[] redeem = [.. with, "docs/examples/redeem.sh", airtime];
        var stuck = await Programs.RunAsync([.. redeem, "tour-2", fields[0]], Repository.Root);
        ShouldBeShown(stuck);
        var id = IdIn().Match(stuck).Groups["id"].Value;
        ShouldBeShown(await Programs.RunAsync([.. with, "docs/examples/cancel.sh", id], Repository.Root));
        ShouldBeShown(await Programs.RunAsync([.. redeem, "tour-3", fields[1]], Repository.Root));

        var query = Uri.EscapeDataString(Repository.Read("docs/examples/redemptions.graphql"));
        var shown = ReadmePage
            .Text.Split('\n')
            .Single(line => line.StartsWith("{\"data\":{\"me\"", StringComparison.Ordinal));
        var last = await WaitFor.Async(() => http.GetStringAsync($"/graphql?query={query}"), answer => answer == shown);
        last.ShouldBe(shown);
    }

    /// <summary>As the README prints it; which of the codes and ids it is, is chance.</summary>
    private static void ShouldBeShown(string answer)
    {
        var shown = IdIn().Replace(CodeIn().Replace(answer.Trim(), "CINEMA-0001"), "\"id\":\"UmVk…\"");
        ReadmePage.Text.ShouldContain(shown);
    }

    [GeneratedRegex("CINEMA-[0-9]{4}", RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex CodeIn();

    [GeneratedRegex("\"id\":\"(?<id>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex IdIn();

    [GeneratedRegex("(?<=')\"amount\"[^']*(?=')", RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex FieldsOfOrder();

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

    private async Task StaffSendAMagazineAndCallAMemberAsync()
    {
        const string script = "docs/examples/magazine-and-care.sh";
        var shown = ReadmePage.Block("", "A member who has agreed").TrimEnd().Split('\n');
        var url = Host.Url.GetLeftPart(UriPartial.Authority);

        var printed = await Programs.RunAsync(
            ["env", $"LOYALTY_URL={url}", $"LOYALTY_EVENTS_PORT={FreePort.Find()}", script],
            Repository.Root
        );

        // Without npm, or without a way to its registry, nobody listens.
        if (!printed.Contains(Heard, StringComparison.Ordinal))
        {
            shown = [.. shown.Where(line => line != Heard && !line.StartsWith("loyalty.", StringComparison.Ordinal))];
        }

        // CSV ends its lines as RFC 4180 wants it.
        var lines = printed.TrimEnd().ReplaceLineEndings("\n").Split('\n').Select(WithoutChance).ToArray();
        lines.Length.ShouldBe(shown.Length, printed);
        for (var i = 0; i < lines.Length; i++)
        {
            var parts = WithoutChance(shown[i]).Split('…').Select(Regex.Escape);
            lines[i].ShouldMatch($"^{string.Join(".*", parts)}$");
        }

        // The bank's members are looked at too; how many there are is the import's affair.
        static string WithoutChance(string line) =>
            LookedIn().Replace(AnyIdIn().Replace(DayIn().Replace(line, "DAY"), "ID"), "LOOKED");
    }

    [GeneratedRegex("\"looked\":[0-9]+", RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex LookedIn();

    [GeneratedRegex("[a-z]{3}_[0-9a-z]{26}", RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex AnyIdIn();

    [GeneratedRegex("[0-9]{4}-[0-9]{2}-[0-9]{2}", RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex DayIn();

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
