using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Loyalty.Testing;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Shouldly;
using Xunit;

namespace Loyalty.Tests.Host;

/// <summary>The certificates that encrypt the key ring in the database.</summary>
public abstract class KeyRingTests(DatabaseProvider provider) : DatabaseTests(provider), IDisposable
{
    private const string Password = "a password of the file";
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("loyalty-key-ring-");

    [Fact]
    public async Task The_ring_is_encrypted_and_its_certificate_can_be_replaced_but_not_left_out()
    {
        var (old, next) = (Pem("old.pem"), Pkcs12("next.pfx"));
        await using var club = await Club.StartAsync(Provider, clock: null, $"--KeyRing:Certificates:0:Path={old}");
        var secret = Protector(club).Protect("a partner's secret");

        var keys = string.Concat(
            club.Services.GetRequiredService<IOptions<KeyManagementOptions>>()
                .Value.XmlRepository!.GetAllElements()
                .Select(key => key.ToString())
        );
        keys.ShouldContain("EncryptedData");
        keys.ShouldNotContain("<value>");
        var replaced = await Club.StartOnAsync(
            club.Database,
            clock: null,
            $"--KeyRing:Certificates:0:Path={next}",
            $"--KeyRing:Certificates:0:Password={Password}",
            $"--KeyRing:Certificates:1:Path={old}"
        );
        Protector(replaced).Unprotect(secret).ShouldBe("a partner's secret");
        await replaced.StopAsync();
        var without = await Club.StartOnAsync(club.Database);
        Should.Throw<CryptographicException>(() => Protector(without).Unprotect(secret));
        await without.StopAsync();
    }

    [Fact]
    public async Task A_file_that_does_not_open_stops_the_start_by_its_setting()
    {
        var closed = Pkcs12("closed.pfx");
        var public_ = Path.Combine(folder.FullName, "public.pem");
        using (var certificate = Certificate())
        {
            await File.WriteAllTextAsync(public_, certificate.ExportCertificatePem());
        }

        foreach (var path in new[] { closed, public_, Path.Combine(folder.FullName, "missing.pem"), "" })
        {
            var serve = await LoyaltyProcess.RunAsync(
                new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    ["Database__ConnectionString"] = $"Data Source={Path.Combine(folder.FullName, "club.db")}",
                    ["KeyRing__Certificates__0__Path"] = path,
                },
                "serve"
            );

            serve.ExitCode.ShouldBe(1, path);
            serve.Error.ShouldStartWith($"KeyRing:Certificates:0: '{path}'");
            serve.Error.ShouldNotContain("   at ");
        }

        folder.GetFiles("club.db").ShouldBeEmpty();
    }

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        folder.Delete(recursive: true);
    }

    private static IDataProtector Protector(Club club) => club.Services.GetDataProtector("key-ring-tests");

    private string Pem(string name)
    {
        using var certificate = Certificate();
        using var key = certificate.GetRSAPrivateKey()!;
        return Write(
            name,
            path => File.WriteAllText(path, $"{certificate.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n")
        );
    }

    private string Pkcs12(string name)
    {
        using var certificate = Certificate();
        var bytes = certificate.Export(X509ContentType.Pfx, Password);
        return Write(name, path => File.WriteAllBytes(path, bytes));
    }

    private string Write(string name, Action<string> write)
    {
        var path = Path.Combine(folder.FullName, name);
        write(path);
        return path;
    }

    /// <summary>Long over: its days are not looked at.</summary>
    private static X509Certificate2 Certificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=key ring", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddDays(1));
    }

    public sealed class OnSqlite() : KeyRingTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : KeyRingTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : KeyRingTests(DatabaseProvider.SqlServer);
}
