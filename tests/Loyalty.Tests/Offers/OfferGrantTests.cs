using System.Net;
using System.Net.Http.Json;
using Loyalty.Application.Offers;
using Loyalty.Domain.Offers;
using Loyalty.Domain.Points;
using Loyalty.Testing;
using Loyalty.Tests.Members;
using Loyalty.Tests.Points;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;
using static Loyalty.Tests.Offers.OffersActions;

namespace Loyalty.Tests.Offers;

/// <summary>Who gets what by rules, once an occasion and within the budget.</summary>
public abstract class OfferGrantTests(DatabaseProvider provider) : OfferClubTests(provider)
{
    [Fact]
    public async Task A_welcome_is_for_those_who_enrol_from_then_on_and_comes_once()
    {
        var before = await Club.GivenNewMemberAsync();
        Clock.Now = Clock.Now.AddHours(1);
        var offer = await Club.GivenOfferAsync(Welcome(TenPoints));
        Clock.Now = Clock.Now.AddSeconds(1);
        var person = MembersActions.Person();
        person["member"]!["preferredLanguage"] = "de-AT";
        var app = await Club.GivenSignedInMemberAsync(person);

        (await RunAsync()).ShouldBe(1);
        (await RunAsync()).ShouldBe(0);

        (await Club.CountAsync(app.Member)).Available.ShouldBe(10);
        (await Club.GrantsAsync(offer)).ShouldHaveSingleItem().MemberId.ShouldNotBe(before);
        var entry = (await Club.EntriesAsync(app.Member)).ShouldHaveSingleItem();
        (entry.Kind, entry.CounterAccount).ShouldBe((EntryKind.Accrual, CounterAccounts.Club));
        var read = await app.AskAsync(
            "{ me { wallets { entries { nodes { explanation { summary eventType usableUntil } } } } } }"
        );
        read["me"]!["wallets"]![0]!["entries"]!["nodes"]![0]!["explanation"]!["summary"]!
            .ToString()
            .ShouldContain("Vom Club: 10 Punkte – Ein Geschenk.");
        (await Club.VerifyAsync()).Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task Ten_processes_at_once_give_each_member_one_and_never_more_than_the_budget()
    {
        var offer = await Club.GivenOfferAsync(Welcome(TenPoints, """{"budget":{"grants":100,"points":73}}"""));
        for (var i = 0; i < 12; i++)
        {
            await Club.GivenNewMemberAsync();
        }

        var members = await Club.WithContextAsync(context => context.Members.Select(one => one.Id).ToListAsync());
        var read = await Club.WithContextAsync(context => context.Offers.SingleAsync(one => one.Id == offer.Id));
        var grants = Club.Services.GetRequiredService<GrantOffers>();

        // Past the lease, which would keep all but one of them waiting.
        var reports = await Task.WhenAll(
            Enumerable
                .Range(0, 10)
                .Select(i =>
                    Task.Run(() =>
                        grants.ExecuteAsync(
                            read,
                            read.Definition.Benefit!,
                            [
                                .. members
                                    .Skip(i)
                                    .Concat(members.Take(i))
                                    .Take(8)
                                    .Select(member => new OfferCandidate(member, Occasions.Welcome)),
                            ],
                            judgesAudience: true,
                            CancellationToken.None
                        )
                    )
                )
        );

        reports.Sum(report => report.Granted).ShouldBe(7);
        (await Club.GrantsAsync(offer)).Select(grant => grant.MemberId).Distinct().Count().ShouldBe(7);
        var posting = Club.Services.GetRequiredService<PostGrantedPoints>();
        await Task.WhenAll(
            Enumerable.Range(0, 3).Select(_ => Task.Run(() => posting.ExecuteAsync(CancellationToken.None)))
        );
        var sum = await Club.WithContextAsync(context => context.Wallets.SumAsync(wallet => wallet.Balance));
        sum.ShouldBe(70);
        var figures = await Club.FiguresAsync(offer);
        figures["points"]!.ToJsonString().ShouldBe("""{"given":70,"budget":73,"left":3}""");
        ((bool)figures["isExhausted"]!).ShouldBeTrue();
        ((int)figures["pointsWaiting"]!).ShouldBe(0);
        (await Club.VerifyAsync()).Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task Audience_and_status_are_asked_when_it_is_granted()
    {
        var offer = await Club.GivenOfferAsync(
            Welcome(TenPoints, """{"audience":{"attributes":{"segment":["family"]}}}""")
        );
        var family = await Club.GivenNewMemberAsync();
        var closed = await Club.GivenNewMemberAsync();
        await Club.GivenNewMemberAsync();
        using var staff = Club.Staff();
        foreach (var member in new[] { family, closed })
        {
            await staff.PutAsJsonAsync(
                $"{MembersActions.MembersPath}/{member}/attributes/segment",
                new { value = "family" }
            );
        }

        await staff.PostAsJsonAsync($"{MembersActions.MembersPath}/{closed}/close", new { reason = "as asked" });

        await RunAsync();

        (await Club.GrantsAsync(offer)).ShouldHaveSingleItem().MemberId.ShouldBe(family);
    }

    [Fact]
    public async Task Pain29_A_birthday_is_answered_once_a_year_whatever_the_date_is_changed_to()
    {
        var offer = await Club.GivenOfferAsync(
            Offer("birthday", $$"""{"birthdayDaysBefore":7,"benefit":{{HalfPrice}}}""")
        );
        var soon = await Club.GivenNewMemberAsync("1990-06-08");
        await Club.GivenNewMemberAsync("1990-06-09");
        await RunAsync();
        (await Club.GrantsAsync(offer)).ShouldHaveSingleItem().MemberId.ShouldBe(soon);

        for (var day = 2; day <= 4; day++)
        {
            Clock.Now = Clock.Now.AddDays(1);
            var date = new DateOnly(1990, 6, 10 + day);
            await Club.WithContextAsync(context =>
                context
                    .Members.Where(member => member.Id == soon)
                    .ExecuteUpdateAsync(row => row.SetProperty(member => member.BirthDate, date))
            );
            await RunAsync();
        }

        var grants = await Club.GrantsAsync(offer);
        grants.Count(grant => grant.MemberId == soon).ShouldBe(1);
        grants.Count.ShouldBe(2);
        grants.ShouldAllBe(grant => grant.Occasion == "birthday/2026");
    }

    [Fact]
    public async Task Pain29_The_29th_of_February_is_answered_in_common_years_and_a_missed_run_is_made_good_once()
    {
        var offer = await Club.GivenOfferAsync(
            Offer("birthday", $$"""{"birthdayDaysBefore":0,"benefit":{{HalfPrice}}}""")
        );
        var leap = await Club.GivenNewMemberAsync("1992-02-29");
        var missed = await Club.GivenNewMemberAsync("1990-03-05");
        Clock.Now = new DateTimeOffset(2027, 2, 27, 12, 0, 0, TimeSpan.Zero);
        await RunAsync();
        (await Club.GrantsAsync(offer)).ShouldBeEmpty();

        Clock.Now = new DateTimeOffset(2027, 2, 28, 12, 0, 0, TimeSpan.Zero);
        await RunAsync();
        (await Club.GrantsAsync(offer)).ShouldHaveSingleItem().MemberId.ShouldBe(leap);

        // Nobody ran on the 5th.
        Clock.Now = new DateTimeOffset(2027, 3, 9, 12, 0, 0, TimeSpan.Zero);
        await RunAsync();
        await RunAsync();
        Clock.Now = Clock.Now.AddDays(1);
        await RunAsync();
        (await Club.GrantsAsync(offer)).Select(grant => grant.MemberId).ShouldBe([leap, missed]);
    }

    [Fact]
    public async Task A_silent_time_is_answered_once_and_the_next_one_again()
    {
        var partner = await Club.GivenPartnerAsync();
        var silent = await Club.GivenNewMemberAsync();
        var busy = await Club.GivenNewMemberAsync();
        await Club.TakeAsync(partner, PointsActions.Grant(silent, 5) with { OccurredAt = Clock.Now });
        Clock.Now = Clock.Now.AddMonths(6);
        await Club.TakeAsync(partner, PointsActions.Purchase(busy, 10) with { OccurredAt = Clock.Now.AddDays(-1) });
        var offer = await Club.GivenOfferAsync(Offer("dormant", $$"""{"dormantMonths":3,"benefit":{{TenPoints}}}"""));

        await RunAsync();
        Clock.Now = Clock.Now.AddDays(40);
        await RunAsync();
        (await Club.GrantsAsync(offer)).ShouldHaveSingleItem().MemberId.ShouldBe(silent);

        // A late report of something before the answer begins no new silence, and the club's own gift does not end one.
        await Club.TakeAsync(partner, PointsActions.Purchase(silent, 10) with { OccurredAt = Clock.Now.AddDays(-45) });
        Clock.Now = Clock.Now.AddDays(60);
        await RunAsync();
        (await Club.GrantsAsync(offer)).Count(grant => grant.MemberId == silent).ShouldBe(1);

        await Club.TakeAsync(partner, PointsActions.Purchase(silent, 10) with { OccurredAt = Clock.Now });
        Clock.Now = Clock.Now.AddMonths(4);
        await RunAsync();
        (await Club.GrantsAsync(offer))
            .Where(grant => grant.MemberId == silent)
            .Select(grant => grant.Occasion)
            .ShouldBe(["dormant/1", "dormant/2"]);
    }

    [Fact]
    public async Task Nothing_is_granted_outside_the_window_or_once_it_was_withdrawn()
    {
        var later = await Club.GivenOfferAsync(Welcome(TenPoints, $$"""{"from":"{{Clock.Now.AddDays(1).Text()}}"}"""));
        var gone = await Club.GivenOfferAsync(Welcome(TenPoints));
        await Club.StepAsync(gone, "withdraw");
        await Club.GivenNewMemberAsync();

        (await RunAsync()).ShouldBe(0);

        (await Club.GrantsAsync(later)).ShouldBeEmpty();
        (await Club.GrantsAsync(gone)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_merge_takes_vouchers_along_and_its_undoing_gives_them_back()
    {
        await Club.GivenOfferAsync(Welcome(HalfPrice));
        var survivor = await Club.GivenSignedInMemberAsync();
        var duplicate = await Club.GivenNewMemberAsync();
        await RunAsync();
        using var staff = Club.Staff("administrator");

        var merge = await staff
            .PostAsJsonAsync(
                $"{MembersActions.MembersPath}/{survivor.Member}/merges",
                new { duplicate = duplicate.ToString() }
            )
            .IdAsync();

        (await CountAsync(survivor)).ShouldBe(2);
        await (await staff.PostAsync($"/api/admin/v1/merges/{merge}/undo", null)).ReadAsync(HttpStatusCode.OK);
        (await CountAsync(survivor)).ShouldBe(1);
    }

    private static async Task<int> CountAsync(MemberApp app) =>
        (await app.AskAsync("{ me { vouchers { id } } }"))["me"]!["vouchers"]!.AsArray().Count;

    public sealed class OnSqlite() : OfferGrantTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : OfferGrantTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : OfferGrantTests(DatabaseProvider.SqlServer);
}
