using Loyalty.Domain;
using Loyalty.Domain.Offers;
using Loyalty.Testing;
using Loyalty.Tests.Members;
using Loyalty.Tests.Points;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;
using static Loyalty.Tests.Offers.OffersActions;

namespace Loyalty.Tests.Offers;

/// <summary>What must not follow from the use of a referral code.</summary>
public abstract class ReferralFaultTests(DatabaseProvider provider) : OfferClubTests(provider)
{
    private const string Terms = """
        {"referral":{"useWithinDays":30,"perReferrerMax":20,"period":"year",
          "onUse":{"referred":{"points":{"currency":"POINTS","points":5}}}}}
        """;

    [Fact]
    public async Task Two_newcomers_do_not_bring_each_other()
    {
        await Club.GivenOfferAsync(Offer("referral", Terms));
        var one = await Club.GivenSignedInMemberAsync();
        var other = await Club.GivenSignedInMemberAsync();
        var code = (await one.ReferralAsync())["code"]!.ToString();
        ((bool)(await other.UseCodeAsync(code))["used"]!).ShouldBeTrue();

        var back = await one.UseCodeAsync((await other.ReferralAsync())["code"]!.ToString());

        back.Error().ShouldBe("REFERRAL_MUTUAL");
        (
            await Club.WithContextAsync(context => context.Wallets.AnyAsync(row => row.MemberId == one.Member))
        ).ShouldBeFalse();
    }

    [Fact]
    public async Task Two_who_name_each_other_at_once_are_one_referral()
    {
        await Club.GivenOfferAsync(Offer("referral", Terms));
        for (var i = 0; i < 5; i++)
        {
            var one = await Club.GivenSignedInMemberAsync();
            var other = await Club.GivenSignedInMemberAsync();
            var first = (await one.ReferralAsync())["code"]!.ToString();
            var second = (await other.ReferralAsync())["code"]!.ToString();

            var answers = await Task.WhenAll(one.UseCodeAsync(second), other.UseCodeAsync(first));

            answers.Count(answer => (bool)answer["used"]!).ShouldBe(1);
        }
    }

    [Fact]
    public async Task The_use_of_a_code_posts_what_it_gave_and_leaves_what_else_is_due_to_the_job()
    {
        var offer = await Club.GivenOfferAsync(Offer("referral", Terms));
        var old = await Club.GivenSignedInMemberAsync();
        var code = (await old.ReferralAsync())["code"]!.ToString();
        await Club.WithContextAsync(context =>
        {
            context.OfferGrants.Add(
                new OfferGrant
                {
                    Id = Identifier.New<GrantId>(Clock.Now),
                    OfferId = offer.Id,
                    OfferVersion = 1,
                    MemberId = old.Member,
                    Occasion = "other/1",
                    GrantedAt = Clock.Now,
                    Currency = PointsActions.Points,
                    Points = 70,
                    PointsDueAt = Clock.Now,
                }
            );
            return context.SaveChangesAsync();
        });
        var fresh = await Club.GivenSignedInMemberAsync();

        ((bool)(await fresh.UseCodeAsync(code))["used"]!).ShouldBeTrue();

        (await Club.CountAsync(fresh.Member)).Available.ShouldBe(5);
        (await Club.GrantsAsync(offer)).Count(grant => grant.PointsDueAt is not null).ShouldBe(1);
        await RunAsync();
        (await Club.CountAsync(old.Member)).Available.ShouldBe(70);
    }

    public sealed class OnSqlite() : ReferralFaultTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : ReferralFaultTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : ReferralFaultTests(DatabaseProvider.SqlServer);
}
