using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Loyalty.Application.Points;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Points;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Loyalty.Tests.Members;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Loyalty.Tests.Points;

/// <summary>Corrections by staff: reasons, limits, the second person, the day's cap.</summary>
public abstract class AdjustmentTests(DatabaseProvider provider) : ClubTests(provider)
{
    [Fact]
    public async Task Within_the_limit_of_the_role_it_is_posted_at_once()
    {
        var member = await Club.GivenMemberWithPointsAsync(100);
        using var support = Person("support");

        var up = await (await support.AdjustAsync(member, 1_000)).ReadAsync(HttpStatusCode.Created);
        var down = await (await support.AdjustAsync(member, -300, "CORRECTION")).ReadAsync(HttpStatusCode.Created);

        ((string?)up["status"]).ShouldBe("posted");
        ((string?)down["status"]).ShouldBe("posted");
        (await Club.CountAsync(member)).ShouldBe((800, 0, 800));
        var entries = await Club.EntriesAsync(member);
        entries.Select(entry => entry.Kind).ShouldBe([EntryKind.Accrual, EntryKind.Adjustment, EntryKind.Adjustment]);
        entries[2].Explanation.ShouldContain("CORRECTION");
    }

    [Fact]
    public async Task Above_the_limit_a_second_person_approves()
    {
        var member = await Club.GivenMemberWithPointsAsync(100);
        using var asks = Person("manager");
        using var approves = Person("manager");

        var asked = await (await asks.AdjustAsync(member, 10_001)).ReadAsync(HttpStatusCode.Created);
        ((string?)asked["status"]).ShouldBe("pending");
        (await Club.CountAsync(member)).Balance.ShouldBe(100);
        var path = $"adjustments/{asked["id"]}";
        await (await asks.SendAsync($"{path}/approve", [], key: null)).ShouldBeRefusedAsync(
            HttpStatusCode.Conflict,
            "adjustment-needs-second-person"
        );
        using var support = Person("support");
        (await support.SendAsync($"{path}/approve", [], key: null)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);

        var decisions = await Task.WhenAll(
            Enumerable.Range(0, 5).Select(_ => approves.SendAsync($"{path}/approve", [], key: null))
        );

        decisions.Count(answer => answer.StatusCode == HttpStatusCode.OK).ShouldBeGreaterThan(0);
        (await Club.CountAsync(member)).Balance.ShouldBe(10_101);
        var read = await (await asks.GetAsync($"/api/admin/v1/{path}")).ReadAsync(HttpStatusCode.OK);
        ((string?)read["status"]).ShouldBe("posted");
        await (await approves.SendAsync($"{path}/reject", [], key: null)).ShouldBeRefusedAsync(
            HttpStatusCode.Conflict,
            "adjustment-decided"
        );
    }

    [Fact]
    public async Task What_is_rejected_moves_nothing_and_frees_the_day()
    {
        var member = await Club.GivenMemberWithPointsAsync(100);
        using var support = Person("support");
        using var manager = Person("manager");
        var asked = await (await support.AdjustAsync(member, 9_000)).ReadAsync(HttpStatusCode.Created);
        (await support.AdjustAsync(member, 1_001)).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var list = await (await manager.GetAsync("/api/admin/v1/adjustments?limit=200")).ReadAsync(HttpStatusCode.OK);
        list["items"]!.AsArray().ShouldContain(item => (string?)item!["id"] == (string?)asked["id"]);

        var rejected = await manager.SendAsync($"adjustments/{asked["id"]}/reject", [], key: null);

        ((string?)(await rejected.ReadAsync(HttpStatusCode.OK))["status"]).ShouldBe("rejected");
        (await Club.CountAsync(member)).Balance.ShouldBe(100);
        (await support.AdjustAsync(member, 1_000)).StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task One_person_cannot_pass_the_cap_of_the_day_by_asking_many_times_at_once()
    {
        var member = await Club.GivenMemberWithPointsAsync(100);
        using var support = Person("support");

        var answers = await Task.WhenAll(Enumerable.Range(0, 15).Select(_ => support.AdjustAsync(member, 1_000)));

        answers.Count(answer => answer.StatusCode == HttpStatusCode.Created).ShouldBe(10);
        var problem = await answers
            .First(answer => answer.StatusCode == HttpStatusCode.Conflict)
            .ShouldBeRefusedAsync(HttpStatusCode.Conflict, "adjustment-daily-cap");
        ((long)problem["cap"]!).ShouldBe(10_000);
        (await Club.CountAsync(member)).Balance.ShouldBe(10_100);
    }

    [Fact]
    public async Task The_same_key_again_adjusts_once()
    {
        var member = await Club.GivenMemberWithPointsAsync(100);
        using var support = Person("support");

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 5).Select(_ => support.AdjustAsync(member, 10, key: "again"))
        );

        answers.ShouldAllBe(answer => answer.StatusCode == HttpStatusCode.Created);
        (await Club.CountAsync(member)).Balance.ShouldBe(110);
        await (await support.AdjustAsync(member, 11, key: "again")).ShouldBeRefusedAsync(
            HttpStatusCode.Conflict,
            "idempotency-key-reused"
        );
    }

    [Fact]
    public async Task More_than_is_available_cannot_be_taken_and_counts_for_nothing()
    {
        var member = await Club.GivenMemberWithPointsAsync(100);
        using var support = Person("support");

        for (var i = 0; i < 12; i++)
        {
            await (await support.AdjustAsync(member, -1_000)).ShouldBeRefusedAsync(
                HttpStatusCode.Conflict,
                "insufficient-points"
            );
        }

        (await Club.CountAsync(member)).Balance.ShouldBe(100);
    }

    [Theory]
    [InlineData("points", "0")]
    [InlineData("points", "-9223372036854775808")]
    [InlineData("reason", "\"NONE\"")]
    [InlineData("reason", "\"GOOD\\u0000WILL\"")]
    [InlineData("currency", "\"NONE\"")]
    [InlineData("note", "\"a\\u0001\"")]
    public async Task Pain40_What_is_wrong_is_named(string field, string value)
    {
        var member = await Club.GivenMemberWithPointsAsync(100);
        using var support = Person("support");
        var body = new JsonObject
        {
            ["currency"] = "POINTS",
            ["points"] = 1,
            ["reason"] = "GOODWILL",
        };
        body[field] = JsonNode.Parse(value);

        var problem = await (
            await support.SendAsync($"members/{member}/adjustments", body, key: null)
        ).ShouldBeRefusedAsync(HttpStatusCode.UnprocessableEntity, "invalid-request");

        problem["errors"]!.AsObject().Single().Key.ShouldBe(field);
    }

    [Fact]
    public async Task Reasons_are_the_clubs_own()
    {
        var member = await Club.GivenMemberWithPointsAsync(100);
        using var manager = Person("manager");
        const string reason = "/api/admin/v1/adjustment-reasons/LOST_PARCEL";

        var body = new JsonObject { ["name"] = "A parcel was lost", ["active"] = true };
        (await manager.PutAsJsonAsync(reason, body)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await manager.AdjustAsync(member, 5, "LOST_PARCEL")).StatusCode.ShouldBe(HttpStatusCode.Created);
        body["active"] = false;
        (await manager.PutAsJsonAsync(reason, body)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await manager.AdjustAsync(member, 5, "LOST_PARCEL")).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var list = await (await manager.GetAsync("/api/admin/v1/adjustment-reasons")).ReadAsync(HttpStatusCode.OK);
        list.AsArray().Select(item => (string?)item!["code"]).ShouldContain("LOST_PARCEL");
        (await manager.PutAsJsonAsync("/api/admin/v1/adjustment-reasons/lower", body)).StatusCode.ShouldBe(
            HttpStatusCode.UnprocessableEntity
        );
    }

    [Fact]
    public async Task What_was_approved_and_did_not_reach_the_ledger_is_posted_once_a_minute_later()
    {
        var member = await Club.GivenMemberWithPointsAsync(100);
        var (old, young) = (Approved(member, TimeSpan.FromSeconds(61)), Approved(member, TimeSpan.Zero));
        await Club.WithContextAsync(context =>
        {
            context.Adjustments.AddRange(old, young);
            return context.SaveChangesAsync();
        });

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => FinishDueAsync()));
        await FinishDueAsync();

        (await Club.CountAsync(member)).Balance.ShouldBe(107);
        using var manager = Person("manager");
        (await StatusAsync(old)).ShouldBe("posted");
        (await StatusAsync(young)).ShouldBe("approved");

        async Task<string?> StatusAsync(Adjustment adjustment) =>
            (string?)(await manager.GetJsonAsync($"/api/admin/v1/adjustments/{adjustment.Id}"))["status"];
    }

    [Fact]
    public async Task The_same_key_gets_the_first_answer_also_when_it_would_be_refused_by_now()
    {
        var member = await Club.GivenMemberWithPointsAsync(100);
        using var manager = Person("manager");
        const string reason = "/api/admin/v1/adjustment-reasons/FLOOD";
        var body = new JsonObject { ["name"] = "A flood", ["active"] = true };
        (await manager.PutAsJsonAsync(reason, body)).StatusCode.ShouldBe(HttpStatusCode.OK);
        var first = await (await manager.AdjustAsync(member, 5, "FLOOD", "flood")).ReadAsync(HttpStatusCode.Created);

        body["active"] = false;
        (await manager.PutAsJsonAsync(reason, body)).StatusCode.ShouldBe(HttpStatusCode.OK);
        var again = await (await manager.AdjustAsync(member, 5, "FLOOD", "flood")).ReadAsync(HttpStatusCode.Created);

        again.ToJsonString().ShouldBe(first.ToJsonString());
        (await Club.CountAsync(member)).Balance.ShouldBe(105);
    }

    private static Adjustment Approved(MemberId member, TimeSpan ago) =>
        new()
        {
            Id = Identifier.New<AdjustmentId>(TimeProvider.System.GetUtcNow()),
            MemberId = member,
            Currency = PointsActions.Points,
            Points = 7,
            Reason = "GOODWILL",
            Status = AdjustmentStatus.Approved,
            RequestedBy = "somebody",
            RequestedAt = TimeProvider.System.Instant() - ago,
            ContentHash = new byte[32],
        };

    private async Task FinishDueAsync()
    {
        await using var scope = Club.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<AdjustPoints>().FinishDueAsync(CancellationToken.None);
    }

    private HttpClient Person(string role) =>
        Club.WithToken(
            Club.Issuer.Token($"{role}-{Guid.CreateVersion7(TimeProvider.System.GetUtcNow()):N}", "admin", role)
        );

    public sealed class OnSqlite() : AdjustmentTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : AdjustmentTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : AdjustmentTests(DatabaseProvider.SqlServer);
}
