using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using Loyalty.Domain.Members;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Loyalty.Tests.Members;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;
using static Loyalty.Tests.Partners.PartnerApiActions;
using static Loyalty.Tests.Partners.PartnersActions;

namespace Loyalty.Tests.Partners;

/// <summary>What a partner may learn of members, and how it links them.</summary>
public abstract class MemberInquiryTests(DatabaseProvider provider) : ClubTests(provider)
{
    [Fact]
    public async Task A_balance_is_told_only_where_contract_and_member_agree()
    {
        var closed = await Club.CreatePartnerAsync();
        using var refused = await closed.SystemAsync();
        (
            await (await refused.GetAsync($"{Root}/members/balance?partnerCustomerId=x")).ProblemAsync(
                HttpStatusCode.Forbidden
            )
        ).ShouldBe("balance-not-covered");

        var partner = await Club.CreatePartnerAsync(Contract() with { BalanceInquiry = true });
        var currency = await partner.GivenPointPerUnitAsync();
        using var system = await partner.SystemAsync();
        var member = await Club.SomeMemberAsync();
        var customer = $"c-{partner.View.Slug}";
        (await partner.LinkAsync(customer, member)).EnsureSuccessStatusCode();
        await partner.SendAsync(Payment(customer, "70.00"));
        var path = $"{Root}/members/balance?partnerCustomerId={customer}";

        var silent = await (await system.GetAsync(path)).ReadNodeAsync();
        var nobody = await (await system.GetAsync($"{Root}/members/balance?partnerCustomerId=nobody")).ReadNodeAsync();
        (silent["status"]!.ToString(), silent["detail"]!.ToString()).ShouldBe(
            (nobody["status"]!.ToString(), nobody["detail"]!.ToString())
        );
        await ConsentAsync(member, ConsentPurpose.Marketing, granted: true);
        (await system.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await ConsentAsync(member, ConsentPurpose.PartnerSharing, granted: true);
        using var answer = await system.GetAsync(path);
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        var points = (await answer.ReadNodeAsync())["points"]!.AsArray().ShouldHaveSingleItem()!;
        ((string)points["pointCurrency"]!, (long)points["points"]!).ShouldBe((currency, 70));
        await ConsentAsync(member, ConsentPurpose.PartnerSharing, granted: false);
        (await system.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        (await system.GetAsync($"{path}&cardNumber=9001")).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await system.GetAsync($"{Root}/members/balance")).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await system.GetAsync($"{Root}/members/balance?cardNumber=%00")).StatusCode.ShouldBe(
            HttpStatusCode.UnprocessableEntity
        );
        using var stranger = await (
            await Club.CreatePartnerAsync(Contract() with { BalanceInquiry = true })
        ).SystemAsync();
        (await stranger.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NotFound, "the link is another partner's");
    }

    [Fact]
    public async Task A_token_of_the_member_links_one_customer_once()
    {
        var app = await Club.GivenSignedInMemberAsync();
        var partner = await Club.CreatePartnerAsync();
        using var system = await partner.SystemAsync();
        var waiting = Payment($"cust-{partner.View.Slug}");
        (await partner.SendAsync(waiting.DeepClone().AsObject())).ResultStatus().ShouldBe("quarantined");
        var token = await TokenAsync(app);

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => LinkAsync(system, token, $"cust-{partner.View.Slug}"))
        );

        answers.Count(answer => answer.StatusCode == HttpStatusCode.OK).ShouldBe(1);
        foreach (var answer in answers.Where(answer => answer.StatusCode != HttpStatusCode.OK))
        {
            (await answer.ProblemAsync(HttpStatusCode.UnprocessableEntity)).ShouldBe("link-token-invalid");
        }

        (await partner.RecordAsync(waiting.Id()))!.MemberId.ShouldBe(app.Member);
        var kept = await Club.WithContextAsync(context =>
            context.LinkTokens.AsNoTracking().SingleAsync(row => row.MemberId == app.Member)
        );
        kept.TokenHash.ShouldBe(SHA256.HashData(Encoding.UTF8.GetBytes(token)), "the token itself is not kept");
        kept.UsedBy.ShouldBe(partner.View.Id);
    }

    [Fact]
    public async Task A_token_that_is_over_or_somebody_elses_customer_links_nothing()
    {
        var app = await Club.GivenSignedInMemberAsync();
        var partner = await Club.CreatePartnerAsync();
        using var system = await partner.SystemAsync();
        var taken = await partner.LinkedCustomerAsync();
        var token = await TokenAsync(app);

        (await (await LinkAsync(system, token, taken)).ProblemAsync(HttpStatusCode.Conflict)).ShouldBe(
            "customer-linked-elsewhere"
        );
        (await LinkAsync(system, token, "\u0001")).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await LinkAsync(system, "lnk_unknown", "c")).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var past = DateTimeOffset.UnixEpoch;
        await Club.WithContextAsync(context =>
            context
                .LinkTokens.Where(row => row.MemberId == app.Member)
                .ExecuteUpdateAsync(row => row.SetProperty(one => one.ExpiresAt, past))
        );
        (await (await LinkAsync(system, token, "c")).ProblemAsync(HttpStatusCode.UnprocessableEntity)).ShouldBe(
            "link-token-invalid"
        );

        for (var i = 0; i < 5; i++)
        {
            await TokenAsync(app);
        }

        var sixth = await app.MutateAsync("createLinkToken", "token expiresAt", new { clientMutationId = "m" });
        sixth["token"].ShouldBeNull();
        ((string)sixth["errors"]![0]!["code"]!, (string)sixth["clientMutationId"]!).ShouldBe(
            ("TOO_MANY_LINK_TOKENS", "m")
        );
    }

    private static async Task<string> TokenAsync(MemberApp app)
    {
        var made = await app.MutateAsync("createLinkToken", "token expiresAt", new { });
        made["errors"]!.AsArray().ShouldBeEmpty();
        return (string)made["token"]!;
    }

    private static Task<HttpResponseMessage> LinkAsync(HttpClient system, string token, string customer) =>
        system.PostAsJsonAsync($"{Root}/links", new { token, partnerCustomerId = customer });

    private Task ConsentAsync(MemberId member, ConsentPurpose purpose, bool granted) =>
        Club.WithContextAsync(async context =>
        {
            var now = TimeProvider.System.GetUtcNow();
            var consent = await context
                .Consents.AsTracking()
                .FirstOrDefaultAsync(row => row.MemberId == member && row.Purpose == purpose);
            if (consent is null)
            {
                consent = new Consent
                {
                    MemberId = member,
                    Purpose = purpose,
                    Channel = ConsentChannel.Email,
                };
                context.Consents.Add(consent);
            }

            consent.Apply(
                new ConsentChange
                {
                    Id = Loyalty.Domain.Identifier.New<ConsentChangeId>(now),
                    MemberId = member,
                    Purpose = purpose,
                    Channel = ConsentChannel.Email,
                    Granted = granted,
                    DecidedAt = now,
                    Source = "test",
                    RecordedAt = now,
                }
            );
            return await context.SaveChangesAsync();
        });

    public sealed class OnSqlite() : MemberInquiryTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : MemberInquiryTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : MemberInquiryTests(DatabaseProvider.SqlServer);
}
