using System.Net;
using System.Text.Json.Nodes;
using Loyalty.Domain.Members;
using Loyalty.Testing;
using Loyalty.Tests.Care;
using Loyalty.Tests.Events;
using Loyalty.Tests.Host;
using Loyalty.Tests.Magazine;
using Loyalty.Tests.Points;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;
using static Loyalty.Domain.Events.ClubEventType;

namespace Loyalty.Tests.Gatherings;

/// <summary>What gatherings do by themselves: the audience is invited, those who have a place are reminded, places go on, all are told
/// once.</summary>
public abstract class GatheringJobTests(DatabaseProvider provider) : TurnedClubTests(provider)
{
    protected override Task PrepareAsync() => Club.GivenListenerAsync();

    [Fact]
    public async Task The_audience_is_invited_once_over_the_first_channel_that_was_agreed_to()
    {
        var byMail = await GivenInvitableAsync("email", "sms");
        var byText = await GivenInvitableAsync("sms");
        // Agreed to be called, and to marketing: neither is an invitation.
        await Club.ConsentAsync(await Club.GivenWillingMemberAsync(), granted: true, "events", "phone");
        await Club.ConsentAsync(await Club.GivenWillingMemberAsync(), granted: true, "marketing");
        // Agreed to e-mail and gave no address.
        await Club.ConsentAsync(await Club.GivenMemberAsync(), granted: true, "events", "email");
        var withdrawn = await GivenInvitableAsync("email");
        await Club.ConsentAsync(withdrawn, granted: false, "events");
        await Club.EndAccountAsync(await GivenInvitableAsync("email"), "close");
        await Club.EndAccountAsync(await GivenInvitableAsync("email"), "suspend");
        var here = await GivenInvitableAsync("email");
        var draft = await Club.GivenDraftAsync();
        (await Club.RunGatheringsAsync()).ShouldBe(0);
        using (var staff = Club.Staff("manager"))
        {
            await staff.StepAsync(draft, "publish");
        }

        await Club.SignUpAsync(draft, here);

        await Task.WhenAll(Club.RunGatheringsAsync(), Club.RunGatheringsAsync());
        await Club.RunGatheringsAsync();

        var told = await Club.ToldAsync(GatheringInvited);
        told.Select(one => (one["memberId"]!.ToString(), one["channel"]!.ToString(), one["gatheringId"]!.ToString()))
            .ShouldBe(
                [(byMail.ToString(), "email", draft.Id), (byText.ToString(), "sms", draft.Id)],
                ignoreOrder: true
            );
        // Who agrees later is invited on the next day, the others are not again.
        await Club.ConsentAsync(withdrawn, granted: true, "events", "email");
        (await Club.RunGatheringsAsync()).ShouldBe(0);
        Clock.Now = Clock.Now.AddDays(1);
        (await Club.RunGatheringsAsync()).ShouldBe(1);
        (await Club.ToldAsync(GatheringInvited)).Count.ShouldBe(3);
        ((int)(await Club.FiguresAsync(draft))["invited"]!).ShouldBe(3);
        await Club.SignUpAsync(draft, byMail);
        ((int)(await Club.FiguresAsync(draft))["answered"]!).ShouldBe(1);
    }

    [Fact]
    public async Task Hundreds_are_invited_page_by_page_by_two_nodes_at_once_and_only_those_of_the_audience()
    {
        var members = await Club.GivenMembersAsync(1_100);
        await Club.WithContextAsync(async context =>
        {
            context.MemberSignIns.AddRange(
                members.Select(member => new MemberSignIn
                {
                    Issuer = "https://issuer.example",
                    Subject = member.ToString(),
                    MemberId = member,
                    AttachedAt = Clock.Now,
                })
            );
            var changes = members.Select(member => Agreed(member, Clock.Now)).ToList();
            context.ConsentChanges.AddRange(changes);
            foreach (var change in changes)
            {
                var consent = new Consent
                {
                    MemberId = change.MemberId,
                    Purpose = change.Purpose,
                    Channel = change.Channel,
                };
                consent.Apply(change);
                context.Consents.Add(consent);
            }

            return await context.SaveChangesAsync();
        });
        var all = await Club.GivenGatheringAsync();
        var owners = await Club.GivenGatheringAsync("""{"audience":{"needsVehicle":true}}""");
        var silent = await Club.GivenGatheringAsync("""{"channels":[]}""");

        await using var second = await Club.StartOnAsync(Club.Database, Clock);
        await Task.WhenAll(
            Club.RunGatheringsAsync(),
            second.RunGatheringsAsync(),
            Club.RunGatheringsAsync(),
            second.RunGatheringsAsync()
        );

        var invited = await Club.WithContextAsync(context =>
            context.GatheringInvitations.AsNoTracking().Select(row => row.MemberId).ToListAsync()
        );
        invited.ShouldBe(members, ignoreOrder: true);
        (await Club.ToldAsync(GatheringInvited))
            .Select(one => one["memberId"]!.ToString())
            .Order(StringComparer.Ordinal)
            .ShouldBe(members.Select(one => one.ToString()).Order(StringComparer.Ordinal));
        ((int)(await Club.FiguresAsync(all))["invited"]!).ShouldBe(1_100);
        ((int)(await Club.FiguresAsync(owners))["invited"]!).ShouldBe(0);
        ((int)(await Club.FiguresAsync(silent))["invited"]!).ShouldBe(0);
    }

    [Fact]
    public async Task Who_has_a_place_is_reminded_once_and_again_when_it_begins_at_another_time()
    {
        var gathering = await Club.GivenGatheringAsync();
        var (stays, leaves, late) = (
            await Club.GivenMemberAsync(),
            await Club.GivenMemberAsync(),
            await Club.GivenMemberAsync()
        );
        var signUp = await Club.SignUpAsync(gathering, stays);
        var gone = await Club.SignUpAsync(gathering, leaves);
        await Club.SignUpAsync(gathering, late);
        var none = await Club.GivenGatheringAsync("""{"reminderHours":null}""");
        await Club.SignUpAsync(none, stays);
        Clock.Now = Clock.Now.AddDays(9).AddMinutes(-1);
        await Club.RunGatheringsAsync();
        (await Club.ToldAsync(GatheringReminder)).ShouldBeEmpty();

        Clock.Now = Clock.Now.AddMinutes(1);
        await Club.CancelSignUpAsync(gone);
        await using var second = await Club.StartOnAsync(Club.Database, Clock);
        await Task.WhenAll(Club.RunGatheringsAsync(), second.RunGatheringsAsync());
        await Club.RunGatheringsAsync();

        var told = await Club.ToldAsync(GatheringReminder);
        told.Select(one => one["memberId"]!.ToString())
            .ShouldBe([stays.ToString(), late.ToString()], ignoreOrder: true);
        var first = told.Single(one => one["memberId"]!.ToString() == stays.ToString());
        first["signUpId"]!.ToString().ShouldBe(signUp.Id);
        ((DateTimeOffset)first["beginsAt"]!).ShouldBe((DateTimeOffset)gathering.Json["definition"]!["beginsAt"]!);

        var begin = Clock.Now.AddDays(10);
        using var moved = await Club.ChangeAsync(
            gathering,
            new JsonObject { ["beginsAt"] = begin, ["endsAt"] = begin.AddHours(4) }.ToJsonString()
        );
        moved.StatusCode.ShouldBe(HttpStatusCode.OK);
        await Club.RunGatheringsAsync();
        (await Club.ToldAsync(GatheringReminder)).Count.ShouldBe(2);
        Clock.Now = begin.AddHours(-2);
        await Club.RunGatheringsAsync();
        (await Club.ToldAsync(GatheringReminder)).Count.ShouldBe(4);
    }

    [Fact]
    public async Task A_cancellation_by_the_club_is_told_once_to_everybody_who_was_signed_up()
    {
        var gathering = await Club.GivenGatheringAsync();
        var members = await Club.GivenMembersAsync(4);
        var made = new List<Read>();
        foreach (var member in members)
        {
            made.Add(await Club.SignUpAsync(gathering, member));
        }

        // Signed off by staff: told at once, and the first who waits has the place.
        await Club.CancelSignUpAsync(made[0]);
        (await Club.ToldAsync(GatheringCancelled)).ShouldHaveSingleItem()["cause"]!.ToString().ShouldBe("staff");
        (await Club.ToldAsync(GatheringPromoted)).ShouldHaveSingleItem()["memberId"]!
            .ToString()
            .ShouldBe(members[2].ToString());
        using (var staff = Club.Staff("manager"))
        {
            await staff.StepAsync(await Club.ReadAgainAsync(gathering), "cancel");
        }

        await Task.WhenAll(Club.RunGatheringsAsync(), Club.RunGatheringsAsync());
        await Club.RunGatheringsAsync();

        var told = (await Club.ToldAsync(GatheringCancelled)).FindAll(one => one["cause"]!.ToString() == "gathering");
        told.Select(one => one["memberId"]!.ToString())
            .ShouldBe(members.Skip(1).Select(one => one.ToString()), ignoreOrder: true);
        (await Club.ToldAsync(GatheringPromoted)).ShouldHaveSingleItem();
        (await Club.SignUpsAsync(gathering)).ShouldAllBe(one => one["status"]!.ToString() == "cancelled");
        (await Club.ReadAgainAsync(gathering)).Json["toldAt"].ShouldNotBeNull();
        Clock.Now = Clock.Now.AddDays(9).AddHours(1);
        await Club.RunGatheringsAsync();
        (await Club.ToldAsync(GatheringReminder)).ShouldBeEmpty();
    }

    private async Task<MemberId> GivenInvitableAsync(params string[] channels)
    {
        var member = await Club.GivenWillingMemberAsync();
        await Club.ConsentAsync(member, granted: true, "events", channels);
        return member;
    }

    private static ConsentChange Agreed(MemberId member, DateTimeOffset now) =>
        new()
        {
            Id = Domain.Identifier.New<ConsentChangeId>(now),
            MemberId = member,
            Purpose = ConsentPurpose.Events,
            Channel = ConsentChannel.Push,
            Granted = true,
            DecidedAt = now,
            Source = "app",
            RecordedAt = now,
        };

    public sealed class OnSqlite() : GatheringJobTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : GatheringJobTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : GatheringJobTests(DatabaseProvider.SqlServer);
}
