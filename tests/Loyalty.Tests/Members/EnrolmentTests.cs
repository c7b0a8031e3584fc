using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Loyalty.Domain.Members;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Shouldly;
using Xunit;
using static Loyalty.Tests.Members.MembersActions;

namespace Loyalty.Tests.Members;

public abstract class EnrolmentTests(DatabaseProvider provider) : ClubTests(provider)
{
    [Fact]
    public async Task The_whole_record_is_kept()
    {
        using var http = Club.Staff("support");
        var (email, phone, vin) = (Email(), Phone(), Vin());
        var request = JsonNode.Parse(
            $$"""
            {
              "member": {
                "kind": "private", "name": { "given": "Anna", "family": "Nováková" }, "birthDate": "1984-02-29",
                "address": { "street": ["Dlouhá 1", "byt 3"], "postalCode": "110 00", "city": "Praha 1", "country": "cz" },
                "preferredLanguage": "cs-cz", "relationship": "current", "interestLevel": "high"
              },
              "source": "dealer",
              "contactPoints": [
                { "kind": "email", "value": "{{email.ToUpperInvariant()}}", "verified": true },
                { "kind": "phone", "value": "{{phone.Insert(4, " ")}}" }
              ],
              "vehicles": [{
                "vin": "{{vin.ToLowerInvariant()}}", "model": "Superb", "plant": "Kvasiny", "builtOn": "2024-03-01",
                "purchasedOn": "2024-04-02", "dealer": "D-17", "warrantyEndsOn": "2029-04-01", "insuranceEndsOn": "2027-04-01"
              }],
              "consents": [{ "purpose": "partnerSharing", "channel": "email", "granted": true, "source": "paper form" }],
              "externalIds": [{ "system": "crm", "value": "{{Word()}}" }]
            }
            """
        )!;

        var answer = await http.PostAsJsonAsync(MembersPath, request);

        var member = await answer.ReadAsync(HttpStatusCode.Created);
        answer.Headers.ETag!.Tag.ShouldBe("\"v1\"");
        (await http.GetJsonAsync(answer.Headers.Location!.ToString())).ToJsonString().ShouldBe(member.ToJsonString());
        member["status"]!.ToString().ShouldBe("active");
        member["mayDo"]!.AsArray().Select(o => o!.ToString()).ShouldBe(["earn", "spend", "adjust", "message"]);
        member["name"]!["display"]!.ToString().ShouldBe("Anna Nováková");
        member["birthDate"]!.ToString().ShouldBe("1984-02-29");
        member["address"]!["country"]!.ToString().ShouldBe("CZ");
        member["address"]!["street"]!.AsArray().Count.ShouldBe(2);
        member["preferredLanguage"]!.ToString().ShouldBe("cs-CZ");
        member["enrolmentSource"]!.ToString().ShouldBe("dealer");
        var points = member["contactPoints"]!.AsArray();
        points.Single(p => p!["kind"]!.ToString() == "phone")!["value"]!.ToString().ShouldBe(phone);
        points.Single(p => p!["kind"]!.ToString() == "email")!["verified"]!.GetValue<bool>().ShouldBeTrue();
        points.Count(p => p!["primary"]!.GetValue<bool>()).ShouldBe(2);
        member["vehicles"]![0]!["vin"]!.ToString().ShouldBe(vin);
        member["vehicles"]![0]!["ownedFrom"]!.ToString().ShouldBe("2024-04-02");
        member["consents"]![0]!["purpose"]!.ToString().ShouldBe("partnerSharing");
        CardNumber.TryParse(member["cards"]![0]!["number"]!.ToString(), out var card).ShouldBeTrue();
        card.Value.ShouldStartWith("900100");
    }

    [Fact]
    public async Task A_company_needs_its_name_and_a_person_any_part_of_one()
    {
        using var http = Club.Staff();
        var nameless = await http.PostAsJsonAsync(MembersPath, new { member = new { name = new { given = " " } } });
        var company = new { member = new { kind = "corporate", name = new { family = "Novák" } } };

        (await nameless.ShouldBeRefusedAsync(HttpStatusCode.UnprocessableEntity, "invalid-request"))["errors"]!
            ["name"]
            .ShouldNotBeNull();
        var problem = await (await http.PostAsJsonAsync(MembersPath, company)).ReadAsync(
            HttpStatusCode.UnprocessableEntity
        );
        problem["errors"]!["name.company"].ShouldNotBeNull();
    }

    [Fact]
    public async Task Every_wrong_field_is_named_at_once()
    {
        using var http = Club.Staff();
        var request = JsonNode.Parse(
            """
            {
              "member": {
                "name": { "given": "a\u0000b", "family": "b\u0007" }, "birthDate": "2199-01-01", "preferredLanguage": "english!",
                "address": { "street": [], "city": " ", "country": "XX", "addressee": ["a", "b", "c", "d"] }
              },
              "contactPoints": [
                { "kind": "email", "value": "nobody" }, { "kind": "phone", "value": "604123456" },
                { "kind": "email", "value": "a@example.org" }, { "kind": "email", "value": "A@EXAMPLE.ORG" }
              ],
              "vehicles": [{ "vin": "1M8GDM9A1KP042788", "builtOn": "1700-01-01" }],
              "consents": [{ "purpose": "marketing", "channel": "email", "granted": true, "source": "", "decidedAt": "2199-01-01T00:00:00Z" }],
              "externalIds": [{ "system": "CRM!", "value": "" }]
            }
            """
        )!;

        var answer = await http.PostAsJsonAsync(MembersPath, request);

        var problem = await answer.ShouldBeRefusedAsync(HttpStatusCode.UnprocessableEntity, "invalid-request");
        problem["errors"]!
            .AsObject()
            .Select(error => error.Key)
            .ShouldBe(
                [
                    "name.given",
                    "name.family",
                    "name",
                    "birthDate",
                    "preferredLanguage",
                    "address.street",
                    "address.country",
                    "address.addressee",
                    "address.city",
                    "contactPoints[0].value",
                    "contactPoints[1].value",
                    "contactPoints[3].value",
                    "vehicles[0].vin",
                    "vehicles[0].builtOn",
                    "consents[0].decidedAt",
                    "consents[0].source",
                    "externalIds[0].system",
                    "externalIds[0].value",
                ],
                ignoreOrder: true
            );
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"member":null}""")]
    [InlineData("""{"member":{"name":null}}""")]
    [InlineData("""{"member":{"name":{"given":"A"},"surprise":1}}""")]
    [InlineData("""{"member":{"name":{"given":"A"},"kind":"robot"}}""")]
    [InlineData("""{"member":{"name":{"given":"A"}},"contactPoints":[{"kind":"email"}]}""")]
    [InlineData("""[]""")]
    [InlineData("""{""")]
    [InlineData("")]
    public async Task What_is_not_an_enrolment_is_malformed(string body)
    {
        using var http = Club.Staff();

        var answer = await http.PostAsync(
            MembersPath,
            new StringContent(body, System.Text.Encoding.UTF8, "application/json")
        );

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest, await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("""{"member":{"name":{"given":"A"}},"contactPoints":[null]}""")]
    [InlineData("""{"member":{"name":{"given":"A"}},"vehicles":[null]}""")]
    [InlineData("""{"member":{"name":{"given":"\ud800"}}}""")]
    [InlineData("""{"member":{"name":{"given":"a\u0000"}}}""")]
    public async Task What_no_database_keeps_is_refused(string body)
    {
        using var http = Club.Staff();

        var answer = await http.PostAsync(
            MembersPath,
            new StringContent(body, System.Text.Encoding.UTF8, "application/json")
        );

        ((int)answer.StatusCode).ShouldBeOneOf(400, 422);
    }

    [Fact]
    public async Task A_duplicate_is_refused_with_the_kind_of_conflict_and_nothing_of_the_other_member()
    {
        using var http = Club.Staff();
        var (email, phone, vin, id) = (Email(), Phone(), Vin(), Word());
        var other = Person().WithEmail(email).WithPhone(phone).WithVehicle(vin).WithExternalId("crm", id);
        var known = await Club.EnrolMemberAsync(other);

        foreach (
            var (kind, request) in new[]
            {
                ("email", Person().WithEmail(email.ToUpperInvariant())),
                ("email", Person().WithEmail(email, verified: false)),
                ("phone", Person().WithPhone(phone)),
                ("vin", Person().WithVehicle(vin)),
                ("externalId", Person().WithExternalId("crm", id)),
            }
        )
        {
            var answer = await http.PostAsJsonAsync(MembersPath, request);

            var problem = await answer.ShouldBeRefusedAsync(HttpStatusCode.Conflict, "duplicate-member");
            problem["conflict"]!.ToString().ShouldBe(kind);
            problem.ToJsonString().ShouldNotContain(known.Id);
            problem.ToJsonString().ShouldNotContain(email, Case.Insensitive);
        }
    }

    [Fact]
    public async Task An_unverified_address_keeps_nobody_out()
    {
        var email = Email();
        await Club.EnrolMemberAsync(Person().WithEmail(email, verified: false));

        await Club.EnrolMemberAsync(Person().WithEmail(email));
    }

    [Theory]
    [InlineData("email")]
    [InlineData("vin")]
    [InlineData("externalId")]
    public async Task Of_twenty_enrolments_at_once_exactly_one_succeeds(string kind)
    {
        using var http = Club.Staff();
        var (email, vin, id) = (Email(), Vin(), Word());
        JsonObject Request() =>
            kind switch
            {
                "email" => Person().WithEmail(email),
                "vin" => Person().WithVehicle(vin),
                _ => Person().WithExternalId("crm", id),
            };

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(_ => http.PostAsJsonAsync(MembersPath, Request()))
        );

        answers.Count(answer => answer.StatusCode == HttpStatusCode.Created).ShouldBe(1);
        foreach (var answer in answers.Where(answer => answer.StatusCode != HttpStatusCode.Created))
        {
            var problem = await answer.ShouldBeRefusedAsync(HttpStatusCode.Conflict, "duplicate-member");
            problem["conflict"]!.ToString().ShouldBe(kind);
        }
    }

    [Fact]
    public async Task An_enrolment_under_one_key_happens_once()
    {
        using var http = Club.Staff();
        http.DefaultRequestHeaders.Add("Idempotency-Key", Word());
        var request = Person().WithEmail(Email());

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 5).Select(_ => http.PostAsJsonAsync(MembersPath, request))
        );
        var last = await http.PostAsJsonAsync(MembersPath, request);

        var body = (await last.ReadAsync(HttpStatusCode.Created)).ToJsonString();
        foreach (var answer in answers.Where(answer => answer.IsSuccessStatusCode))
        {
            (await answer.ReadAsync(HttpStatusCode.Created)).ToJsonString().ShouldBe(body);
        }
    }

    [Fact]
    public async Task Staff_who_only_read_cannot_enrol_and_members_see_nothing()
    {
        using var auditor = Club.Staff("auditor");
        using var member = Club.SignedIn("somebody");
        using var anonymous = Club.Anonymous();

        (await auditor.PostAsJsonAsync(MembersPath, Person())).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await auditor.GetAsync(MembersPath)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await member.GetAsync(MembersPath)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await anonymous.GetAsync(MembersPath)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    public sealed class OnSqlite() : EnrolmentTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : EnrolmentTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : EnrolmentTests(DatabaseProvider.SqlServer);
}
