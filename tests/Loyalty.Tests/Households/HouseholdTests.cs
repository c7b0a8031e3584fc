using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Loyalty.Domain.Members;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Loyalty.Tests.Members;
using Loyalty.Tests.Points;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;
using static Loyalty.Tests.Households.HouseholdActions;
using static Loyalty.Tests.Members.MembersActions;

namespace Loyalty.Tests.Households;

/// <summary>Households as staff form and change them, and what becomes of them with their members' accounts.</summary>
public abstract class HouseholdTests(DatabaseProvider provider) : ClubTests(provider)
{
    [Fact]
    public async Task Staff_form_a_household_and_read_it_from_each_member()
    {
        var (anna, ben, stranger) = (await GivenAsync(), await GivenAsync(), await GivenAsync());
        using var staff = Club.Staff("support");

        var formed = await (await staff.SendHouseholdAsync(anna, new Dweller(ben, 30, MaySpend: true))).ReadAsync(
            HttpStatusCode.Created
        );

        (formed["name"]!.ToString(), formed["organiser"]!.ToString()).ShouldBe(("Home", anna.ToString()));
        Shape(formed).ShouldBe([$"{anna} 100 True", $"{ben} 30 True"]);
        foreach (var member in (MemberId[])[anna, ben])
        {
            var read = await staff.GetJsonAsync($"{MembersPath}/{member}/household");
            read["household"]!["id"]!.ToString().ShouldBe(formed["id"]!.ToString());
        }

        using var auditor = Club.Staff("auditor");
        (await auditor.GetAsync($"{MembersPath}/{stranger}/household")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await auditor.GetJsonAsync($"{HouseholdsPath}/{formed["id"]}"))["places"]!.AsArray().Count.ShouldBe(2);
        (await auditor.SendHouseholdAsync(stranger).StatusAsync()).ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Nobody_is_in_two_households_and_one_holds_at_most_ten()
    {
        var (anna, ben) = (await GivenAsync(), await GivenAsync());
        using var staff = Club.Staff();
        var household = await staff.FormHouseholdAsync(anna);
        await staff.FormHouseholdAsync(ben);

        var problem = await (await staff.SetMemberAsync(household, new Dweller(ben))).ShouldBeRefusedAsync(
            HttpStatusCode.Conflict,
            "in-household-already"
        );
        problem["member"]!.ToString().ShouldBe(ben.ToString());
        await (await staff.SendHouseholdAsync(await GivenAsync(), new Dweller(anna))).ShouldBeRefusedAsync(
            HttpStatusCode.Conflict,
            "in-household-already"
        );
        for (var i = 1; i < 10; i++)
        {
            (await staff.SetMemberAsync(household, new Dweller(await GivenAsync())).StatusAsync()).ShouldBe(
                HttpStatusCode.OK
            );
        }

        var full = await (await staff.SetMemberAsync(household, new Dweller(await GivenAsync()))).ShouldBeRefusedAsync(
            HttpStatusCode.Conflict,
            "household-full"
        );
        ((int)full["placesMax"]!).ShouldBe(10);
    }

    [Fact]
    public async Task When_the_organiser_goes_the_longest_standing_member_organises_and_the_last_ends_it()
    {
        var (anna, ben, cleo) = (await GivenAsync(), await GivenAsync(), await GivenAsync());
        using var staff = Club.Staff();
        var household = await staff.FormHouseholdAsync(anna, new Dweller(ben));
        await staff.SetMemberAsync(household, new Dweller(cleo));

        (await staff.RemoveMemberAsync(household, anna)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await staff.GetJsonAsync(household))["organiser"]!.ToString().ShouldBe(ben.ToString());
        await staff.RemoveMemberAsync(household, ben);
        await staff.RemoveMemberAsync(household, cleo);

        var ended = await staff.GetJsonAsync(household);
        ended["organiser"].ShouldBeNull();
        ended["endedAt"].ShouldNotBeNull();
        ended["places"]!
            .AsArray()
            .ShouldAllBe(place => place!["endedAt"] != null && (string?)place["ending"] == "removed");
        (await staff.RemoveMemberAsync(household, cleo)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await (await staff.SetMemberAsync(household, new Dweller(anna))).ShouldBeRefusedAsync(
            HttpStatusCode.Conflict,
            "household-ended"
        );
        var history = await staff.GetJsonAsync($"{MembersPath}/{anna}/households");
        history[0]!["places"]!.AsArray().Single()!["member"]!.ToString().ShouldBe(anna.ToString());
    }

    [Fact]
    public async Task Leaving_keeps_points_and_open_holds_with_the_member()
    {
        var (anna, ben) = (await Club.GivenMemberWithPointsAsync(10), await Club.GivenMemberWithPointsAsync(20));
        using var staff = Club.Staff();
        var household = await staff.FormHouseholdAsync(anna, new Dweller(ben, MaySpend: true));
        var hold = await staff.HoldAsync(ben, 5).IdAsync();

        await staff.RemoveMemberAsync(household, ben);

        (await staff.PoolAsync(anna)).ShouldBe((10, 10));
        (await Club.CountAsync(ben)).ShouldBe((15, 5, 20));
        (await staff.EndHoldAsync(hold, "capture").StatusAsync()).ShouldBe(HttpStatusCode.Created);
        (await staff.RedeemFromHouseholdAsync(ben, 1).StatusAsync()).ShouldBe(HttpStatusCode.Conflict);
        (await staff.SetMemberAsync(household, new Dweller(ben)).StatusAsync()).ShouldBe(HttpStatusCode.OK);
        (await staff.PoolAsync(anna)).ShouldBe((25, 10), "who left can come back");
    }

    [Fact]
    public async Task Name_and_organiser_change_on_the_version_that_was_read()
    {
        var (anna, ben) = (await GivenAsync(), await GivenAsync());
        using var staff = Club.Staff();
        var household = await staff.FormHouseholdAsync(anna, new Dweller(ben));
        var etag = (await staff.GetAsync(household)).Headers.ETag;
        var body = new JsonObject { ["name"] = "Elsewhere", ["organiser"] = ben.ToString() };

        var changed = await (await staff.PutIfMatchAsync(household, body, etag)).ReadAsync(HttpStatusCode.OK);

        (changed["name"]!.ToString(), changed["organiser"]!.ToString()).ShouldBe(("Elsewhere", ben.ToString()));
        (await staff.PutIfMatchAsync(household, body, etag).StatusAsync()).ShouldBe(HttpStatusCode.PreconditionFailed);
        (await staff.PutIfMatchAsync(household, body, etag: null).StatusAsync()).ShouldBe(
            HttpStatusCode.UnprocessableEntity
        );
        body["organiser"] = (await GivenAsync()).ToString();
        var fresh = (await staff.GetAsync(household)).Headers.ETag;
        var problem = await (await staff.PutIfMatchAsync(household, body, fresh)).ShouldBeRefusedAsync(
            HttpStatusCode.UnprocessableEntity,
            "invalid-request"
        );
        problem["errors"]!.AsObject().Single().Key.ShouldBe("organiser");
    }

    [Theory]
    [InlineData("name", "\"\"")]
    [InlineData("name", "\"a\\u0000b\"")]
    [InlineData("organiser", "\"mbr_00000000000000000000000000\"")]
    [InlineData("members[0].member", "[{\"member\":\"mbr_00000000000000000000000000\"}]")]
    [InlineData("members[0].sharePercent", "[{\"member\":\"mbr_00000000000000000000000000\",\"sharePercent\":101}]")]
    [InlineData("members[0].sharePercent", "[{\"member\":\"mbr_00000000000000000000000000\",\"sharePercent\":-1}]")]
    public async Task Pain40_What_forms_no_household_is_named(string field, string value)
    {
        using var staff = Club.Staff();
        var body = new JsonObject { ["name"] = "Home", ["organiser"] = (await GivenAsync()).ToString() };
        body[field.Split('[')[0]] = JsonNode.Parse(value);

        var problem = await (await staff.PostAsJsonAsync(HouseholdsPath, body)).ShouldBeRefusedAsync(
            HttpStatusCode.UnprocessableEntity,
            "invalid-request"
        );

        problem["errors"]!.AsObject().Select(error => error.Key).ShouldContain(field);
    }

    [Fact]
    public async Task A_closed_account_leaves_and_does_not_come_back()
    {
        var (anna, ben) = (await GivenAsync(), await GivenAsync());
        using var staff = Club.Staff();
        var household = await staff.FormHouseholdAsync(anna, new Dweller(ben));

        await staff.PostAsJsonAsync($"{MembersPath}/{anna}/close", new { reason = "as asked" });

        var left = await staff.GetJsonAsync(household);
        left["organiser"]!.ToString().ShouldBe(ben.ToString());
        left["places"]![0]!["ending"]!.ToString().ShouldBe("closed");
        await (await staff.SetMemberAsync(household, new Dweller(anna))).ShouldBeRefusedAsync(
            HttpStatusCode.Conflict,
            "member-closed"
        );
    }

    [Fact]
    public async Task Erasure_leaves_no_trace_of_with_whom_the_member_lived()
    {
        var (anna, ben) = (await GivenAsync(), await GivenAsync());
        using var staff = Club.Staff();
        var household = await staff.FormHouseholdAsync(anna, new Dweller(ben));
        await staff.PostAsJsonAsync($"{MembersPath}/{ben}/close", new { reason = "as asked" });

        (await staff.PostAsync($"{MembersPath}/{ben}/erasure", null)).StatusCode.ShouldBe(HttpStatusCode.OK);

        (await staff.GetJsonAsync(household)).ToJsonString().ShouldNotContain(ben.ToString());
        (await staff.GetJsonAsync($"{MembersPath}/{ben}/households")).AsArray().ShouldBeEmpty();
        (await staff.GetJsonAsync(household))["name"]!.ToString().ShouldBe("Home", "it goes on");
        await staff.PostAsJsonAsync($"{MembersPath}/{anna}/close", new { reason = "as asked" });
        (await staff.PostAsync($"{MembersPath}/{anna}/erasure", null)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await staff.GetJsonAsync(household))["name"]!.ToString().ShouldNotBe("Home");
    }

    [Fact]
    public async Task The_survivor_of_a_merge_takes_the_place_and_gives_it_back_with_the_undoing()
    {
        var (duplicate, survivor, ben) = (await GivenAsync(), await GivenAsync(), await GivenAsync());
        using var staff = Club.Staff();
        var household = await staff.FormHouseholdAsync(duplicate, new Dweller(ben));
        var preview = await staff.GetJsonAsync($"{MembersPath}/{survivor}/merges/preview?duplicate={duplicate}");
        ((string?)preview["household"]).ShouldBe("taken");

        var merge = await MergeAsync(staff, survivor, duplicate);

        var after = await staff.GetJsonAsync(household);
        after["organiser"]!.ToString().ShouldBe(survivor.ToString());
        Shape(after).ShouldBe([$"{survivor} 100 True", $"{ben} 100 False"]);
        (await staff.PostAsync($"/api/admin/v1/merges/{merge}/undo", null)).StatusCode.ShouldBe(HttpStatusCode.OK);
        var back = await staff.GetJsonAsync(household);
        back["organiser"]!.ToString().ShouldBe(duplicate.ToString());
        Shape(back).ShouldBe([$"{duplicate} 100 True", $"{ben} 100 False"]);
    }

    [Fact]
    public async Task A_duplicate_leaves_where_the_survivor_lives_in_a_household()
    {
        var (duplicate, survivor, ben) = (await GivenAsync(), await GivenAsync(), await GivenAsync());
        using var staff = Club.Staff();
        var left = await staff.FormHouseholdAsync(duplicate, new Dweller(ben));
        var kept = await staff.FormHouseholdAsync(survivor);
        var preview = await staff.GetJsonAsync($"{MembersPath}/{survivor}/merges/preview?duplicate={duplicate}");
        ((string?)preview["household"]).ShouldBe("left");

        await MergeAsync(staff, survivor, duplicate);

        var after = await staff.GetJsonAsync(left);
        after["organiser"]!.ToString().ShouldBe(ben.ToString());
        after["places"]![0]!["ending"]!.ToString().ShouldBe("merged");
        var read = await staff.GetJsonAsync($"{MembersPath}/{survivor}/household");
        kept.ShouldEndWith(read["household"]!["id"]!.ToString());
    }

    [Fact]
    public async Task Every_change_is_made_once_under_its_key()
    {
        var anna = await GivenAsync();
        using var staff = Club.Staff();
        staff.DefaultRequestHeaders.Add("Idempotency-Key", MemberAppActions.NewKey());

        var first = await staff.SendHouseholdAsync(anna).IdAsync();

        (await staff.SendHouseholdAsync(anna).IdAsync()).ShouldBe(first);
    }

    [Fact]
    public async Task A_change_without_an_answer_made_again_under_its_key_keeps_the_connection()
    {
        var (anna, ben) = (await GivenAsync(), await GivenAsync());
        using var staff = Club.Staff();
        var household = await staff.FormHouseholdAsync(anna, new Dweller(ben));
        var connections = 0;
        using var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (at, cancellationToken) =>
            {
                Interlocked.Increment(ref connections);
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                await socket.ConnectAsync(at.DnsEndPoint, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        using var keyed = new HttpClient(handler) { BaseAddress = Club.Url };
        keyed.DefaultRequestHeaders.Authorization = staff.DefaultRequestHeaders.Authorization;
        keyed.DefaultRequestHeaders.Add("Idempotency-Key", MemberAppActions.NewKey());

        for (var i = 0; i < 5; i++)
        {
            (await keyed.RemoveMemberAsync(household, ben).StatusAsync()).ShouldBe(HttpStatusCode.NoContent);
        }

        connections.ShouldBe(1);
    }

    private Task<MemberId> GivenAsync() => Club.GivenMemberAsync();

    private static Task<string> MergeAsync(HttpClient staff, MemberId survivor, MemberId duplicate) =>
        staff.PostAsJsonAsync($"{MembersPath}/{survivor}/merges", new { duplicate = duplicate.ToString() }).IdAsync();

    private static IEnumerable<string> Shape(JsonNode household) =>
        household["places"]!
            .AsArray()
            .Select(place => $"{place!["member"]} {place["sharePercent"]} {(bool)place["maySpend"]!}");

    public sealed class OnSqlite() : HouseholdTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : HouseholdTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : HouseholdTests(DatabaseProvider.SqlServer);
}
