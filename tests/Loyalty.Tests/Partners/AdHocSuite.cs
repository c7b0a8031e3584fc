using System.Diagnostics;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Shouldly;
using Xunit;

namespace Loyalty.Tests.Partners;

public abstract class AdHocSuite(DatabaseProvider provider) : ClubTests(provider)
{
    [Fact]
    public async Task Suite()
    {
        var partner = await Club.CreatePartnerAsync();
        var other = await Club.CreatePartnerAsync();
        var next = await Club.CreateSecretAsync(partner.View.Slug, 5);
        var customer = await partner.LinkedCustomerAsync();
        var json = PartnersActions.Payment(customer, "100.00", "{{id}}").ToJsonString();
        var info = new ProcessStartInfo(
            "node",
            [
                "webhook-sign.mjs",
                $"{Club.Url}webhooks/v1/partners/{partner.View.Slug}/events",
                "--secret",
                next.Secret,
                "--old-secret",
                partner.Secret,
                "--other-secret",
                other.Secret,
                "--header",
                "content-type: application/cloudevents+json",
                "--json",
                json,
                "--suite",
                "--verbose",
            ]
        )
        {
            WorkingDirectory = "/tmp/wh",
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var p = Process.Start(info)!;
        var o = await p.StandardOutput.ReadToEndAsync();
        var e = await p.StandardError.ReadToEndAsync();
        await p.WaitForExitAsync();
        await File.WriteAllTextAsync($"/tmp/wh/suite-{Provider}.log", o + e);
        p.ExitCode.ShouldBe(0);
    }

    public sealed class OnSqlite() : AdHocSuite(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : AdHocSuite(DatabaseProvider.PostgreSql);
}
