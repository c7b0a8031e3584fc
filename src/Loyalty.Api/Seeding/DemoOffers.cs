using Loyalty.Application.Offers;
using Loyalty.Application.Rewards;
using Loyalty.Domain.Offers;
using Loyalty.Domain.Partners;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Api.Seeding;

/// <summary>The demo club's offers: a welcome, a referral and a challenge. None gives points, so that what the README counts is what
/// partners gave.</summary>
public sealed class DemoOffers(LoyaltyDbContext context, CreateOffer create, PublishOffer publish)
{
    public async Task ExecuteAsync(Partner bank, CancellationToken cancellationToken)
    {
        foreach (var offer in Offers(bank.Id.ToString()))
        {
            await AddAsync(offer, cancellationToken);
        }
    }

    private async Task AddAsync(OfferDocument document, CancellationToken cancellationToken)
    {
        var trigger = document.Trigger!.Value;
        var offer = await context
            .Offers.AsNoTracking()
            .FirstOrDefaultAsync(one => one.Trigger == trigger, cancellationToken);
        offer ??= (await create.ExecuteAsync(document, cancellationToken)).Value;
        if (offer.Status == OfferStatus.Draft)
        {
            var request = new PublishOfferRequest(offer.Id, offer.Version);
            _ = (await publish.ExecuteAsync(request, cancellationToken)).Value;
        }
    }

    private static IEnumerable<OfferDocument> Offers(string bank) =>
        [
            new(
                OfferTrigger.Welcome,
                Texts("A quarter off to begin with", "Ein Viertel Nachlass zum Anfang", "新会员首次兑换七五折"),
                Benefit: Voucher(VoucherKind.Percent, 25, validDays: 90)
            ),
            new(
                OfferTrigger.Referral,
                Texts("Bring a friend", "Freunde werben", "推荐好友"),
                Referral: new ReferralTermsDocument(
                    UseWithinDays: 30,
                    PerReferrerMax: 10,
                    Domain.Earning.CapPeriod.Year,
                    new ReferralBenefitsDocument(Referred: Voucher(VoucherKind.Points, 20, validDays: 60)),
                    new ReferralBenefitsDocument(Referrer: Voucher(VoucherKind.Points, 40, validDays: 180)),
                    new ReferralPurchaseDocument(WithinDays: 90, DelayDays: 14)
                )
            ),
            new(
                OfferTrigger.Challenge,
                Texts("Twelve payments in a year", "Zwölf Zahlungen im Jahr", "一年十二次支付"),
                // Before the demo member's first transaction of the year.
                From: new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero),
                Challenge: new ChallengeDocument(
                    ChallengeCount.Transactions,
                    bank,
                    Goal: 12,
                    Window: ChallengeWindow.CalendarYear
                ),
                Benefit: new OfferBenefitDocument(
                    Badge: new BadgeDocument("good-customer", Texts("Good customer", "Stammkunde", "老主顾"))
                )
            ),
        ];

    private static OfferBenefitDocument Voucher(VoucherKind kind, long value, int validDays) =>
        new(Voucher: new VoucherBenefitDocument(kind, value, ValidDays: validDays));

    private static RewardTextDocument[] Texts(string english, string german, string chinese) =>
        [new("en", english), new("de", german), new("zh-Hans", chinese)];
}
