using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Loyalty.Tests.Members;
using Shouldly;
using Xunit;
using static Loyalty.Tests.Tiers.TiersActions;

namespace Loyalty.Tests.Tiers;

/// <summary>Drafts, versions and their refusals; nothing here is in force for the members of other tests for long.</summary>
public abstract class TierSetTests(DatabaseProvider provider) : ClubTests(provider)
{
    // Nobody spends so much: a set in force moves no member of another test.
    private const string OutOfReach = "1000000000000";

    [Fact]
    public async Task A_draft_is_created_changed_activated_changed_again_and_retired()
    {
        var (low, high) = (NewCode(), NewCode());
        var draft = await Club.CreateTierSetAsync(Definition((low, "100"), (high, OutOfReach)), displayOrder: 900);
        draft.Json["status"]!.ToString().ShouldBe("draft");
        draft.Json["definition"].ShouldBeNull();
        draft.Json["draft"]!["levels"]![1]!["threshold"]!.ToString().ShouldBe(OutOfReach);
        draft.Json["draft"]!["graceDays"]!.GetValue<int>().ShouldBe(0);

        using var staff = Club.Staff("manager");
        var named = await ReadAsync(
            await staff.SendAsync(
                HttpMethod.Put,
                draft.Path,
                draft.ETag,
                new JsonObject
                {
                    ["name"] = "Club status",
                    ["displayOrder"] = 901,
                    ["definition"] = Definition((high, OutOfReach)).WithGrace(30, "oneLevel"),
                }
            ),
            HttpStatusCode.OK
        );
        var active = await Club.ActivateAsync(named);
        active.Json["status"]!.ToString().ShouldBe("active");
        active.Json["definitionVersion"]!.GetValue<int>().ShouldBe(1);
        active.Json["draft"].ShouldBeNull();
        active.Json["definition"]!["downgrade"]!.ToString().ShouldBe("oneLevel");
        (active.Json["name"]!.ToString(), (int)active.Json["displayOrder"]!).ShouldBe(("Club status", 901));

        // The level that was in a draft alone is free again; the one that was in force is the set's for ever.
        var other = await Club.CreateTierSetAsync(Definition((low, OutOfReach)));
        (await TryCreateAsync(Definition((high, OutOfReach)))).ShouldContain("definition.levels[0].code");

        var changed = await Club.ChangeTiersAsync(active, Definition((NewCode(), OutOfReach)));
        changed.Json["definitionVersion"]!.GetValue<int>().ShouldBe(2);
        (await TryCreateAsync(Definition((high, OutOfReach)))).ShouldContain("definition.levels[0].code");
        var versions = await staff.AllPagesAsync($"{active.Path}/versions", limit: 1);
        versions.Select(version => (int)version["number"]!).ShouldBe([2, 1]);
        versions[1]["activatedBy"]!.ToString().ShouldBe("staff-manager");

        using var retired = await staff.SendAsync(HttpMethod.Post, $"{active.Path}/retire", changed.ETag);
        var last = await ReadAsync(retired, HttpStatusCode.OK);
        last.Json["status"]!.ToString().ShouldBe("retired");
        using var again = await staff.SendAsync(HttpMethod.Post, $"{active.Path}/retire", last.ETag);
        await again.ShouldBeRefusedAsync(HttpStatusCode.Conflict, "tier-set-retired");
        using var preview = await staff.PostAsync($"{active.Path}/previews", content: null);
        await preview.ShouldBeRefusedAsync(HttpStatusCode.Conflict, "tier-set-retired");
        using var discarded = await staff.SendAsync(HttpMethod.Delete, $"{other.Path}/draft", other.ETag);
        discarded.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        using var gone = await staff.GetAsync(other.Path);
        gone.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Changes_of_an_old_version_and_steps_that_make_no_sense_are_refused()
    {
        var set = await Club.CreateTierSetAsync(Definition((NewCode(), OutOfReach)), displayOrder: 900);
        using var staff = Club.Staff("manager");
        using var retired = await staff.SendAsync(HttpMethod.Post, $"{set.Path}/retire", set.ETag);
        await retired.ShouldBeRefusedAsync(HttpStatusCode.Conflict, "tier-set-not-active");
        var active = await Club.ActivateAsync(set);

        using var stale = await staff.SendAsync(HttpMethod.Post, $"{set.Path}/activate", set.ETag);
        await stale.ShouldBeRefusedAsync(HttpStatusCode.PreconditionFailed, "stale-version");
        using var without = await staff.SendAsync(HttpMethod.Post, $"{set.Path}/activate", etag: null);
        await without.ShouldBeRefusedAsync(HttpStatusCode.UnprocessableEntity, "if-match-required");
        using var nothing = await staff.SendAsync(HttpMethod.Post, $"{set.Path}/activate", active.ETag);
        await nothing.ShouldBeRefusedAsync(HttpStatusCode.Conflict, "tier-set-has-no-draft");
        using var unknown = await staff.SendAsync(HttpMethod.Post, $"{Sets}/NO_SUCH/activate", active.ETag);
        unknown.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var twice = await staff.PostAsJsonAsync(
            Sets,
            new JsonObject
            {
                ["code"] = set.Code,
                ["name"] = "Again",
                ["definition"] = Definition((NewCode(), "1")),
            }
        );
        await twice.ShouldBeRefusedAsync(HttpStatusCode.Conflict, "tier-set-exists");
    }

    [Fact]
    public async Task Of_several_who_activate_at_once_one_succeeds()
    {
        var set = await Club.CreateTierSetAsync(Definition((NewCode(), OutOfReach)), displayOrder: 900);
        using var staff = Club.Staff("manager");

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 6).Select(_ => staff.SendAsync(HttpMethod.Post, $"{set.Path}/activate", set.ETag))
        );

        answers.Count(answer => answer.StatusCode == HttpStatusCode.OK).ShouldBe(1);
        (await Club.ReadTierSetAsync(set.Code)).Json["definitionVersion"]!.GetValue<int>().ShouldBe(1);
    }

    [Fact]
    public async Task Whoever_may_only_read_changes_nothing()
    {
        using var support = Club.Staff("support");
        using var created = await support.PostAsJsonAsync(Sets, new JsonObject { ["code"] = NewCode() });
        created.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        var member = await Club.EnrolMemberAsync();
        using var auditor = Club.Staff("auditor");
        using var given = await auditor.PostAsJsonAsync($"{member.Url}/tiers/manual", new JsonObject());
        given.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("""{}""", "definition.basis", "definition.window", "definition.levels")]
    [InlineData("""{"basis":{"kind":"spend"}}""", "definition.basis.moneyCurrency")]
    [InlineData("""{"basis":{"kind":"spend","moneyCurrency":"XXX"}}""", "definition.basis.moneyCurrency")]
    [InlineData("""{"basis":{"kind":"events","pointCurrency":"POINTS"}}""", "definition.basis.pointCurrency")]
    [InlineData(
        """{"basis":{"kind":"qualifyingPoints","pointCurrency":"NO_SUCH"}}""",
        "definition.basis.pointCurrency"
    )]
    [InlineData("""{"basis":{}}""", "definition.basis.kind")]
    [InlineData("""{"window":{"kind":"rolling"}}""", "definition.window.months")]
    [InlineData("""{"window":{"kind":"rolling","months":0}}""", "definition.window.months")]
    [InlineData("""{"window":{"kind":"calendarYear","months":12}}""", "definition.window.months")]
    [InlineData("""{"graceDays":-1}""", "definition.graceDays")]
    [InlineData("""{"graceDays":367}""", "definition.graceDays")]
    [InlineData("""{"levels":[]}""", "definition.levels")]
    [InlineData("""{"levels":[null]}""", "definition.levels")]
    [InlineData("""{"levels":[{"code":"gold","name":"Gold","threshold":"1"}]}""", "definition.levels[0].code")]
    [InlineData("""{"levels":[{"code":"GO\u0000LD","name":"Gold","threshold":"1"}]}""", "definition.levels[0].code")]
    [InlineData("""{"levels":[{"code":"GOLD_X","name":"a\u0000","threshold":"1"}]}""", "definition.levels[0].name")]
    [InlineData("""{"levels":[{"code":"GOLD_X","name":"Gold","threshold":"-1"}]}""", "definition.levels[0].threshold")]
    [InlineData("""{"levels":[{"code":"GOLD_X","name":"Gold","threshold":"1e3"}]}""", "definition.levels[0].threshold")]
    [InlineData(
        """{"levels":[{"code":"GOLD_X","name":"Gold","threshold":"0.00001"}]}""",
        "definition.levels[0].threshold"
    )]
    [InlineData(
        """{"levels":[{"code":"GOLD_X","name":"Gold","threshold":"1000000000001"}]}""",
        "definition.levels[0].threshold"
    )]
    [InlineData("""{"levels":[{"code":"GOLD_X","name":"Gold"}]}""", "definition.levels[0].threshold")]
    [InlineData(
        """{"levels":[{"code":"GOLD_X","name":"G","threshold":"2"},{"code":"GOLD_X","name":"H","threshold":"2"}]}""",
        "definition.levels[1].code",
        "definition.levels[1].threshold"
    )]
    [InlineData(
        """{"levels":[{"code":"GOLD_X","name":"G","names":{"not a tag":"x"},"threshold":"2"}]}""",
        "definition.levels[0].names"
    )]
    public async Task An_unsound_definition_names_its_fields(string changes, params string[] fields)
    {
        var definition = changes == "{}" ? new JsonObject() : Definition((NewCode(), "5"));
        foreach (var (name, value) in JsonNode.Parse(changes)!.AsObject())
        {
            definition[name] = value?.DeepClone();
        }

        (await TryCreateAsync(definition)).ShouldBe(fields, ignoreOrder: true);
    }

    [Theory]
    [InlineData("""{"code":"A","name":"","displayOrder":-1}""")]
    [InlineData("""{"code":null,"name":null,"displayOrder":1001,"definition":null}""")]
    public async Task An_unsound_set_names_its_fields(string body)
    {
        using var staff = Club.Staff("manager");
        using var answer = await staff.PostAsJsonAsync(Sets, JsonNode.Parse(body));

        var problem = await answer.ShouldBeRefusedAsync(HttpStatusCode.UnprocessableEntity, "invalid-request");
        problem["errors"]!
            .AsObject()
            .Select(error => error.Key)
            .ShouldBe(["code", "name", "displayOrder", "definition"], ignoreOrder: true);
    }

    private async Task<IEnumerable<string>> TryCreateAsync(JsonObject definition)
    {
        using var staff = Club.Staff("manager");
        using var answer = await staff.PostAsJsonAsync(
            Sets,
            new JsonObject
            {
                ["code"] = NewCode(),
                ["name"] = "Status",
                ["definition"] = definition.DeepClone(),
            }
        );
        var problem = await answer.ShouldBeRefusedAsync(HttpStatusCode.UnprocessableEntity, "invalid-request");
        return problem["errors"]!.AsObject().Select(error => error.Key);
    }

    public sealed class OnSqlite() : TierSetTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : TierSetTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : TierSetTests(DatabaseProvider.SqlServer);
}
