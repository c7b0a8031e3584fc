using System.Text.Json.Nodes;
using Loyalty.Domain.Members;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Loyalty.Tests.Members;
using Loyalty.Tests.Points;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;
using static Loyalty.Tests.Households.HouseholdApp;
using static Loyalty.Tests.Members.MembersActions;

namespace Loyalty.Tests.Households;

/// <summary>A household as its members live in it with the app.</summary>
public abstract class HouseholdGraphQLTests(DatabaseProvider provider) : ClubTests(provider)
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Club.EnsurePointsAsync();
    }

    [Fact]
    public async Task Who_is_invited_by_card_is_in_the_household_once_the_invitation_is_accepted()
    {
        var (anna, ben) = (await GivenAsync("Anna", 100), await GivenAsync("Ben", 50));
        await DoneAsync(anna, "createHousehold", new { name = "Home" });

        var invited = await DoneAsync(
            anna,
            "inviteToHousehold",
            new { invitee = new { cardNumber = await CardAsync(ben) } }
        );

        invited["members"]!.AsArray().Count.ShouldBe(1, "nobody is in it without having accepted");
        invited["invitations"]!.AsArray().Single()!["id"].ShouldNotBeNull();
        var waiting = (await ben.AskAsync(Mine))["me"]!;
        waiting["household"].ShouldBeNull();
        var invitation = waiting["householdInvitations"]!.AsArray().Single()!;
        (invitation["household"]!.ToString(), invitation["invitedBy"]!.ToString()).ShouldBe(("Home", "Anna"));

        var joined = await DoneAsync(
            ben,
            "acceptHouseholdInvitation",
            new { invitation = invitation["id"]!.ToString(), sharePercent = 30 }
        );

        Shape(joined).ShouldBe(["Anna ORGANISER 100 True", "Ben MEMBER 30 False"]);
        joined["members"]![1]!["id"]!.ToString().ShouldBe(waiting["id"]!.ToString());
        var pool = (await anna.AskAsync(Mine))["me"]!["household"]!["pool"]!;
        pool.ToJsonString().ShouldBe("""{"available":115,"own":100}""");
        (await ben.AskAsync(Mine))["me"]!["household"]!["pool"]!
            .ToJsonString()
            .ShouldBe("""{"available":50,"own":50}""");
    }

    [Fact]
    public async Task A_share_is_set_by_whose_points_it_is_and_who_may_spend_by_the_organiser()
    {
        var (anna, ben) = await GivenTwoAsync();

        await DoneAsync(ben, "setHouseholdShare", new { sharePercent = 0 });
        (await anna.AskAsync(Mine))["me"]!["household"]!["pool"]!["available"]!.ToString().ShouldBe("100");
        Code(await ben.MutateAsync("setHouseholdMaySpend", Changed, await MaySpendAsync(ben, maySpend: true)))
            .ShouldBe("NOT_HOUSEHOLD_ORGANISER");
        var set = await anna.MutateAsync("setHouseholdMaySpend", Changed, await MaySpendAsync(ben, maySpend: true));

        Shape(set["household"]!).ShouldBe(["Anna ORGANISER 100 True", "Ben MEMBER 0 True"]);
        (await ben.AskAsync(Mine))["me"]!["household"]!["pool"]!["available"]!.ToString().ShouldBe("150");
        await DoneAsync(anna, "setHouseholdShare", new { sharePercent = 10 });
        (await ben.AskAsync(Mine))["me"]!["household"]!["pool"]!["available"]!.ToString().ShouldBe("60");
    }

    [Fact]
    public async Task Every_member_may_leave_and_the_organiser_takes_others_out()
    {
        var (anna, ben) = await GivenTwoAsync();
        var remove = new { idempotencyKey = "out", member = await IdAsync(anna) };
        Code(await ben.MutateAsync("removeFromHousehold", Changed, remove)).ShouldBe("NOT_HOUSEHOLD_ORGANISER");
        Field(await anna.MutateAsync("removeFromHousehold", Changed, remove)).ShouldBe("member");

        (await DoneOrGoneAsync(anna, "leaveHousehold", new { })).ShouldBeNull();

        var left = (await ben.AskAsync(Mine))["me"]!["household"]!;
        Shape(left).ShouldBe(["Ben ORGANISER 100 False"]);
        Code(await anna.MutateAsync("leaveHousehold", Changed, new { idempotencyKey = "again" }))
            .ShouldBe("IN_NO_HOUSEHOLD");
        (await DoneOrGoneAsync(ben, "leaveHousehold", new { })).ShouldBeNull();
        await DoneAsync(ben, "createHousehold", new { name = "Anew" });
    }

    [Fact]
    public async Task The_organiser_takes_a_member_out_and_the_points_go_with_the_member()
    {
        var (anna, ben) = await GivenTwoAsync();

        var left = await DoneAsync(anna, "removeFromHousehold", new { member = await IdAsync(ben) });

        Shape(left).ShouldBe(["Anna ORGANISER 100 True"]);
        (await ben.AskAsync(Mine))["me"]!["household"].ShouldBeNull();
        (await Club.CountAsync(ben.Member)).Balance.ShouldBe(50);
    }

    [Fact]
    public async Task An_invitation_is_answered_by_the_invited_alone_and_taken_back_by_the_organiser_alone()
    {
        var (anna, ben) = await GivenTwoAsync();
        var (cleo, stranger) = (await GivenAsync("Cleo", 1), await GivenAsync("Dan", 1));
        var invite = new { invitee = new { member = await IdAsync(cleo) } };
        await DoneAsync(anna, "inviteToHousehold", invite);
        await DoneAsync(anna, "inviteToHousehold", invite);
        var waiting = (await cleo.AskAsync(Mine))["me"]!["householdInvitations"]!.AsArray();
        var invitation = waiting.ShouldHaveSingleItem("inviting twice invites once")!["id"]!.ToString();
        (await ben.AskAsync(Mine))["me"]!["household"]!["invitations"]!.AsArray().ShouldBeEmpty();

        foreach (var other in (MemberApp[])[anna, ben, stranger])
        {
            var input = new { idempotencyKey = "a", invitation };
            Field(await other.MutateAsync("acceptHouseholdInvitation", Changed, input)).ShouldBe("invitation");
            if (other != anna)
            {
                Field(await other.MutateAsync("declineHouseholdInvitation", Changed, input)).ShouldBe("invitation");
            }
        }

        await DoneOrGoneAsync(cleo, "declineHouseholdInvitation", new { invitation });
        (await cleo.AskAsync(Mine))["me"]!["householdInvitations"]!.AsArray().ShouldBeEmpty();
        var again = (await DoneAsync(anna, "inviteToHousehold", invite))["invitations"]![0]!["id"]!.ToString();
        (await DoneAsync(anna, "declineHouseholdInvitation", new { invitation = again }))["invitations"]!
            .AsArray()
            .ShouldBeEmpty();
        (await cleo.AskAsync(Mine))["me"]!["householdInvitations"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task Whether_a_card_names_nobody_or_somebody_who_cannot_be_invited_stays_untold()
    {
        var anna = await GivenAsync("Anna", 1);
        await DoneAsync(anna, "createHousehold", new { name = "Home" });
        var suspended = await GivenAsync("Eva", 1);
        var card = await CardAsync(suspended);
        await Club.WithContextAsync(context =>
            context
                .Members.Where(member => member.Id == suspended.Member)
                .ExecuteUpdateAsync(member => member.SetProperty(m => m.Status, MemberStatus.Suspended))
        );

        var answers = new HashSet<string>(StringComparer.Ordinal);
        foreach (var number in (string[])["0000000000000000", "", card])
        {
            var input = new { idempotencyKey = MemberAppActions.NewKey(), invitee = new { cardNumber = number } };
            answers.Add((await anna.MutateAsync("inviteToHousehold", Changed, input))["errors"]!.ToJsonString());
        }

        answers.ShouldHaveSingleItem().ShouldContain("cardNumber");
        var inAnother = await GivenTwoAsync();
        await DoneAsync(
            anna,
            "inviteToHousehold",
            new { invitee = new { cardNumber = await CardAsync(inAnother.Ben) } }
        );
    }

    [Fact]
    public async Task Members_see_first_names_and_shares_of_each_other_and_strangers_nothing()
    {
        var (anna, ben) = await GivenTwoAsync();
        var stranger = await GivenAsync("Dan", 1);

        var seen = (await ben.AskAsync(Mine)).ToJsonString();

        seen.ShouldContain("Anna");
        var family = await Club.WithContextAsync(context =>
            context.Members.Where(member => member.Id == anna.Member).Select(m => m.Name.Family).SingleAsync()
        );
        seen.ShouldNotContain(family!);
        (await stranger.AskAsync(Mine))["me"]!["household"].ShouldBeNull();
        var id = await IdAsync(anna);
        var node = await ben.AskAsync("query($id: ID!) { node(id: $id) { id } }", new { id });
        node["node"].ShouldBeNull();
    }

    [Theory]
    [InlineData("createHousehold", "name", """{"name":" "}""")]
    [InlineData("acceptHouseholdInvitation", "sharePercent", """{"invitation":"x","sharePercent":101}""")]
    [InlineData("acceptHouseholdInvitation", "invitation", """{"invitation":"x"}""")]
    [InlineData("declineHouseholdInvitation", "invitation", """{"invitation":"hhp_1"}""")]
    public async Task Pain40_What_cannot_be_accepted_is_named(string mutation, string field, string input)
    {
        var anna = await GivenAsync("Anna", 1);
        var body = JsonNode.Parse(input)!.AsObject();
        body["idempotencyKey"] = "one";

        Field(await anna.MutateAsync(mutation, Changed, body)).ShouldBe(field);
    }

    [Fact]
    public async Task Pain40_A_share_beyond_a_hundred_and_a_second_household_are_refused()
    {
        var (anna, _) = await GivenTwoAsync();

        foreach (var share in (int[])[-1, 101])
        {
            var input = new { idempotencyKey = $"s{share}", sharePercent = share };
            Field(await anna.MutateAsync("setHouseholdShare", Changed, input)).ShouldBe("sharePercent");
        }

        var second = new { idempotencyKey = "second", name = "Second" };
        Code(await anna.MutateAsync("createHousehold", Changed, second)).ShouldBe("IN_HOUSEHOLD_ALREADY");
        var me = new { idempotencyKey = "me", invitee = new { member = await IdAsync(anna) } };
        Field(await anna.MutateAsync("inviteToHousehold", Changed, me)).ShouldBe("member");
        var answer = await anna.Http.GraphQLAsync("{ me { household { pool(currency: \"NONE_SUCH\") { own } } } }");
        answer["errors"]!.ToJsonString().ShouldContain("currency");
    }

    [Fact]
    public async Task A_change_happens_once_under_its_key()
    {
        var anna = await GivenAsync("Anna", 1);
        var input = new { idempotencyKey = "one", name = "Home" };

        var first = await anna.MutateAsync("createHousehold", Changed, input);
        var again = await anna.MutateAsync("createHousehold", Changed, input);

        again.ToJsonString().ShouldBe(first.ToJsonString());
        Code(await anna.MutateAsync("createHousehold", Changed, input with { name = "Other" }))
            .ShouldBe("IDEMPOTENCY_KEY_REUSED");
    }

    [Fact]
    public async Task The_entry_of_points_that_the_household_spent_says_who()
    {
        var (anna, ben) = await GivenTwoAsync();
        using var staff = Club.Staff();
        await staff.RedeemFromHouseholdAsync(anna.Member, 120).IdAsync();

        var entry = (
            await ben.AskAsync(
                "{ me { entries(first: 1) { nodes { points explanation { household { spentBy } } } } } }"
            )
        )["me"]!["entries"]!["nodes"]![0]!;

        ((long)entry["points"]!).ShouldBe(-20);
        entry["explanation"]!["household"]!["spentBy"]!.ToString().ShouldBe(await IdAsync(anna));
    }

    /// <summary>Anna has 100 points, organises and may spend; Ben has 50 and may not.</summary>
    private async Task<(MemberApp Anna, MemberApp Ben)> GivenTwoAsync()
    {
        var (anna, ben) = (await GivenAsync("Anna", 100), await GivenAsync("Ben", 50));
        await DoneAsync(anna, "createHousehold", new { name = "Home" });
        await DoneAsync(anna, "inviteToHousehold", new { invitee = new { member = await IdAsync(ben) } });
        var invitation = await ben.IdAsync(Mine, "me", "householdInvitations", 0, "id");
        await DoneAsync(ben, "acceptHouseholdInvitation", new { invitation });
        return (anna, ben);
    }

    private async Task<MemberApp> GivenAsync(string given, long points)
    {
        var app = await Club.GivenSignedInMemberAsync(Person(given: given));
        await Club.TakeAsync(await Club.GivenPartnerAsync(), PointsActions.Grant(app.Member, points));
        return app;
    }

    public sealed class OnSqlite() : HouseholdGraphQLTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : HouseholdGraphQLTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : HouseholdGraphQLTests(DatabaseProvider.SqlServer);
}
