using System.Net;
using System.Net.Http.Json;
using Loyalty.Testing;
using Loyalty.Tests.Members;
using Shouldly;
using Xunit;
using static Loyalty.Tests.Care.CareActions;

namespace Loyalty.Tests.Care;

/// <summary>What staff see before anything is planned, and what they set over all rules.</summary>
public abstract class CarePreviewTests(DatabaseProvider provider) : CareClubTests(provider)
{
    [Fact]
    public async Task A_preview_says_who_how_and_why_not_and_writes_nothing()
    {
        var rule = await Club.CreateCareRuleAsync(Birthday("""{"channels":["phone"]}"""));
        var (willing, refuses) = (await Club.GivenBirthdayAsync(), await Club.GivenBirthdayAsync());
        await Club.ConsentAsync(refuses, granted: false);
        using var staff = Club.Staff("support");
        using var answer = await staff.PostAsJsonAsync($"{rule.Path}/preview", new { day = Today.Text() });
        var preview = await answer.ReadAsync(HttpStatusCode.OK);

        ((bool)preview["isComplete"]!).ShouldBeTrue();
        ((int)preview["looked"]!).ShouldBe(2);
        var shown = preview["contacts"]!.AsArray().ToDictionary(one => (string)one!["memberId"]!);
        ((string)shown[willing.ToString()]!["channel"]!).ShouldBe("phone");
        ((string)shown[refuses.ToString()]!["reason"]!).ShouldBe("no-consent");
        (await EventsAsync()).ShouldBeEmpty();
        using var other = await staff.PostAsJsonAsync($"{rule.Path}/preview", new { member = willing.ToString() });
        (await other.ReadAsync(HttpStatusCode.OK))["contacts"]!.AsArray().ShouldBeEmpty();
        await Club.StepAsync(rule, "publish");
        await PlanAsync();
        await SendAsync();
        using var after = await staff.PostAsJsonAsync($"{rule.Path}/preview", new { day = Today.Text() });
        var left = (await after.ReadAsync(HttpStatusCode.OK))["contacts"]!.AsArray().ShouldHaveSingleItem()!;
        ((string)left["memberId"]!, (string)left["reason"]!).ShouldBe((refuses.ToString(), "no-consent"));
        using var known = await staff.PostAsJsonAsync(
            $"{rule.Path}/preview",
            new { day = Today.Text(), member = willing.ToString() }
        );
        (await known.ReadAsync(HttpStatusCode.OK))["contacts"]![0]!["reason"]!.ToString().ShouldBe("already-contacted");
        using var bad = await staff.PostAsJsonAsync($"{rule.Path}/preview", new { day = "2026-05-31" });
        await bad.ShouldBeRefusedAsync(HttpStatusCode.UnprocessableEntity, "invalid-request");
    }

    [Fact]
    public async Task Settings_are_checked_and_changed_by_those_who_read_them()
    {
        using var staff = Club.Staff("manager");
        using var read = await staff.GetAsync("/api/admin/v1/care-settings");
        var settings = await read.ReadAsync(HttpStatusCode.OK);
        settings["capContacts"] = 0;
        using var bad = await staff.PutIfMatchAsync("/api/admin/v1/care-settings", settings, read.Headers.ETag);
        (await bad.ShouldBeRefusedAsync(HttpStatusCode.UnprocessableEntity, "invalid-request"))["errors"]!
            ["capContacts"]
            .ShouldNotBeNull();
        settings["capContacts"] = 2;
        using var changed = await staff.PutIfMatchAsync("/api/admin/v1/care-settings", settings, read.Headers.ETag);
        ((int)(await changed.ReadAsync(HttpStatusCode.OK))["capContacts"]!).ShouldBe(2);
        using var stale = await staff.PutIfMatchAsync("/api/admin/v1/care-settings", settings, read.Headers.ETag);
        await stale.ShouldBeRefusedAsync(HttpStatusCode.PreconditionFailed, "stale-version");
        using var support = Club.Staff("support");
        using var forbidden = await support.PutIfMatchAsync(
            "/api/admin/v1/care-settings",
            settings,
            changed.Headers.ETag
        );
        forbidden.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    public sealed class OnSqlite() : CarePreviewTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : CarePreviewTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : CarePreviewTests(DatabaseProvider.SqlServer);
}
