using System.Text.Json.Nodes;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;
using static Loyalty.Tests.Members.MemberAppActions;
using static Loyalty.Tests.Members.MembersActions;

namespace Loyalty.Tests.Members;

public abstract class MemberMutationGraphQLTests(DatabaseProvider provider) : ClubTests(provider)
{
    private const string Profile =
        "member { version person { name { given family display } birthDate preferredLanguage address { street city country } } }";

    private const string Consents = "member { consents { purpose channel granted source } }";

    private const string Vehicle = "vehicle { id vin model purchasedOn ownedFrom } member { vehicles { vin } }";

    [Fact]
    public async Task A_profile_changes_where_it_was_asked_to_and_nowhere_else()
    {
        var app = await Club.GivenSignedInMemberAsync(Person("Novák", "Jana"));

        var first = await app.MutateAsync(
            "updateProfile",
            Profile,
            new
            {
                idempotencyKey = NewKey(),
                clientMutationId = "m1",
                birthDate = "1990-02-28",
                preferredLanguage = "CS-cz",
                address = new
                {
                    street = new[] { "Dlouhá 1" },
                    city = "Praha",
                    country = "cz",
                },
            }
        );
        var second = await app.MutateAsync(
            "updateProfile",
            Profile,
            new
            {
                idempotencyKey = NewKey(),
                birthDate = (string?)null,
                name = new { given = "Hana", family = "Nová" },
            }
        );

        first["clientMutationId"]!.ToString().ShouldBe("m1");
        var (before, after) = (first["member"]!["person"]!, second["member"]!["person"]!);
        before["name"]!["display"]!.ToString().ShouldBe("Jana Novák");
        before["birthDate"]!.ToString().ShouldBe("1990-02-28");
        before["preferredLanguage"]!.ToString().ShouldBe("cs-CZ");
        after["name"]!["display"]!.ToString().ShouldBe("Hana Nová");
        after["birthDate"].ShouldBeNull();
        after["preferredLanguage"]!.ToString().ShouldBe("cs-CZ");
        after["address"]!["city"]!.ToString().ShouldBe("Praha");
        after["address"]!["country"]!.ToString().ShouldBe("CZ");
    }

    [Fact]
    public async Task A_change_of_an_older_version_is_refused()
    {
        var app = await Club.GivenSignedInMemberAsync();
        var version = (await app.AskAsync("{ me { version } }"))["me"]!["version"]!.GetValue<long>();
        object Change(string language) =>
            new
            {
                idempotencyKey = NewKey(),
                version,
                preferredLanguage = language,
            };

        Errors(await app.MutateAsync("updateProfile", Profile, Change("cs"))).ShouldBeEmpty();
        var stale = await app.MutateAsync("updateProfile", Profile, Change("de"));

        Errors(stale).ShouldBe(["StaleVersion STALE_VERSION"]);
        stale["member"].ShouldBeNull();
    }

    [Fact]
    public async Task Every_bad_field_is_named()
    {
        var app = await Club.GivenSignedInMemberAsync();
        var bad = new
        {
            idempotencyKey = NewKey(),
            preferredLanguage = "??",
            birthDate = "9999-12-31",
            name = new
            {
                given = new string('x', 401),
                family = "\ud800",
                display = "a\0b",
            },
            address = new
            {
                street = Array.Empty<string>(),
                city = "",
                country = "XX",
            },
        };

        var errors = (await app.MutateAsync("updateProfile", Profile, bad))["errors"]!.AsArray();

        errors.ShouldAllBe(error => error!["code"]!.ToString() == "INVALID_FIELD");
        var fields = errors.Select(error => error!["field"]!.ToString());
        foreach (
            var field in (string[])
                [
                    "preferredLanguage",
                    "birthDate",
                    "name.given",
                    "name.display",
                    "address.street",
                    "address.city",
                    "address.country",
                ]
        )
        {
            fields.ShouldContain(field);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("nul\0")]
    [InlineData("klíč")]
    public async Task A_key_that_cannot_be_kept_is_refused(string key)
    {
        var app = await Club.GivenSignedInMemberAsync();

        var payload = await app.MutateAsync(
            "updateProfile",
            Profile,
            new { idempotencyKey = key, birthDate = "1990-01-01" }
        );

        payload["errors"]![0]!["field"]!.ToString().ShouldBe("idempotencyKey");
    }

    [Fact]
    public async Task Decisions_hold_from_now_on_and_each_stays_in_the_history()
    {
        var app = await Club.GivenSignedInMemberAsync();
        object Decide(bool granted) =>
            new
            {
                idempotencyKey = NewKey(),
                decisions = new[]
                {
                    new
                    {
                        purpose = "MAGAZINE",
                        channel = "POST",
                        granted,
                    },
                },
            };

        await app.MutateAsync("updateConsents", Consents, Decide(granted: true));
        var payload = await app.MutateAsync("updateConsents", Consents, Decide(granted: false));

        var consent = payload["member"]!["consents"]!.AsArray().ShouldHaveSingleItem()!;
        consent["granted"]!.GetValue<bool>().ShouldBeFalse();
        consent["source"]!.ToString().ShouldBe("app");
        (await ConsentChangesAsync(app)).ShouldBe(2);
        var none = await app.MutateAsync(
            "updateConsents",
            Consents,
            new { idempotencyKey = NewKey(), decisions = Array.Empty<object>() }
        );
        Errors(none).ShouldBe(["InvalidField INVALID_FIELD"]);
    }

    [Fact]
    public async Task A_vehicle_is_registered_once_and_its_owner_stays_untold()
    {
        var (owner, other) = (await Club.GivenSignedInMemberAsync(), await Club.GivenSignedInMemberAsync());
        var vin = Vin();
        object Register() =>
            new
            {
                idempotencyKey = NewKey(),
                vin,
                model = "Octavia",
                purchasedOn = "2024-05-01",
            };

        var registered = await owner.MutateAsync("registerVehicle", Vehicle, Register());
        var refused = await other.MutateAsync("registerVehicle", Vehicle, Register());

        registered["vehicle"]!["vin"]!.ToString().ShouldBe(vin);
        registered["vehicle"]!["ownedFrom"]!.ToString().ShouldBe("2024-05-01");
        registered["member"]!["vehicles"]!.AsArray().Count.ShouldBe(1);
        Errors(refused).ShouldBe(["VehicleTaken VEHICLE_TAKEN"]);
        refused["vehicle"].ShouldBeNull();
        refused.ToJsonString().ShouldNotContain(owner.Member.ToString());
        var wrong = await other.MutateAsync("registerVehicle", Vehicle, new { idempotencyKey = NewKey(), vin = "TMB" });
        wrong["errors"]![0]!["field"]!.ToString().ShouldBe("vin");
    }

    [Fact]
    public async Task Ten_repeats_at_once_and_one_later_make_one_change_and_get_one_answer()
    {
        var app = await Club.GivenSignedInMemberAsync();
        var register = new { idempotencyKey = NewKey(), vin = Vin() };
        var decide = new
        {
            idempotencyKey = NewKey(),
            decisions = new[]
            {
                new
                {
                    purpose = "MARKETING",
                    channel = "EMAIL",
                    granted = true,
                },
            },
        };

        var vehicles = await Task.WhenAll(
            Enumerable.Range(0, 10).Select(_ => app.MutateAsync("registerVehicle", Vehicle, register))
        );
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => app.MutateAsync("updateConsents", Consents, decide)));
        var later = await app.MutateAsync("registerVehicle", Vehicle, register);

        vehicles.Append(later).Select(payload => payload.ToJsonString()).Distinct().ShouldHaveSingleItem();
        Errors(later).ShouldBeEmpty();
        (await ConsentChangesAsync(app)).ShouldBe(1);
    }

    [Fact]
    public async Task A_key_means_one_change_of_one_member_in_one_mutation()
    {
        var (app, other) = (await Club.GivenSignedInMemberAsync(), await Club.GivenSignedInMemberAsync());
        var key = NewKey();
        object Speak(string language) => new { idempotencyKey = key, preferredLanguage = language };
        Errors(await app.MutateAsync("updateProfile", Profile, Speak("cs"))).ShouldBeEmpty();

        Errors(await app.MutateAsync("updateProfile", Profile, Speak("de")))
            .ShouldBe(["IdempotencyKeyReused IDEMPOTENCY_KEY_REUSED"]);
        Errors(await other.MutateAsync("updateProfile", Profile, Speak("de"))).ShouldBeEmpty();
        Errors(await app.MutateAsync("registerVehicle", Vehicle, new { idempotencyKey = key, vin = Vin() }))
            .ShouldBeEmpty();
        (await app.AskAsync("{ me { person { preferredLanguage } } }"))["me"]!["person"]!["preferredLanguage"]!
            .ToString()
            .ShouldBe("cs");
    }

    [Fact]
    public async Task A_refused_change_leaves_its_key_free()
    {
        var app = await Club.GivenSignedInMemberAsync();
        var key = NewKey();

        var refused = await app.MutateAsync("registerVehicle", Vehicle, new { idempotencyKey = key, vin = "TMB" });
        var mended = await app.MutateAsync("registerVehicle", Vehicle, new { idempotencyKey = key, vin = Vin() });

        Errors(refused).ShouldBe(["InvalidField INVALID_FIELD"]);
        Errors(mended).ShouldBeEmpty();
    }

    [Fact]
    public async Task Two_mutations_in_one_document_each_show_what_they_left()
    {
        var app = await Club.GivenSignedInMemberAsync();
        const string decide =
            "updateConsents(input: { idempotencyKey: \"{0}\", decisions: [{ purpose: SURVEYS, channel: SMS, granted: {1} }] })";
        string Decide(bool granted) =>
            decide
                .Replace("{0}", NewKey(), StringComparison.Ordinal)
                .Replace("{1}", granted ? "true" : "false", StringComparison.Ordinal);

        var data = await app.AskAsync(
            $"mutation {{ a: {Decide(granted: true)} {{ {Consents} }} b: {Decide(granted: false)} {{ {Consents} }} }}"
        );

        data["a"]!["member"]!["consents"]![0]!["granted"]!.GetValue<bool>().ShouldBeTrue();
        data["b"]!["member"]!["consents"]![0]!["granted"]!.GetValue<bool>().ShouldBeFalse();
    }

    private static string[] Errors(JsonNode payload) =>
        [.. payload["errors"]!.AsArray().Select(error => $"{error!["__typename"]} {error["code"]}")];

    private Task<int> ConsentChangesAsync(MemberApp app) =>
        Club.WithContextAsync(context => context.ConsentChanges.CountAsync(change => change.MemberId == app.Member));

    public sealed class OnSqlite() : MemberMutationGraphQLTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : MemberMutationGraphQLTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : MemberMutationGraphQLTests(DatabaseProvider.SqlServer);
}
