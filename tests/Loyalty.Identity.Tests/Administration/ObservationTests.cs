using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Loyalty.Identity.Storage;
using Loyalty.Identity.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Shouldly;
using Xunit;

namespace Loyalty.Identity.Tests.Administration;

public sealed class ObservationTests
{
    [Fact]
    public async Task No_log_line_holds_a_secret_or_names_a_person()
    {
        await using var host = await IssuerHost.StartAsync(DatabaseProvider.Sqlite);
        using var browser = new Browser(host);
        var page = await browser.OpenAsync(Flows.AuthorizeAddress(("login_hint", "member@example.com")));
        await browser.SignInAsync(page, "member@example.com", "a wrong password");
        var answer = await browser.SignInAsync(page, "member@example.com", IssuerHost.Password);
        var code = answer.Parameter("code")!;
        var tokens = await host.RedeemAsync(code);
        await host.RefreshAsync(tokens.RefreshToken!);
        await host.RefreshAsync(tokens.RefreshToken!);
        using var userInfo = await host.UserInfoAsync(tokens.AccessToken);
        await host.PostAsync(
            "/connect/token",
            Flows.Basic("service", IssuerHost.ServiceSecret),
            ("grant_type", "client_credentials")
        );

        // The framework's own request lines hold addresses; what the host does about those is its affair.
        var lines = host
            .Logs.Lines.Where(l =>
                l.Level >= LogLevel.Information
                && !l.Category.StartsWith("Microsoft.AspNetCore.Hosting", StringComparison.Ordinal)
            )
            .ToList();
        lines.ShouldNotBeEmpty();
        string[] secrets =
        [
            "member@example.com",
            "MEMBER@EXAMPLE.COM",
            "Mia",
            "a wrong password",
            IssuerHost.Password,
            IssuerHost.ServiceSecret,
            code,
            tokens.RefreshToken!,
            tokens.AccessToken,
            Flows.Verifier,
        ];
        foreach (var secret in secrets)
        {
            lines.ShouldAllBe(l => !l.Text.Contains(secret, StringComparison.Ordinal), secret);
        }
    }

    [Fact]
    public async Task Sign_ins_tokens_and_refusals_are_counted()
    {
        await using var host = await IssuerHost.StartAsync(DatabaseProvider.Sqlite);
        var factory = host.Services.GetRequiredService<IMeterFactory>();
        var counts = new ConcurrentDictionary<string, long>(StringComparer.Ordinal);
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Meter.Name == "Loyalty.Identity" && ReferenceEquals(instrument.Meter.Scope, factory))
            {
                l.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>(
            (instrument, value, tags, _) =>
            {
                var key = instrument.Name + ":" + string.Join(',', tags.ToArray().Select(t => t.Value));
                counts.AddOrUpdate(key, value, (_, sum) => sum + value);
            }
        );
        listener.Start();

        await host.TokensAsync();
        await host.PostAsync("/connect/token", ("client_id", "nobody"));

        counts["identity.sign_ins:signed_in"].ShouldBe(1);
        counts["identity.tokens_issued:access_token,authorization_code"].ShouldBe(1);
        counts["identity.tokens_issued:refresh_token,authorization_code"].ShouldBe(1);
        counts["identity.refusals:token,invalid_client"].ShouldBe(1);
    }

    [Theory]
    [InlineData("http://club.example", "https")]
    [InlineData("https://club.example/", "trailing")]
    [InlineData("https://club.example?x=1", "query")]
    [InlineData("club", "absolute")]
    public void Wrong_options_are_named_at_start(string issuer, string word)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddLoyaltyIdentity(o => (o.Issuer, o.ConnectionString) = (issuer, "Data Source=x"));
        using var provider = services.BuildServiceProvider();
        var failure = Should.Throw<OptionsValidationException>(() =>
            provider.GetRequiredService<IOptions<LoyaltyIdentityOptions>>().Value
        );
        failure.Message.ShouldContain(word);
    }
}
