using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Loyalty.Tests.Members;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;
using static Loyalty.Tests.Members.MembersActions;

namespace Loyalty.Tests.Points;

/// <summary>Two accounts of one person become one.</summary>
public abstract class MergeTests(DatabaseProvider provider) : ClubTests(provider)
{
    [Fact]
    public async Task Pain27_A_merge_loses_and_doubles_no_points_and_can_be_undone()
    {
        var survivor = await Club.GivenMemberWithPointsAsync(100);
        var duplicate = await Club.GivenMemberWithPointsAsync(200);
        var lots = await Club.LotsAsync(duplicate);
        using var staff = Club.Staff("support");
        var preview = await staff.GetJsonAsync($"{MembersPath}/{survivor}/merges/preview?duplicate={duplicate}");
        ((long)preview["points"]![0]!["after"]!).ShouldBe(300);

        var merge = await staff.MergeAsync(survivor, duplicate);

        (await Club.CountAsync(survivor)).ShouldBe((300, 0, 300));
        (await Club.CountAsync(duplicate)).ShouldBe((0, 0, 0));
        (await Club.LotsAsync(survivor))
            .Select(lot => lot.Key)
            .ShouldBe((await Club.LotsAsync(survivor)).Select(lot => lot.Key).Union(lots.Select(lot => lot.Key)));
        var record = await staff.GetJsonAsync($"{MembersPath}/{duplicate}");
        (record["status"]!.ToString(), record["mergedInto"]!.ToString()).ShouldBe(("merged", survivor.ToString()));

        await staff.UndoMergeAsync(merge);
        await staff.UndoMergeAsync(merge);

        (await Club.CountAsync(survivor)).ShouldBe((100, 0, 100));
        (await Club.CountAsync(duplicate)).ShouldBe((200, 0, 200));
        (await staff.GetJsonAsync($"{MembersPath}/{duplicate}"))["status"]!.ToString().ShouldBe("active");
        (await Club.VerifyAsync()).Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task Pain27_Cards_ids_and_late_events_of_the_old_member_land_on_the_survivor()
    {
        await Club.EnsurePointsAsync();
        var survivor = await Club.EnrolMemberAsync();
        var vin = Vin();
        var duplicate = await Club.EnrolMemberAsync(
            Person().WithVehicle(vin).WithEmail(Email()).WithExternalId("crm", Word())
        );
        using var staff = Club.Staff();
        await PostAsync(
            staff,
            $"{duplicate.Url}/sign-ins",
            new() { ["issuer"] = Club.Issuer.Url, ["subject"] = duplicate.Id }
        );

        var merge = await staff.MergeAsync(IdOf(survivor), IdOf(duplicate));

        var after = await staff.GetJsonAsync(survivor.Url);
        after["cards"]!.AsArray().Select(card => card!["number"]!.ToString()).ShouldContain(duplicate.Card);
        after["vehicles"]![0]!["vin"]!.ToString().ShouldBe(vin);
        after["externalIds"]!.AsArray().Count.ShouldBe(1);
        after["contactPoints"]![0]!["primary"]!.GetValue<bool>().ShouldBeTrue();
        (await staff.GetJsonAsync($"{survivor.Url}/sign-ins")).AsArray().Count.ShouldBe(1);
        var partner = await Club.GivenPartnerAsync();
        var byId = PointsActions.Grant(IdOf(duplicate), 30);
        var byCard = PointsActions.Grant(IdOf(duplicate), 12);
        byCard = byCard with { Head = byCard.Head with { Member = new MemberReference.ByCard(duplicate.Card) } };
        (await Club.TakeAsync(partner, [byId, byCard])).ShouldAllBe(result => result is EventResult.Posted);
        (await Club.CountAsync(IdOf(survivor))).Balance.ShouldBe(42);

        await staff.UndoMergeAsync(merge);

        var back = await staff.GetJsonAsync(duplicate.Url);
        back["cards"]![0]!["number"]!.ToString().ShouldBe(duplicate.Card);
        back["vehicles"]![0]!["vin"]!.ToString().ShouldBe(vin);
        (await Club.CountAsync(IdOf(survivor))).Balance.ShouldBe(42);
    }

    [Fact]
    public async Task Arrears_move_with_the_merge_and_come_back_with_its_undoing()
    {
        await Club.EnsurePointsAsync();
        var partner = await Club.GivenPartnerAsync();
        var survivor = await Club.GivenMemberWithPointsAsync(100);
        var duplicate = await Club.GivenMemberAsync();
        var earned = PointsActions.Grant(duplicate, 70);
        await Club.TakeAsync(partner, earned);
        using var staff = Club.Staff();
        (await staff.RedeemAsync(duplicate, 70)).StatusCode.ShouldBe(HttpStatusCode.Created);
        await Club.TakeAsync(partner, PointsActions.Reversal(earned));
        (await Club.WalletAsync(duplicate)).Arrears.ShouldBe(70);

        var merge = await staff.MergeAsync(survivor, duplicate);

        (await Club.CountAsync(survivor)).ShouldBe((30, 0, 30));
        ((await Club.WalletAsync(duplicate)).Arrears, (await Club.WalletAsync(duplicate)).Balance).ShouldBe((0, 0));
        await staff.UndoMergeAsync(merge);
        (await Club.CountAsync(survivor)).ShouldBe((100, 0, 100));
        (await Club.WalletAsync(duplicate)).Arrears.ShouldBe(70);
        (await Club.VerifyAsync()).Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task Open_holds_block_a_merge_and_spent_points_block_its_undoing()
    {
        var survivor = await Club.GivenMemberWithPointsAsync(10);
        var duplicate = await Club.GivenMemberWithPointsAsync(200);
        using var staff = Club.Staff();
        var hold = await staff.HoldAsync(duplicate, 5).IdAsync();
        await (await staff.SendMergeAsync(survivor, duplicate)).ShouldBeRefusedAsync(
            HttpStatusCode.Conflict,
            "merge-has-holds"
        );
        (await staff.EndHoldAsync(hold, "release")).StatusCode.ShouldBe(HttpStatusCode.Created);
        var merge = await staff.MergeAsync(survivor, duplicate);
        (await staff.RedeemAsync(survivor, 11)).StatusCode.ShouldBe(HttpStatusCode.Created);

        var problem = await (await staff.PostAsync($"/api/admin/v1/merges/{merge}/undo", null)).ShouldBeRefusedAsync(
            HttpStatusCode.Conflict,
            "merge-points-spent"
        );

        ((long)problem["came"]!, (long)problem["left"]!).ShouldBe((200, 199));
        (await Club.CountAsync(survivor)).Balance.ShouldBe(199);
        await (await staff.SendMergeAsync(survivor, survivor)).ShouldBeRefusedAsync(
            HttpStatusCode.UnprocessableEntity,
            "invalid-request"
        );
        var (gone, other) = (duplicate, survivor);
        await (await staff.SendMergeAsync(gone, other)).ShouldBeRefusedAsync(
            HttpStatusCode.Conflict,
            "member-not-mergeable"
        );
    }

    [Fact]
    public async Task Accruals_that_race_with_a_merge_are_all_with_the_survivor_in_the_end()
    {
        var survivor = await Club.GivenMemberWithPointsAsync(1);
        var duplicate = await Club.GivenMemberWithPointsAsync(1);
        var partner = await Club.GivenPartnerAsync();
        using var staff = Club.Staff();

        var earning = Enumerable.Range(0, 20).Select(_ => Club.TakeAsync(partner, PointsActions.Grant(duplicate, 1)));
        var merging = Enumerable.Range(0, 3).Select(_ => staff.SendMergeAsync(survivor, duplicate));
        var (results, merges) = (Task.WhenAll(earning), Task.WhenAll(merging));
        (await results).ShouldAllBe(result => result is EventResult.Posted);
        (await merges).Select(answer => answer.StatusCode).ShouldAllBe(status => status == HttpStatusCode.Created);
        await SettleAsync(duplicate);

        (await Club.CountAsync(survivor)).Balance.ShouldBe(22);
        (await Club.CountAsync(duplicate)).Balance.ShouldBe(0);
        (await Club.VerifyAsync()).Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_taken_back_of_the_old_members_events_is_taken_from_the_survivor()
    {
        var survivor = await Club.GivenMemberWithPointsAsync(10);
        var duplicate = await Club.GivenMemberAsync();
        var partner = await Club.GivenPartnerAsync();
        var earned = PointsActions.Grant(duplicate, 50);
        await Club.TakeAsync(partner, earned);
        using var staff = Club.Staff();
        await staff.MergeAsync(survivor, duplicate);

        (await Club.TakeAsync(partner, PointsActions.Reversal(earned))).ShouldBeOfType<EventResult.Posted>();
        await SettleAsync(duplicate);

        (await Club.CountAsync(survivor)).Balance.ShouldBe(10);
        (await Club.WalletAsync(duplicate)).Balance.ShouldBe(0);
        (await Club.VerifyAsync()).Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task After_its_window_a_merge_stays()
    {
        var (survivor, duplicate) = (await Club.GivenMemberAsync(), await Club.GivenMemberAsync());
        using var staff = Club.Staff();
        var merge = await staff.MergeAsync(survivor, duplicate);
        await Club.WithContextAsync(context =>
            context
                .MemberMerges.Where(row => row.DuplicateId == duplicate)
                .ExecuteUpdateAsync(row => row.SetProperty(m => m.UndoUntil, TimeProvider.System.Instant()))
        );

        await (await staff.PostAsync($"/api/admin/v1/merges/{merge}/undo", null)).ShouldBeRefusedAsync(
            HttpStatusCode.Conflict,
            "merge-window-over"
        );
    }

    private Task SettleAsync(MemberId member) => Club.SettleAsync(member);

    private static MemberId IdOf(Enrolled member) =>
        Identifier.TryParse<MemberId>(member.Id, out var id) ? id : throw new FormatException(member.Id);

    private static async Task PostAsync(HttpClient staff, string url, JsonObject body) =>
        await (await staff.PostAsJsonAsync(url, body)).ReadAsync(HttpStatusCode.Created);

    public sealed class OnSqlite() : MergeTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : MergeTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : MergeTests(DatabaseProvider.SqlServer);
}
