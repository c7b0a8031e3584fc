using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Shouldly;
using Xunit;
using static Loyalty.Tests.Partners.PartnersActions;

namespace Loyalty.Tests.Partners;

/// <summary>Pain 40: whatever a partner signs and sends, the answer is never a 5xx.</summary>
public abstract class PartnerEventsFuzzTests(DatabaseProvider provider) : ClubTests(provider)
{
    private const int RequestsMax = 150;

    private static readonly string[] Values =
    [
        "null",
        "0",
        "-1",
        "1e999",
        "99999999999999999999",
        "true",
        "\"\"",
        "\"\\u0000\"",
        "\"\\ud800\"",
        "\"-0\"",
        "[]",
        "{}",
        "[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]",
        "\"9999-12-31T23:59:59.9999999-14:00\"",
        "\"0001-01-01T00:00:00+14:00\"",
        "{\"amount\":\"1\"}",
        "\"💥\"",
    ];

    [Fact]
    public async Task Pain40_no_body_gives_a_server_error()
    {
        var partner = await Club.CreatePartnerAsync();
        var customer = await partner.LinkedCustomerAsync();
        var bodies = Gen.Sample(Bodies(customer), RequestsMax);
        var statuses = new List<int>();
        foreach (var body in bodies)
        {
            statuses.Add((await partner.SendAsync(body, TestPartner.EventType)).Status);
            var batch = (byte[])[(byte)'[', .. body, (byte)']'];
            statuses.Add((await partner.SendAsync(batch, TestPartner.BatchType)).Status);
        }

        statuses.ShouldAllBe(status => status >= 200 && status < 500);
        statuses.ShouldContain(200);
        statuses.ShouldContain(422);
    }

    /// <summary>Sound events with a value exchanged, a byte changed, or cut off.</summary>
    private static Gen<byte[]> Bodies(string customer)
    {
        var sound = Gen.Elements(0, 1, 2)
            .Select(kind =>
                kind switch
                {
                    0 => Payment(customer).ToJsonString(),
                    1 => Reversal(customer, "unknown", "1.00").ToJsonString(),
                    _ => Payment("nobody").ToJsonString(),
                }
            );
        var exchanged =
            from json in sound
            from value in Gen.Elements(Values)
            from at in Gen.Choose(0, 12)
            select Encoding.UTF8.GetBytes(Exchange(json, at, value));
        var bent =
            from json in sound
            from at in Gen.Choose(0, json.Length - 1)
            from b in Gen.Choose(0, 255)
            select Bend(json, at, (byte)b);
        var cut =
            from json in sound
            from length in Gen.Choose(0, json.Length)
            select Encoding.UTF8.GetBytes(json[..length]);
        return Gen.OneOf(exchanged, exchanged, bent, cut);
    }

    private static byte[] Bend(string json, int at, byte b)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        bytes[at] = b;
        return bytes;
    }

    /// <summary>Puts another value after the colon number <paramref name="at"/>; what was there goes into a field of its own.</summary>
    private static string Exchange(string json, int at, string value)
    {
        var colon = -1;
        for (var i = 0; i <= at; i++)
        {
            var next = json.IndexOf("\":", colon + 1, StringComparison.Ordinal);
            if (next < 0)
            {
                break;
            }

            colon = next;
        }

        return $"{json[..(colon + 2)]}{value},\"was\":{json[(colon + 2)..]}";
    }

    public sealed class OnSqlite() : PartnerEventsFuzzTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : PartnerEventsFuzzTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : PartnerEventsFuzzTests(DatabaseProvider.SqlServer);
}
