using System.Net;
using Loyalty.Domain.Gatherings;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Loyalty.Tests.Magazine;
using Loyalty.Tests.Members;
using Loyalty.Tests.Points;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace Loyalty.Tests.Gatherings;

/// <summary>However many sign up, leave and change places at once: nothing is overbooked, and nobody waits in vain.</summary>
public abstract class SignUpRaceTests(DatabaseProvider provider) : ClubTests(provider)
{
    private const int Many = 30;

    [Fact]
    public async Task Of_many_who_want_the_last_place_at_once_one_gets_it_and_the_others_wait_in_order()
    {
        var gathering = await Club.GivenGatheringAsync("""{"places":1}""");
        var members = await Club.GivenMembersAsync(Many);

        var made = await Task.WhenAll(members.Select(member => Club.SignUpAsync(gathering, member)));

        made.Count(one => one.Json["status"]!.ToString() == "confirmed").ShouldBe(1);
        made.Count(one => one.Json["status"]!.ToString() == "waiting").ShouldBe(Many - 1);
        made.Select(one => (long)one.Json["number"]!).Distinct().Count().ShouldBe(Many);
        var order = made.OrderBy(one => (long)one.Json["number"]!).ToList();
        order[0].Json["status"]!.ToString().ShouldBe("confirmed");

        await Club.CancelSignUpAsync(order[0]);

        (await Club.SignUpsAsync(gathering, "&status=promoted")).ShouldHaveSingleItem()["id"]!
            .ToString()
            .ShouldBe(order[1].Id);
        using var raised = await Club.ChangeAsync(gathering, """{"places":5}""");
        raised.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await Club.SignUpsAsync(gathering, "&status=promoted"))
            .Select(one => one["id"]!.ToString())
            .ShouldBe(order[1..6].Select(one => one.Id));
        using var fewer = await Club.ChangeAsync(gathering, """{"places":4}""");
        ((int)(await fewer.ShouldBeRefusedAsync(HttpStatusCode.Conflict, "gathering-places-taken"))["taken"]!).ShouldBe(
            5
        );
    }

    [Fact]
    public async Task Without_a_waiting_list_the_others_are_refused()
    {
        var gathering = await Club.GivenGatheringAsync("""{"places":3,"hasWaitingList":false}""");
        var members = await Club.GivenMembersAsync(Many);

        var answers = await Task.WhenAll(members.Select(member => Club.PostSignUpAsync(gathering, member)));

        answers.Count(answer => answer.StatusCode == HttpStatusCode.Created).ShouldBe(3);
        foreach (var refused in answers.Where(answer => answer.StatusCode != HttpStatusCode.Created))
        {
            ((int)(await refused.ShouldBeRefusedAsync(HttpStatusCode.Conflict, "gathering-full"))["free"]!).ShouldBe(0);
        }

        ((int)(await Club.FiguresAsync(gathering))["placesTaken"]!).ShouldBe(3);
    }

    [Fact]
    public async Task One_member_who_signs_up_again_and_again_at_once_has_one_sign_up()
    {
        var gathering = await Club.GivenGatheringAsync();
        var member = await Club.GivenMemberAsync();

        var made = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Club.SignUpAsync(gathering, member)));

        made.Select(one => one.Id).Distinct().ShouldHaveSingleItem();
        (await Club.SignUpsAsync(gathering)).ShouldHaveSingleItem();
        ((int)(await Club.FiguresAsync(gathering))["placesTaken"]!).ShouldBe(1);
    }

    [Fact]
    public async Task Signing_up_leaving_and_changing_places_at_once_never_overbooks_and_leaves_no_place_empty()
    {
        var gathering = await Club.GivenGatheringAsync("""{"places":8}""");
        var members = await Club.GivenMembersAsync(Many);
        var first = await Task.WhenAll(members.Take(15).Select((one, i) => Club.SignUpAsync(gathering, one, i % 2)));

        await Task.WhenAll([
            .. members.Skip(15).Select((one, i) => (Task)Club.SignUpAsync(gathering, one, i % 2)),
            .. first.Take(10).Select(one => (Task)LeaveAsync(one)),
            RaiseAsync(),
        ]);

        var rows = await Club.WithContextAsync(context =>
            context.GatheringSignUps.AsNoTracking().Where(row => row.GatheringId == IdOf(gathering)).ToListAsync()
        );
        var taken = rows.Where(row => row.HoldsPlace).Sum(row => row.Party);
        taken.ShouldBeLessThanOrEqualTo(11);
        var waiting = rows.Where(row => row.Status == SignUpStatus.Waiting).ToList();
        waiting.ShouldNotBeEmpty();
        waiting.ShouldAllBe(row => taken + row.Party > 11);
        rows.Count(row => row.Status == SignUpStatus.Cancelled).ShouldBe(10);

        async Task RaiseAsync()
        {
            using var answer = await Club.ChangeAsync(gathering, """{"places":11}""");
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        }
    }

    /// <summary>A promotion at the same moment makes another version of it.</summary>
    private async Task LeaveAsync(Read signUp)
    {
        using var staff = Club.Staff("support");
        for (var tries = 0; tries < 20; tries++)
        {
            var current = await Club.ReadAgainAsync(signUp);
            using var request = new HttpRequestMessage(HttpMethod.Post, $"{signUp.Path}/cancel");
            request.Headers.IfMatch.Add(current.ETag);
            using var answer = await staff.SendAsync(request);
            if (answer.StatusCode == HttpStatusCode.OK)
            {
                return;
            }

            answer.StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
        }

        throw new InvalidOperationException("The sign-up changes for ever.");
    }

    private static GatheringId IdOf(Read gathering) =>
        GatheringId.TryParse(gathering.Id, null, out var id) ? id : throw new FormatException(gathering.Id);

    public sealed class OnSqlite() : SignUpRaceTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : SignUpRaceTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : SignUpRaceTests(DatabaseProvider.SqlServer);
}
