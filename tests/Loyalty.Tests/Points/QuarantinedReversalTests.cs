using System.Text.Json.Nodes;
using Loyalty.Domain.Members;
using Loyalty.Domain.Points;
using Loyalty.Testing;
using Loyalty.Tests.Earning;
using Loyalty.Tests.Host;
using Loyalty.Tests.Partners;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;
using static Loyalty.Tests.Partners.PartnersActions;

namespace Loyalty.Tests.Points;

/// <summary>Events that come before their member is linked, over HTTP.</summary>
public abstract class QuarantinedReversalTests(DatabaseProvider provider) : ClubTests(provider)
{
    [Fact]
    public async Task Pain37_What_was_earned_and_reversed_before_the_link_is_replayed_in_order_once_it_is_there()
    {
        var (partner, currency) = await GivenEarningPartnerAsync();
        var customer = $"c{Guid.CreateVersion7():N}";
        var payment = Payment(customer, "1000.00");
        (await partner.SendAsync(payment)).ResultStatus().ShouldBe("quarantined");
        (await partner.SendAsync(Reversal(customer, payment.Id(), "400.00"))).ResultStatus().ShouldBe("quarantined");
        (await partner.SendAsync(Reversal(customer, payment.Id()))).ResultStatus().ShouldBe("quarantined");

        var member = await LinkAsync(partner, customer);

        (await WaitForPointsAsync(member, currency, count: 3)).ShouldBe([10, -4, -6]);
        (await partner.SendAsync(payment)).ResultStatus().ShouldBe("duplicate");
    }

    [Fact]
    public async Task Pain39_Earning_reversing_and_earning_again_under_a_new_id_nets_once()
    {
        var (partner, currency) = await GivenEarningPartnerAsync();
        var customer = $"c{Guid.CreateVersion7():N}";
        var member = await LinkAsync(partner, customer);
        var payment = Payment(customer, "1000.00");

        await partner.SendAsync(payment);
        await partner.SendAsync(Reversal(customer, payment.Id()));
        (await partner.SendAsync(payment)).ResultStatus().ShouldBe("duplicate");
        await partner.SendAsync(Payment(customer, "1000.00"));

        (await WaitForPointsAsync(member, currency, count: 3)).ShouldBe([10, -10, 10]);
    }

    [Fact]
    public async Task Pain39_The_same_all_quarantined_and_in_one_request_nets_once_after_the_link()
    {
        var (partner, currency) = await GivenEarningPartnerAsync();
        var customer = $"c{Guid.CreateVersion7():N}";
        var payment = Payment(customer, "1000.00");
        JsonObject[] events = [payment, Reversal(customer, payment.Id()), Payment(customer, "1000.00")];
        (await partner.SendBatchAsync(events)).Statuses.ShouldBe(["quarantined", "quarantined", "quarantined"]);

        var member = await LinkAsync(partner, customer);

        (await WaitForPointsAsync(member, currency, count: 3)).Sum().ShouldBe(10);
    }

    private async Task<(TestPartner Partner, PointCurrencyCode Currency)> GivenEarningPartnerAsync()
    {
        var partner = await Club.CreatePartnerAsync();
        var currency = await Club.CreatePointCurrencyAsync();
        await Club.PublishedRuleAsync(EarningActions.Definition(partner.View.Id.ToString(), currency));
        return (partner, PointCurrencyCode.Parse(currency));
    }

    private async Task<MemberId> LinkAsync(TestPartner partner, string customer)
    {
        var member = await Club.SomeMemberAsync();
        using var linked = await partner.LinkAsync(customer, member);
        linked.EnsureSuccessStatusCode();
        return member;
    }

    private Task<List<long>> WaitForPointsAsync(MemberId member, PointCurrencyCode currency, int count)
    {
        var wallet = WalletId.Of(member, currency);
        return WaitFor.Async(
            () =>
                Club.WithContextAsync(context =>
                    context
                        .Entries.Where(entry => entry.WalletId == wallet)
                        .OrderBy(entry => entry.Sequence)
                        .Select(entry => entry.Points)
                        .ToListAsync()
                ),
            points => points.Count >= count
        );
    }

    public sealed class OnSqlite() : QuarantinedReversalTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : QuarantinedReversalTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : QuarantinedReversalTests(DatabaseProvider.SqlServer);
}
