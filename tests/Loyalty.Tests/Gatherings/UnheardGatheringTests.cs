using System.Net;
using System.Net.Http.Json;
using Loyalty.Testing;
using Loyalty.Tests.Care;
using Loyalty.Tests.Events;
using Loyalty.Tests.Host;
using Loyalty.Tests.Members;
using Loyalty.Tests.Points;
using Shouldly;
using Xunit;
using static Loyalty.Domain.Events.ClubEventType;

namespace Loyalty.Tests.Gatherings;

/// <summary>Invitations and reminders wait for somebody who passes them on.</summary>
public abstract class UnheardGatheringTests(DatabaseProvider provider) : TurnedClubTests(provider)
{
    [Fact]
    public async Task Nobody_is_taken_for_invited_or_reminded_before_somebody_subscribes_to_it()
    {
        var (invited, comes) = (await Club.GivenWillingMemberAsync(), await Club.GivenMemberAsync());
        await Club.ConsentAsync(invited, granted: true, "events", "email");
        var gathering = await Club.GivenGatheringAsync();
        await Club.SignUpAsync(gathering, comes);
        Clock.Now = Clock.Now.AddDays(9).AddMinutes(1);

        await Club.RunGatheringsAsync();
        ((int)(await Club.FiguresAsync(gathering))["invited"]!).ShouldBe(0);
        await ListenAsync(GatheringReminder);
        await Club.RunGatheringsAsync();
        (await Club.ToldAsync(GatheringReminder)).ShouldHaveSingleItem()["memberId"]!
            .ToString()
            .ShouldBe(comes.ToString());
        ((int)(await Club.FiguresAsync(gathering))["invited"]!).ShouldBe(0);
        await ListenAsync(GatheringInvited);
        await Club.RunGatheringsAsync();

        (await Club.ToldAsync(GatheringInvited)).ShouldHaveSingleItem()["memberId"]!
            .ToString()
            .ShouldBe(invited.ToString());
        (await Club.ToldAsync(GatheringReminder)).ShouldHaveSingleItem();
        ((int)(await Club.FiguresAsync(gathering))["invited"]!).ShouldBe(1);
    }

    private async Task ListenAsync(string type)
    {
        using var staff = Club.Staff();
        using var made = await staff.PostAsJsonAsync(
            EventsActions.Subscriptions,
            new { url = $"https://listener.example/{type}", types = new[] { type } }
        );
        await made.ReadAsync(HttpStatusCode.Created);
    }

    public sealed class OnSqlite() : UnheardGatheringTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : UnheardGatheringTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : UnheardGatheringTests(DatabaseProvider.SqlServer);
}
