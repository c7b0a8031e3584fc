using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Loyalty.Domain.Partners;
using Loyalty.Testing;
using Loyalty.Tests.Members;
using Loyalty.Tests.Points;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;
using static Loyalty.Tests.Offers.OffersActions;

namespace Loyalty.Tests.Offers;

/// <summary>Members bring members, in two stages, and nobody brings oneself.</summary>
public abstract class ReferralTests(DatabaseProvider provider) : OfferClubTests(provider)
{
    private const string Terms = """
        {"referral":{"useWithinDays":30,"perReferrerMax":2,"period":"year",
          "onUse":{"referred":{"points":{"currency":"POINTS","points":5}}},
          "onPurchase":{"referrer":{"points":{"currency":"POINTS","points":100}},"referred":{"points":{"currency":"POINTS","points":50}}},
          "purchase":{"withinDays":60,"pointsMin":10,"delayDays":14}}}
        """;

    private Partner? partner;

    [Fact]
    public async Task The_code_gives_at_once_and_the_first_purchase_gives_once_it_has_stood()
    {
        await Club.GivenOfferAsync(Offer("referral", Terms));
        var old = await Club.GivenSignedInMemberAsync();
        var code = (await old.ReferralAsync())["code"]!.ToString();
        (await old.ReferralAsync())["code"]!.ToString().ShouldBe(code);
        var fresh = await Club.GivenSignedInMemberAsync();

        var used = await fresh.UseCodeAsync(code.ToLowerInvariant());
        var again = await fresh.UseCodeAsync(code);

        ((bool)used["used"]!).ShouldBeTrue(used.ToJsonString());
        ((bool)again["used"]!).ShouldBeTrue();
        (await Club.CountAsync(fresh.Member)).Available.ShouldBe(5);
        await EarnAsync(fresh, 9);
        await EarnAsync(fresh, 10);
        Clock.Now = Clock.Now.AddDays(13);
        await RunAsync();
        (await Club.CountAsync(fresh.Member)).Available.ShouldBe(24);
        Clock.Now = Clock.Now.AddDays(1);
        await RunAsync();
        await RunAsync();
        (await Club.CountAsync(fresh.Member)).Available.ShouldBe(74);
        (await Club.CountAsync(old.Member)).Available.ShouldBe(100);
        var summary = await (old with { Http = Club.SignedIn(old.Subject) }).ReferralAsync();
        ((int)summary["brought"]!, (int)summary["waiting"]!, (int)summary["completed"]!).ShouldBe((1, 0, 1));
        (await Club.VerifyAsync()).Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_purchase_that_is_returned_in_time_gives_nothing_and_the_next_one_does()
    {
        await Club.GivenOfferAsync(Offer("referral", Terms));
        var (old, fresh) = await GivenReferralAsync();
        var bought = PointsActions.Grant(fresh.Member, 20) with { OccurredAt = Clock.Now };
        await Club.TakeAsync(await PartnerAsync(), bought);
        Clock.Now = Clock.Now.AddDays(13);
        await Club.TakeAsync(await PartnerAsync(), PointsActions.Reversal(bought) with { OccurredAt = Clock.Now });
        Clock.Now = Clock.Now.AddDays(2);
        await RunAsync();
        (
            await Club.WithContextAsync(context => context.Wallets.AnyAsync(one => one.MemberId == old.Member))
        ).ShouldBeFalse();

        await EarnAsync(fresh, 15);
        Clock.Now = Clock.Now.AddDays(14);
        await RunAsync();

        (await Club.CountAsync(old.Member)).Available.ShouldBe(100);
    }

    [Fact]
    public async Task Whoever_does_not_buy_in_time_brings_nothing_more()
    {
        var offer = await Club.GivenOfferAsync(Offer("referral", Terms));
        await GivenReferralAsync();
        Clock.Now = Clock.Now.AddDays(64);

        await RunAsync();

        var figures = await Club.FiguresAsync(offer);
        figures["referrals"]!.ToJsonString().ShouldBe("""{"waiting":0,"completed":0,"expired":1}""");
    }

    [Fact]
    public async Task Nobody_brings_oneself_or_the_own_household()
    {
        await Club.GivenOfferAsync(Offer("referral", Terms));
        var (mail, phone, vin) = (MembersActions.Email(), MembersActions.Phone(), MembersActions.Vin());
        var person = MembersActions
            .Person()
            .WithEmail(mail, verified: false)
            .WithPhone(phone, verified: false)
            .WithVehicle(vin);
        person["member"]!["address"] = Address("Main Street 5 a");
        var old = await Club.GivenSignedInMemberAsync(person);
        var code = (await old.ReferralAsync())["code"]!.ToString();

        (await old.UseCodeAsync(code)).Error().ShouldBe("REFERRAL_OWN_CODE");
        foreach (
            var same in new[]
            {
                MembersActions.Person().WithEmail(mail.ToUpperInvariant(), verified: false),
                MembersActions.Person().WithPhone(phone, verified: false),
                Person(Address("main street 5A")),
            }
        )
        {
            var twin = await Club.GivenSignedInMemberAsync(same);
            (await twin.UseCodeAsync(code)).Error().ShouldBe("REFERRAL_SAME_PERSON");
        }

        var buyer = await Club.GivenSignedInMemberAsync();
        await Club.WithContextAsync(async context =>
        {
            var vehicle = await context.VehicleOwnerships.SingleAsync(owned => owned.MemberId == old.Member);
            vehicle.OwnedUntil = new DateOnly(2026, 5, 31);
            context.VehicleOwnerships.Add(
                new()
                {
                    Id = Domain.Identifier.New<Domain.Members.OwnershipId>(Clock.Now),
                    VehicleId = vehicle.VehicleId,
                    MemberId = buyer.Member,
                    OwnedFrom = new DateOnly(2026, 6, 1),
                }
            );
            return await context.SaveChangesAsync();
        });
        (await buyer.UseCodeAsync(code)).Error().ShouldBe("REFERRAL_SAME_PERSON");

        var spouse = await Club.GivenSignedInMemberAsync();
        var household = Domain.Identifier.New<Domain.Members.HouseholdId>(Clock.Now);
        await Club.WithContextAsync(context =>
        {
            context.Households.Add(
                new()
                {
                    Id = household,
                    Name = "Us",
                    CreatedAt = Clock.Now,
                }
            );
            foreach (var one in new[] { old.Member, spouse.Member })
            {
                context.HouseholdPlaces.Add(
                    new()
                    {
                        Id = Domain.Identifier.New<Domain.Members.HouseholdPlaceId>(Clock.Now),
                        HouseholdId = household,
                        MemberId = one,
                        InvitedAt = Clock.Now,
                        InvitedBy = "staff",
                        JoinedAt = Clock.Now,
                    }
                );
            }

            return context.SaveChangesAsync();
        });
        (await spouse.UseCodeAsync(code)).Error().ShouldBe("REFERRAL_SAME_HOUSEHOLD");
        (await Club.WithContextAsync(context => context.Referrals.AnyAsync())).ShouldBeFalse();
    }

    [Fact]
    public async Task Each_other_refusal_has_its_code()
    {
        var old = await Club.GivenSignedInMemberAsync();
        var code = (await old.ReferralAsync())["code"]!.ToString();
        var fresh = await Club.GivenSignedInMemberAsync();
        (await fresh.UseCodeAsync(code)).Error().ShouldBe("REFERRAL_NOT_OPEN");
        await Club.GivenOfferAsync(Offer("referral", Terms));
        (await fresh.UseCodeAsync("22222222")).Error().ShouldBe("REFERRAL_CODE_UNKNOWN");
        (await fresh.UseCodeAsync("short")).Error().ShouldBe("INVALID_FIELD");
        var other = await Club.GivenSignedInMemberAsync();
        ((bool)(await fresh.UseCodeAsync(code))["used"]!).ShouldBeTrue();
        (await fresh.UseCodeAsync((await other.ReferralAsync())["code"]!.ToString()))
            .Error()
            .ShouldBe("REFERRAL_ALREADY_USED");
        Clock.Now = Clock.Now.AddDays(30);
        other = other with { Http = Club.SignedIn(other.Subject) };
        (await other.UseCodeAsync(code)).Error().ShouldBe("REFERRAL_TOO_LATE");
    }

    [Fact]
    public async Task Staff_hand_in_the_code_of_a_member_they_enrolled()
    {
        await Club.GivenOfferAsync(Offer("referral", Terms));
        var old = await Club.GivenSignedInMemberAsync();
        var body = new { code = (await old.ReferralAsync())["code"]!.ToString() };
        var fresh = await Club.GivenNewMemberAsync();
        using var staff = Club.Staff("support");
        var path = $"{MembersActions.MembersPath}/{fresh}/referral";

        var used = await (await staff.PostAsJsonAsync(path, body)).ReadAsync(HttpStatusCode.OK);
        var again = await (await staff.PostAsJsonAsync(path, body)).ReadAsync(HttpStatusCode.OK);

        used["referrerId"]!.ToString().ShouldBe(old.Member.ToString());
        again["id"]!.ToString().ShouldBe(used["id"]!.ToString());
        (await Club.CountAsync(fresh)).Available.ShouldBe(5);
        var wrong = await staff.PostAsJsonAsync(path, new { code = "22222222" });
        await wrong.ShouldBeRefusedAsync(HttpStatusCode.Conflict, "referral-code-unknown");
        var nobody = await staff.PostAsJsonAsync(
            $"{MembersActions.MembersPath}/mbr_00000000000000000000000000/referral",
            body
        );
        nobody.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Of_six_who_use_one_code_at_once_as_many_count_as_may()
    {
        var offer = await Club.GivenOfferAsync(Offer("referral", Terms));
        var old = await Club.GivenSignedInMemberAsync();
        var code = (await old.ReferralAsync())["code"]!.ToString();
        var apps = new MemberApp[6];
        for (var i = 0; i < apps.Length; i++)
        {
            apps[i] = await Club.GivenSignedInMemberAsync();
        }

        var answers = await Task.WhenAll(apps.Select(app => app.UseCodeAsync(code)));

        answers.Count(answer => answer.Error() is null).ShouldBe(2);
        answers.Count(answer => answer.Error() == "REFERRAL_LIMIT_REACHED").ShouldBe(4);
        (await Club.WithContextAsync(context => context.Referrals.CountAsync())).ShouldBe(2);
        (await Club.GrantsAsync(offer)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Pain28_Erasure_takes_the_code_and_who_brought_whom()
    {
        await Club.GivenOfferAsync(Offer("referral", Terms));
        var (old, fresh) = await GivenReferralAsync();
        using var staff = Club.Staff("manager");
        await staff.PostAsJsonAsync($"{MembersActions.MembersPath}/{old.Member}/close", new { reason = "as asked" });

        var erased = await staff.PostAsync($"{MembersActions.MembersPath}/{old.Member}/erasure", null);

        erased.IsSuccessStatusCode.ShouldBeTrue(await erased.Content.ReadAsStringAsync());
        (await Club.WithContextAsync(context => context.Referrals.AnyAsync())).ShouldBeFalse();
        (await Club.WithContextAsync(context => context.ReferralCodes.AnyAsync())).ShouldBeFalse();
        (await Club.CountAsync(fresh.Member)).Available.ShouldBe(5);
        (await RunAsync()).ShouldBe(0);
    }

    private async Task<(MemberApp Old, MemberApp Fresh)> GivenReferralAsync()
    {
        var old = await Club.GivenSignedInMemberAsync();
        var fresh = await Club.GivenSignedInMemberAsync();
        var used = await fresh.UseCodeAsync((await old.ReferralAsync())["code"]!.ToString());
        ((bool)used["used"]!).ShouldBeTrue(used.ToJsonString());
        return (old, fresh);
    }

    private async Task EarnAsync(MemberApp app, long points) =>
        await Club.TakeAsync(
            await PartnerAsync(),
            PointsActions.Grant(app.Member, points) with
            {
                OccurredAt = Clock.Now,
            }
        );

    private async Task<Partner> PartnerAsync() => partner ??= await Club.GivenPartnerAsync();

    private static JsonObject Person(JsonObject address)
    {
        var person = MembersActions.Person();
        person["member"]!["address"] = address;
        return person;
    }

    private static JsonObject Address(string street) =>
        new()
        {
            ["street"] = new JsonArray(street),
            ["city"] = "Prague",
            ["postalCode"] = "110 00",
            ["country"] = "CZ",
        };

    public sealed class OnSqlite() : ReferralTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : ReferralTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : ReferralTests(DatabaseProvider.SqlServer);
}
