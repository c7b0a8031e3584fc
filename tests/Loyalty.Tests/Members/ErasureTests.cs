using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Testing;
using Loyalty.Tests.Gatherings;
using Loyalty.Tests.Host;
using Loyalty.Tests.Partners;
using Loyalty.Tests.Points;
using Loyalty.Tests.Tiers;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;
using static Loyalty.Tests.Members.MembersActions;

namespace Loyalty.Tests.Members;

/// <summary>What is left of a person after erasure: nothing, anywhere, and the books as they were.</summary>
public abstract class ErasureTests(DatabaseProvider provider) : IAsyncLifetime
{
    private readonly LogCapture log = new();
    private Club club = null!;

    public async ValueTask InitializeAsync()
    {
        DatabaseTests.SkipWhereMissing(provider);
        club = await Club.StartLoggedAsync(provider, log);
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return club?.DisposeAsync() ?? ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Pain28_Erasure_leaves_no_personal_value_in_any_table_or_log_and_the_books_as_they_were()
    {
        await club.EnsurePointsAsync();
        var partner = await club.CreatePartnerAsync();
        using var staff = club.Staff();
        var (words, member, card) = await LiveAsync(staff, partner);
        await club.GivenTiersAsync(TiersActions.Definition(("BASE", "0"), ("GOLD", "500")));
        var day = TimeProvider.System.GetUtcNow().AddDays(30).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        using var given = await club.GiveTierAsync(member, "GOLD", day, note: words[26]);
        var gathering = await club.GivenGatheringAsync();
        await club.SignUpAsync(gathering, member);
        (await staff.GetStringAsync($"{gathering.Path}/guests.csv")).ShouldContain(words[4]);
        var before = await club.DumpAsync();
        words.Where(word => !before.Find([word]).Any()).ShouldBeEmpty("every value must have been somewhere");

        await PostAsync(staff, $"{MembersPath}/{member}/close", new() { ["reason"] = words[0] }, HttpStatusCode.OK);
        var books = await BooksAsync();
        await EraseAsync(staff, member);

        (await club.DumpAsync()).Find(words).ShouldBeEmpty();
        (await club.SignUpsAsync(gathering)).ShouldBeEmpty();
        (await club.TierRowsAsync(member)).ShouldHaveSingleItem().Tier!.Value.Value.ShouldBe("GOLD");
        (await BooksAsync()).ShouldBe(books);
        (await club.VerifyAsync()).Faults.ShouldBeEmpty();

        // What comes late is refused, and nothing of it is kept.
        var late = await partner.SendBatchAsync(
            PartnersActions.Payment(words[^1]),
            About(new JsonObject { ["cardNumber"] = card }),
            About(new JsonObject { ["memberId"] = member.ToString() })
        );
        late.Statuses.ShouldBe(["rejected", "rejected", "rejected"]);
        Enumerable.Range(0, 3).Select(late.Problem).ShouldAllBe(code => code == "member-erased");
        (await club.DumpAsync()).Find(words).ShouldBeEmpty();
        words
            .Where(word => log.Lines.Any(line => line.Contains(word, StringComparison.OrdinalIgnoreCase)))
            .ShouldBeEmpty();
        log.Lines.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Only_a_manager_erases_only_what_is_closed_and_twice_is_once()
    {
        var member = await club.GivenMemberAsync();
        using var manager = club.Staff("manager");
        using var support = club.Staff("support");
        (await support.PostAsync($"{MembersPath}/{member}/erasure", null)).StatusCode.ShouldBe(
            HttpStatusCode.Forbidden
        );
        await (await manager.PostAsync($"{MembersPath}/{member}/erasure", null)).ShouldBeRefusedAsync(
            HttpStatusCode.Conflict,
            "member-not-closed"
        );
        await PostAsync(manager, $"{MembersPath}/{member}/close", new() { ["reason"] = "as asked" }, HttpStatusCode.OK);

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => EraseAsync(manager, member)));

        answers.Select(answer => answer.ToJsonString()).Distinct().ShouldHaveSingleItem();
        var record = await manager.GetJsonAsync($"{MembersPath}/{member}");
        record["erasedAt"]!.ToString().ShouldBe(answers[0]["erasedAt"]!.ToString());
        await (
            await manager.PostAsJsonAsync(
                $"{MembersPath}/{member}/consents",
                new JsonObject { ["decisions"] = new JsonArray(Consent("late")) }
            )
        ).ShouldBeRefusedAsync(HttpStatusCode.Conflict, "member-erased");
        var http = await manager.GetAsync($"{MembersPath}/{member}");
        await (
            await manager.PutIfMatchAsync($"{MembersPath}/{member}", Person()["member"]!, http.Headers.ETag)
        ).ShouldBeRefusedAsync(HttpStatusCode.Conflict, "member-erased");
    }

    [Fact]
    public async Task A_vehicle_that_somebody_else_owns_now_stays_and_so_does_everything_of_others()
    {
        using var staff = club.Staff();
        var vin = Vin();
        var seller = await club.EnrolMemberAsync(Person().WithVehicle(vin));
        await PostAsync(staff, $"{seller.Url}/close", new() { ["reason"] = "sold" }, HttpStatusCode.OK);
        var buyer = await club.EnrolMemberAsync(Person().WithVehicle(vin).WithEmail(Email()));
        var before = (await staff.GetJsonAsync(buyer.Url)).ToJsonString();

        await EraseAsync(staff, MemberIdOf(seller.Id));

        (await staff.GetJsonAsync(buyer.Url)).ToJsonString().ShouldBe(before);
    }

    /// <summary>A member with a value of its own in every place that takes one.</summary>
    private static async Task<(string[] Words, MemberId Member, string Card)> LiveAsync(
        HttpClient staff,
        TestPartner partner
    )
    {
        var w = Enumerable.Range(0, 27).Select(_ => Word()).ToArray();
        var (vin, phone, email, customer) = (Vin(), Phone(), $"{Word()}@example.org", $"c-{Word()}");
        var request = JsonNode
            .Parse(
                $$"""
                {
                  "member": {
                    "name": { "given": "{{w[1]}}", "family": "{{w[2]}}", "company": "{{w[3]}}", "display": "{{w[4]}}" },
                    "birthDate": "1984-02-29", "preferredLanguage": "cs",
                    "address": { "addressee": ["{{w[5]}}"], "street": ["{{w[6]}}"], "city": "{{w[7]}}", "region": "{{w[
                    8
                ]}}", "country": "cz" }
                  },
                  "source": "{{w[9]}}",
                  "contactPoints": [
                    { "kind": "email", "value": "{{email}}", "verified": true }, { "kind": "phone", "value": "{{phone}}" }
                  ],
                  "vehicles": [{ "vin": "{{vin}}", "model": "{{w[10]}}", "plant": "{{w[11]}}", "dealer": "{{w[12]}}" }],
                  "consents": [{ "purpose": "marketing", "channel": "email", "granted": true, "source": "{{w[13]}}" }],
                  "externalIds": [{ "system": "crm", "value": "{{w[14]}}" }]
                }
                """
            )!
            .AsObject();
        var enrolled = await PostAsync(staff, MembersPath, request, HttpStatusCode.Created);
        var (id, card) = (enrolled["id"]!.ToString(), enrolled["cards"]![0]!["number"]!.ToString());
        var (member, url) = (MemberIdOf(id), $"{MembersPath}/{id}");
        var vehicle = enrolled["vehicles"]![0]!["id"]!.ToString();

        await PostAsync(
            staff,
            $"{url}/contact-points",
            new() { ["kind"] = "email", ["value"] = $"{w[15]}@example.org" }
        );
        await PostAsync(
            staff,
            $"{url}/interactions",
            new()
            {
                ["kind"] = "complaint",
                ["occurredAt"] = "2026-01-02T03:04:05Z",
                ["channel"] = "phone",
                ["subject"] = w[16],
                ["dealer"] = w[17],
                ["vehicleId"] = vehicle,
            }
        );
        (await staff.PutAsJsonAsync($"{url}/attributes/segment", new { value = w[25] })).EnsureSuccessStatusCode();
        await PostAsync(staff, $"{url}/relations", new() { ["kind"] = "employer", ["otherName"] = w[18] });
        await PostAsync(staff, $"{url}/sign-ins", new() { ["issuer"] = "https://id.example", ["subject"] = w[19] });
        await PostAsync(
            staff,
            $"{url}/vehicles/{vehicle}/mileage-readings",
            new()
            {
                ["kilometres"] = 100,
                ["readOn"] = "2026-01-02",
                ["source"] = w[20],
            }
        );
        await PostAsync(staff, "/api/admin/v1/households", new() { ["name"] = w[24], ["organiser"] = id });
        await PostAsync(staff, $"{url}/suspend", new() { ["reason"] = w[21] }, HttpStatusCode.OK);
        await PostAsync(staff, $"{url}/reactivate", new() { ["reason"] = w[0] }, HttpStatusCode.OK);
        var second = (await PostAsync(staff, $"{url}/cards", []))["number"]!.ToString();
        await PostAsync(staff, $"/api/admin/v1/cards/{second}/block", new() { ["reason"] = w[22] }, HttpStatusCode.OK);
        await PostAsync(
            staff,
            $"{url}/adjustments",
            new()
            {
                ["currency"] = "POINTS",
                ["points"] = 50,
                ["reason"] = "GOODWILL",
                ["note"] = w[23],
            }
        );
        (await staff.RedeemAsync(member, 20)).StatusCode.ShouldBe(HttpStatusCode.Created);
        await EventsAsync(partner, member, card, customer);
        return ([.. w, vin, phone, email, card, second, customer], member, card);
    }

    /// <summary>One posted, one that waits for the customer, one that is refused and names the card.</summary>
    private static async Task EventsAsync(TestPartner partner, MemberId member, string card, string customer)
    {
        (await partner.LinkAsync(customer, member)).EnsureSuccessStatusCode();
        var foreign = About(new JsonObject { ["cardNumber"] = card });
        foreign["data"]!["amount"]!["currency"] = "EUR";
        var unknown = PartnersActions.Reversal(customer, "never-sent");
        var answer = await partner.SendBatchAsync(PartnersActions.Payment(customer), foreign, unknown);
        answer.Statuses.ShouldBe(["posted", "rejected", "rejected"]);
    }

    private static JsonObject About(JsonObject who)
    {
        var payment = PartnersActions.Payment("anybody");
        payment["data"]!["member"] = who;
        return payment;
    }

    private static JsonObject Consent(string source) =>
        new()
        {
            ["purpose"] = "marketing",
            ["channel"] = "email",
            ["granted"] = false,
            ["source"] = source,
        };

    private static MemberId MemberIdOf(string id) =>
        Identifier.TryParse<MemberId>(id, out var member) ? member : throw new FormatException(id);

    private static async Task<JsonNode> EraseAsync(HttpClient staff, MemberId member) =>
        await (await staff.PostAsync($"{MembersPath}/{member}/erasure", null)).ReadAsync(HttpStatusCode.OK);

    /// <summary>Under a key, so that the answer is kept.</summary>
    private static async Task<JsonNode> PostAsync(
        HttpClient staff,
        string url,
        JsonObject body,
        HttpStatusCode expected = HttpStatusCode.Created
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = JsonContent.Create(body) };
        request.Headers.Add("Idempotency-Key", Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString());
        return await (await staff.SendAsync(request)).ReadAsync(expected);
    }

    private Task<string> BooksAsync() =>
        club.WithContextAsync(async context =>
        {
            var totals = await context.LedgerTotals.AsNoTracking().ToListAsync();
            var wallets = await context.Wallets.AsNoTracking().ToListAsync();
            return string.Join(
                '\n',
                totals
                    .Select(total => total.ToString())
                    .Concat(wallets.Select(w => $"{w.WalletId} {w.MemberId} {w.Balance} {w.Sequence} {w.Arrears}"))
                    .Order(StringComparer.Ordinal)
            );
        });

    public sealed class OnSqlite() : ErasureTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : ErasureTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : ErasureTests(DatabaseProvider.SqlServer);
}
