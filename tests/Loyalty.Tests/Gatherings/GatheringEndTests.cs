using System.Net;
using System.Net.Http.Json;
using Loyalty.Domain.Members;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Loyalty.Tests.Magazine;
using Loyalty.Tests.Members;
using Loyalty.Tests.Points;
using Shouldly;
using Xunit;

namespace Loyalty.Tests.Gatherings;

/// <summary>What becomes of sign-ups when accounts end, and of gatherings when they are over.</summary>
public abstract class GatheringEndTests(DatabaseProvider provider) : TurnedClubTests(provider)
{
    [Fact]
    public async Task The_place_of_an_account_that_ends_goes_to_the_next_and_who_came_is_written_down()
    {
        var gathering = await Club.GivenGatheringAsync();
        var closing = await Club.EnrolMemberAsync();
        var erased = await Club.EnrolMemberAsync(MembersActions.Person());
        var named = await Club.EnrolMemberAsync(MembersActions.Person("=HYPERLINK(1)", "Anna"));
        var last = await Club.GivenMemberAsync();
        var first = await Club.SignUpAsync(gathering, IdOf(closing), guests: 1);
        await Club.SignUpAsync(gathering, IdOf(erased));
        var second = await Club.SignUpAsync(gathering, IdOf(named));
        var third = await Club.SignUpAsync(gathering, last);
        await Club.EndAccountAsync(IdOf(erased), "close");
        using var manager = Club.Staff("manager");
        await (await manager.PostAsync($"{erased.Url}/erasure", null)).ReadAsync(HttpStatusCode.OK);
        (await Club.SignUpsAsync(gathering)).Count.ShouldBe(3);
        await Club.EndAccountAsync(IdOf(closing), "close");

        await Club.RunGatheringsAsync();

        var ended = await Club.ReadAgainAsync(first);
        (ended.Json["status"]!.ToString(), ended.Json["cancelledBy"]!.ToString()).ShouldBe(("cancelled", "account"));
        (await Club.StatusAsync(second), await Club.StatusAsync(third)).ShouldBe(("promoted", "promoted"));
        using var staff = Club.Staff("support");
        var lines = new { lines = new[] { new { signUp = second.Id, attended = true } } };
        using (var early = await staff.PostAsJsonAsync($"{gathering.Path}/attendance", lines))
        {
            await early.ShouldBeRefusedAsync(HttpStatusCode.Conflict, "gathering-not-begun");
        }

        Clock.Now = Clock.Now.AddDays(10).AddHours(5);
        await Club.RunGatheringsAsync();
        (await Club.StatusAsync(gathering)).ShouldBe("held");
        using var later = Club.Staff("support");
        using (
            var wrong = await later.PostAsJsonAsync(
                $"{gathering.Path}/attendance",
                new
                {
                    lines = new[]
                    {
                        new { signUp = second.Id, attended = true },
                        new { signUp = second.Id, attended = true },
                        new { signUp = first.Id, attended = true },
                    },
                }
            )
        )
        {
            var problem = await wrong.ShouldBeRefusedAsync(HttpStatusCode.UnprocessableEntity, "invalid-request");
            problem["errors"]!.AsObject().Select(one => one.Key).ShouldBe(["lines[1].signUp", "lines[2].signUp"]);
        }

        using var came = await later.PostAsJsonAsync(
            $"{gathering.Path}/attendance",
            new
            {
                lines = new[]
                {
                    new { signUp = second.Id, attended = true },
                    new { signUp = third.Id, attended = false },
                },
            }
        );
        (await came.ReadAsync(HttpStatusCode.OK))
            .ToJsonString()
            .ShouldBe(
                """{"invited":0,"answered":0,"signedUp":2,"placesTaken":2,"waiting":0,"cancelled":1,"attended":1,"absent":1}"""
            );
        var csv = (await later.GetStringAsync($"{gathering.Path}/guests.csv")).Split(
            "\r\n",
            StringSplitOptions.RemoveEmptyEntries
        );
        csv[0].ShouldBe("signUpId,memberId,name,status,guests,signedUpAt,attended");
        csv.Length.ShouldBe(3);
        csv[1].ShouldStartWith($"{second.Id},{named.Id},");
        csv[1].ShouldEndWith(",promoted,0,2026-06-01T12:00:00Z,true");
        csv.ShouldNotContain(line => line.Contains(",=") || line.Contains(",\"="));
        csv[1].ShouldContain("HYPERLINK");
        (await Club.PostSignUpAsync(gathering, last)).StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Of_two_accounts_of_one_person_the_better_sign_up_stays_and_goes_back_as_far_as_it_was_alone()
    {
        var (both, alone) = (await Club.GivenGatheringAsync("""{"places":1}"""), await Club.GivenGatheringAsync());
        var (survivor, duplicate) = (await Club.EnrolMemberAsync(), await Club.EnrolMemberAsync());
        var better = await Club.SignUpAsync(both, IdOf(duplicate));
        var kept = await Club.SignUpAsync(both, IdOf(survivor));
        var other = await Club.SignUpAsync(both, await Club.GivenMemberAsync());
        var moved = await Club.SignUpAsync(alone, IdOf(duplicate));
        using var staff = Club.Staff();

        var merge = await (
            await staff.PostAsJsonAsync($"{survivor.Url}/merges", new { duplicate = duplicate.Id })
        ).ReadAsync(HttpStatusCode.Created);

        (await Club.StatusAsync(kept), await Club.StatusAsync(better)).ShouldBe(("confirmed", "cancelled"));
        (await Club.ReadAgainAsync(moved)).Json["memberId"]!.ToString().ShouldBe(survivor.Id);
        await Club.RunGatheringsAsync();
        (await Club.StatusAsync(other)).ShouldBe("waiting");
        await (await staff.PostAsync($"/api/admin/v1/merges/{merge["id"]}/undo", null)).ReadAsync(HttpStatusCode.OK);
        (await Club.ReadAgainAsync(moved)).Json["memberId"]!.ToString().ShouldBe(duplicate.Id);
        (await Club.StatusAsync(kept)).ShouldBe("confirmed");
    }

    private static MemberId IdOf(MembersActions.Enrolled member) =>
        MemberId.TryParse(member.Id, null, out var id) ? id : throw new FormatException(member.Id);

    public sealed class OnSqlite() : GatheringEndTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : GatheringEndTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : GatheringEndTests(DatabaseProvider.SqlServer);
}
