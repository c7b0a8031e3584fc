using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Loyalty.Testing;
using Loyalty.Tests.Earning;
using Loyalty.Tests.Host;
using Shouldly;
using Xunit;

namespace Loyalty.Tests.Points;

public abstract class PointCurrenciesTests(DatabaseProvider provider) : ClubTests(provider)
{
    private const string Currencies = "/api/admin/v1/point-currencies";
    private readonly string code = "C" + RandomNumberGenerator.GetHexString(10);

    [Fact]
    public async Task A_currency_is_created_read_listed_and_changed()
    {
        using var staff = Club.Staff("manager");
        var created = await staff.PostAsJsonAsync(Currencies, New(Months(24)));
        created.StatusCode.ShouldBe(HttpStatusCode.Created);
        created.Headers.Location!.ToString().ShouldBe($"{Currencies}/{code}");

        var changed = await PutAsync(
            staff,
            created,
            new JsonObject
            {
                ["name"] = "New",
                ["expiry"] = new JsonObject { ["kind"] = "never" },
                ["costPerPoint"] = null,
                ["valuePerPoint"] = new JsonObject { ["amount"] = "0.10", ["currency"] = "CZK" },
            }
        );
        changed.StatusCode.ShouldBe(HttpStatusCode.OK);
        var read = await (await staff.GetAsync($"{Currencies}/{code}")).ReadJsonAsync();
        read.ToJsonString().ShouldBe((await changed.ReadJsonAsync()).ToJsonString());
        ((string?)read["kind"]).ShouldBe("redeemable");
        ((string?)read["expiry"]!["kind"]).ShouldBe("never");
        ((string?)read["valuePerPoint"]!["amount"]).ShouldBe("0.10");
        ((int?)(await created.ReadJsonAsync())["expiry"]!["count"]).ShouldBe(24);

        var list = await (await staff.GetAsync($"{Currencies}?limit=200")).ReadJsonAsync();
        list["items"]!.AsArray().ShouldContain(item => (string?)item!["code"] == code);
        (
            await PutAsync(
                staff,
                created,
                new JsonObject
                {
                    ["name"] = "Late",
                    ["expiry"] = Months(1),
                    ["costPerPoint"] = null,
                    ["valuePerPoint"] = null,
                }
            )
        ).StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
    }

    [Fact]
    public async Task Of_many_who_create_the_same_code_one_succeeds()
    {
        using var staff = Club.Staff();

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => staff.PostAsJsonAsync(Currencies, New(expiry: null)))
        );

        answers.Count(answer => answer.StatusCode == HttpStatusCode.Created).ShouldBe(1);
        answers.Count(answer => answer.StatusCode == HttpStatusCode.Conflict).ShouldBe(7);
    }

    [Theory]
    [InlineData("name", "\"\"", 422)]
    [InlineData("name", "\"a\\u0000\"", 422)]
    [InlineData("expiry.count", """{"kind":"endOfMonth","count":601}""", 422)]
    [InlineData("expiry.count", """{"kind":"endOfMonth"}""", 422)]
    [InlineData("expiry.days", """{"kind":"rollingDays","days":0}""", 422)]
    [InlineData("expiry.dates", """{"kind":"endOfYear","count":1,"dates":["03-31"]}""", 422)]
    [InlineData("expiry.dates[0]", """{"kind":"fixedDates","dates":["02-30"]}""", 422)]
    [InlineData("expiry.kind", "{}", 422)]
    [InlineData("costPerPoint.amount", """{"amount":"-0.01","currency":"CZK"}""", 422)]
    [InlineData("costPerPoint.amount", """{"amount":"0.0000001","currency":"CZK"}""", 422)]
    [InlineData("valuePerPoint.amount", """{"amount":"0","currency":"CZK"}""", 422)]
    [InlineData("valuePerPoint.amount", """{"amount":"0.0000001","currency":"CZK"}""", 422)]
    [InlineData("valuePerPoint", """{"amount":"1","currency":"XTS"}""", 400)]
    [InlineData("code", "\"lower\"", 400)]
    [InlineData("kind", "\"other\"", 400)]
    public async Task Pain40_What_cannot_be_accepted_is_named(string field, string value, int status)
    {
        using var staff = Club.Staff();
        var body = New(Months(1));
        body[field.Split('.')[0]] = JsonNode.Parse(value);

        var answer = await staff.PostAsJsonAsync(Currencies, body);

        ((int)answer.StatusCode).ShouldBe(status);
        (await answer.ReadJsonAsync())["errors"]!.AsObject().Single().Key.ShouldBe(field);
    }

    [Fact]
    public async Task A_code_that_is_none_names_nothing()
    {
        using var staff = Club.Staff();

        (await staff.GetAsync($"{Currencies}/nothing%0A")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await staff.GetAsync($"{Currencies}/UNKNOWN")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private static JsonObject Months(int count) => new() { ["kind"] = "endOfMonth", ["count"] = count };

    private JsonObject New(JsonObject? expiry) =>
        new()
        {
            ["code"] = code,
            ["name"] = "Club points",
            ["kind"] = "redeemable",
            ["expiry"] = expiry,
        };

    private async Task<HttpResponseMessage> PutAsync(HttpClient staff, HttpResponseMessage read, JsonObject body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"{Currencies}/{code}");
        request.Headers.IfMatch.Add(read.Headers.ETag!);
        request.Content = JsonContent.Create(body);
        return await staff.SendAsync(request);
    }

    public sealed class OnSqlite() : PointCurrenciesTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : PointCurrenciesTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : PointCurrenciesTests(DatabaseProvider.SqlServer);
}
