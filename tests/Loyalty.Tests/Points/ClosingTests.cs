using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Loyalty.Application.Points;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Loyalty.Tests.Members;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;
using static Loyalty.Tests.Members.MembersActions;

namespace Loyalty.Tests.Points;

/// <summary>What becomes of points when an account is closed.</summary>
public abstract class ClosingTests(DatabaseProvider provider) : ClubTests(provider)
{
    [Fact]
    public async Task Closing_gives_up_what_the_preview_said_and_the_books_agree()
    {
        var member = await Club.GivenMemberWithPointsAsync(100);
        using var staff = Club.Staff("support");
        var preview = await staff.GetJsonAsync($"{MembersPath}/{member}/closing");
        var lost = preview["points"]!.AsArray().Single()!;
        ((string?)lost["currency"], (long)lost["points"]!, (long)lost["held"]!).ShouldBe(("POINTS", 100, 0));

        await CloseAsync(staff, member);

        (await Club.CountAsync(member)).ShouldBe((0, 0, 0));
        var entry = (await Club.EntriesAsync(member))[^1];
        (entry.Kind, entry.Points, entry.CounterAccount).ShouldBe(
            (Domain.Points.EntryKind.Forfeiture, -100, "breakage")
        );
        (await Club.VerifyAsync()).Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task Closing_twice_gives_up_once()
    {
        var member = await Club.GivenMemberWithPointsAsync(100);
        using var staff = Club.Staff();

        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => CloseAsync(staff, member)));

        (await Club.EntriesAsync(member)).Count(entry => entry.Points == -100).ShouldBe(1);
        (await staff.GetJsonAsync($"{MembersPath}/{member}/status-history")).AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_open_hold_can_be_captured_after_closing_and_what_it_leaves_is_given_up()
    {
        var member = await Club.GivenMemberWithPointsAsync(100);
        using var staff = Club.Staff();
        var captured = await staff.HoldAsync(member, 40).IdAsync();
        var released = await staff.HoldAsync(member, 30).IdAsync();
        var preview = await staff.GetJsonAsync($"{MembersPath}/{member}/closing");
        ((long)preview["points"]![0]!["points"]!, (long)preview["points"]![0]!["held"]!).ShouldBe((30, 70));
        await CloseAsync(staff, member);
        (await Club.CountAsync(member)).ShouldBe((0, 70, 70));

        (await staff.EndHoldAsync(captured, "capture", 25)).StatusCode.ShouldBe(HttpStatusCode.Created);
        (await Club.CountAsync(member)).ShouldBe((0, 30, 30));
        (await staff.EndHoldAsync(released, "release")).StatusCode.ShouldBe(HttpStatusCode.Created);

        (await Club.CountAsync(member)).ShouldBe((0, 0, 0));
        (await Club.EntriesAsync(member))
            .Where(entry => entry.Kind == Domain.Points.EntryKind.Forfeiture)
            .Select(entry => entry.Points)
            .ShouldBe([-30, -15, -30]);
        (await Club.VerifyAsync()).Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_redemption_given_back_after_closing_is_given_up()
    {
        var member = await Club.GivenMemberWithPointsAsync(100);
        using var staff = Club.Staff();
        var spent = await staff.RedeemAsync(member, 60).IdAsync();
        await CloseAsync(staff, member);

        var back = await (await staff.GiveBackAsync(spent)).ReadAsync(HttpStatusCode.Created);

        back["entries"]!
            .AsArray()
            .Select(entry => (string?)entry!["kind"])
            .ShouldBe(["redemptionReversal", "forfeiture"]);
        (await Club.CountAsync(member)).ShouldBe((0, 0, 0));
    }

    [Fact]
    public async Task What_a_crash_between_status_and_points_left_is_given_up_later()
    {
        var member = await Club.GivenMemberWithPointsAsync(100);
        await Club.WithContextAsync(async context =>
        {
            var row = await context.Members.SingleAsync(row => row.Id == member);
            row.Status = MemberStatus.Closed;
            row.SettleAfter = TimeProvider.System.Instant().AddSeconds(-1);
            return await context.SaveChangesAsync();
        });

        await using var scope = Club.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ForfeitPoints>().DueAsync(CancellationToken.None);

        (await Club.CountAsync(member)).ShouldBe((0, 0, 0));
        var after = await Club.WithContextAsync(context => context.Members.SingleAsync(row => row.Id == member));
        after.SettleAfter.ShouldBeNull();
    }

    [Fact]
    public async Task Points_that_came_while_the_account_was_closed_are_given_up_by_the_second_look()
    {
        var member = await Club.GivenMemberWithPointsAsync(100);
        using var staff = Club.Staff();
        await CloseAsync(staff, member);
        await Club.WithContextAsync(async context =>
        {
            // As if an event had been let through just before.
            await context
                .Members.Where(row => row.Id == member)
                .ExecuteUpdateAsync(row => row.SetProperty(m => m.Status, MemberStatus.Active));
            return 0;
        });
        var partner = await Club.GivenPartnerAsync();
        await Club.TakeAsync(partner, PointsActions.Grant(member, 7));
        await Club.WithContextAsync(context =>
            context
                .Members.Where(row => row.Id == member)
                .ExecuteUpdateAsync(row =>
                    row.SetProperty(m => m.Status, MemberStatus.Closed)
                        .SetProperty(m => m.SettleAfter, TimeProvider.System.Instant().AddSeconds(-1))
                )
        );

        await using var scope = Club.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ForfeitPoints>().DueAsync(CancellationToken.None);

        (await Club.CountAsync(member)).ShouldBe((0, 0, 0));
    }

    [Fact]
    public async Task The_closing_of_nobody_is_not_found()
    {
        using var staff = Club.Staff();
        await (await staff.GetAsync($"{MembersPath}/mbr_{new string('0', 26)}/closing")).ShouldBeRefusedAsync(
            HttpStatusCode.NotFound,
            "not-found"
        );
    }

    private static async Task CloseAsync(HttpClient staff, MemberId member)
    {
        var body = new JsonObject { ["reason"] = "as asked" };
        await (await staff.PostAsJsonAsync($"{MembersPath}/{member}/close", body)).ReadAsync(HttpStatusCode.OK);
    }

    public sealed class OnSqlite() : ClosingTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : ClosingTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : ClosingTests(DatabaseProvider.SqlServer);
}
