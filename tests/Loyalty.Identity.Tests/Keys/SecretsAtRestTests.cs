using System.Buffers.Text;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Loyalty.Identity.Storage;
using Loyalty.Identity.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace Loyalty.Identity.Tests.Keys;

public sealed class SecretsAtRestTests
{
    [Theory, ClassData(typeof(EachDatabase))]
    public async Task Whoever_reads_the_tables_finds_no_key_token_or_password(DatabaseProvider provider)
    {
        using var certificate = Certificate();
        await using var host = await IssuerHost.StartAsync(provider, o => o.KeyRingCertificates.Add(certificate));
        var code = await host.CodeAsync();
        var tokens = await host.RedeemAsync(code);
        tokens.Status.ShouldBe(HttpStatusCode.OK);

        var everything = await DumpAsync(host);

        everything.ShouldContain("kid");
        foreach (
            var secret in new[]
            {
                code,
                tokens.RefreshToken!,
                tokens.AccessToken,
                IssuerHost.Password,
                IssuerHost.ServiceSecret,
            }
        )
        {
            everything.ShouldNotContain(secret);
        }
        everything.ShouldNotContain("PRIVATE KEY");
        everything.ShouldNotContain("\"d\":");
        // What PKCS #8 of an RSA key begins with, in both alphabets of base64.
        everything.ShouldNotContain("MIIE");
        everything.ShouldContain("EncryptedData");
        everything.ShouldNotContain("<value>");
    }

    [Fact]
    public async Task A_certificate_can_be_replaced_by_another()
    {
        using var old = Certificate();
        using var next = Certificate();
        await using var first = await IssuerHost.StartAsync(
            DatabaseProvider.Sqlite,
            o => o.KeyRingCertificates.Add(old)
        );
        var tokens = await first.TokensAsync();
        await using var second = await first.StartAnotherNodeAsync(o =>
        {
            o.KeyRingCertificates.Add(next);
            o.KeyRingCertificates.Add(old);
        });
        second.Options.Issuer = first.Issuer;
        var refreshed = await second.RefreshAsync(tokens.RefreshToken!);
        Flows
            .Part(refreshed.AccessToken, 0)
            .GetProperty("kid")
            .GetString()
            .ShouldBe(Flows.Part(tokens.AccessToken, 0).GetProperty("kid").GetString());
    }

    [Fact]
    public async Task Without_the_certificate_a_new_signing_key_is_made_and_the_loss_logged()
    {
        using var lost = Certificate();
        await using var first = await IssuerHost.StartAsync(
            DatabaseProvider.Sqlite,
            o => o.KeyRingCertificates.Add(lost)
        );
        var tokens = await first.TokensAsync();
        await using var second = await first.StartAnotherNodeAsync();
        second.Options.Issuer = first.Issuer;
        var refreshed = await second.RefreshAsync(tokens.RefreshToken!);
        refreshed.Status.ShouldBe(HttpStatusCode.OK);
        second.Logs.Lines.ShouldContain(l => l.Text.Contains("cannot be decrypted", StringComparison.Ordinal));
    }

    private static X509Certificate2 Certificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=key ring", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }

    private static Task<string> DumpAsync(IssuerHost host) =>
        host.WithAsync<LoyaltyIdentityDbContext, string>(async db =>
        {
            var text = new StringBuilder();
            var connection = db.Database.GetDbConnection();
            await connection.OpenAsync();
            foreach (var table in db.Model.GetEntityTypes().Select(e => e.GetTableName()!))
            {
                await using var command = connection.CreateCommand();
                command.CommandText = $"SELECT * FROM {table}";
                await using var reader = await command.ExecuteReaderAsync();
                while (await reader.ReadAsync())
                {
                    for (var i = 0; i < reader.FieldCount; i++)
                    {
                        var value = reader.GetValue(i);
                        text.AppendLine(
                            value is byte[] bytes
                                ? Base64Url.EncodeToString(bytes)
                                : Convert.ToString(value, CultureInfo.InvariantCulture)
                        );
                    }
                }
            }
            return text.ToString();
        });
}
