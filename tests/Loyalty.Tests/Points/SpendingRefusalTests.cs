using System.Net;
using System.Text.Json.Nodes;
using Loyalty.Domain.Points;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Loyalty.Tests.Members;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace Loyalty.Tests.Points;

/// <summary>What cannot be spent, and who may not, over HTTP.</summary>
public abstract class SpendingRefusalTests(DatabaseProvider provider) : ClubTests(provider)
{
    [Theory]
    [InlineData("points", "0")]
    [InlineData("points", "-1")]
    [InlineData("points", "1000000000001")]
    [InlineData("currency", "\"NONE_SUCH\"")]
    [InlineData("currency", "\"x\"")]
    [InlineData("currency", "null")]
    [InlineData("reference", "\"a\\u0000b\"")]
    public async Task Pain40_What_cannot_be_spent_is_named(string field, string value)
    {
        var member = await Club.GivenMemberWithPointsAsync(100);
        using var staff = Club.Staff();
        foreach (var path in (string[])["redemptions", "holds"])
        {
            var body = new JsonObject { ["currency"] = "POINTS", ["points"] = 1 };
            body[field] = JsonNode.Parse(value);

            var answer = await staff.SendAsync($"members/{member}/{path}", body, key: null);

            ((int)answer.StatusCode).ShouldBeOneOf(400, 422);
            (await answer.Content.ReadAsStringAsync()).ShouldContain(field);
        }

        (await Club.CountAsync(member)).ShouldBe((100, 0, 100));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    [InlineData(2_592_001)]
    [InlineData(long.MaxValue)]
    public async Task Pain40_A_hold_for_no_time_or_for_ever_is_refused(long seconds)
    {
        var member = await Club.GivenMemberWithPointsAsync(100);
        using var staff = Club.Staff();

        var problem = await (await staff.HoldAsync(member, 1, seconds)).ShouldBeRefusedAsync(
            HttpStatusCode.UnprocessableEntity,
            "invalid-request"
        );
        problem["errors"]!.AsObject().Single().Key.ShouldBe("seconds");
    }

    [Fact]
    public async Task Who_only_reads_spends_nothing_and_strangers_find_nothing()
    {
        var member = await Club.GivenMemberWithPointsAsync(100);
        using var auditor = Club.Staff("auditor");
        using var staff = Club.Staff();

        (await auditor.RedeemAsync(member, 1)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await auditor.AdjustAsync(member, 1)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        var nobody = new Domain.Members.MemberId(Guid.CreateVersion7(TimeProvider.System.GetUtcNow()));
        (await staff.RedeemAsync(nobody, 1)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (
            await staff.EndHoldAsync(
                new HoldId(Guid.CreateVersion7(TimeProvider.System.GetUtcNow())).ToString(),
                "release"
            )
        ).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (
            await staff.GiveBackAsync(new OperationKey(Guid.CreateVersion7(TimeProvider.System.GetUtcNow())).ToString())
        ).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var suspended = await Club.GivenMemberAsync(Domain.Members.MemberStatus.Suspended);
        await (await staff.RedeemAsync(suspended, 1)).ShouldBeRefusedAsync(HttpStatusCode.Conflict, "member-may-not");
    }

    [Fact]
    public async Task The_same_key_gets_the_first_answer_also_when_it_would_be_refused_by_now()
    {
        var member = await Club.GivenMemberWithPointsAsync(100);
        using var staff = Club.Staff();
        var redeemed = await (await staff.RedeemAsync(member, 10, "r")).ReadAsync(HttpStatusCode.Created);
        var held = await (await staff.HoldAsync(member, 20, 60, "h")).ReadAsync(HttpStatusCode.Created);

        await Club.WithContextAsync(context =>
            context
                .Members.Where(row => row.Id == member)
                .ExecuteUpdateAsync(row => row.SetProperty(m => m.Status, Domain.Members.MemberStatus.Suspended))
        );

        (await (await staff.RedeemAsync(member, 10, "r")).ReadAsync(HttpStatusCode.Created))
            .ToJsonString()
            .ShouldBe(redeemed.ToJsonString());
        (await (await staff.HoldAsync(member, 20, 60, "h")).ReadAsync(HttpStatusCode.Created))
            .ToJsonString()
            .ShouldBe(held.ToJsonString());
        await (await staff.RedeemAsync(member, 11, "r")).ShouldBeRefusedAsync(
            HttpStatusCode.Conflict,
            "idempotency-key-reused"
        );
        await (await staff.RedeemAsync(member, 10, "new")).ShouldBeRefusedAsync(
            HttpStatusCode.Conflict,
            "member-may-not"
        );
    }

    public sealed class OnSqlite() : SpendingRefusalTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : SpendingRefusalTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : SpendingRefusalTests(DatabaseProvider.SqlServer);
}
