using Loyalty.Application.Rewards;
using Loyalty.Domain;
using Loyalty.Domain.Earning;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;
using Loyalty.Domain.Rewards;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Api.Seeding;

/// <summary>The demo club's catalogue: one reward of each kind and way, in English, German and Chinese.</summary>
public sealed class DemoRewards(
    LoyaltyDbContext context,
    CreateReward create,
    PublishReward publish,
    ImportRewardCodes importCodes
)
{
    private const int CinemaCodes = 20;

    /// <param name="money">what is paid besides points.</param>
    public async Task ExecuteAsync(
        PointCurrencyCode points,
        MoneyCurrency money,
        Partner telecom,
        CancellationToken cancellationToken
    )
    {
        foreach (var reward in Rewards(points.Value, money, telecom.Id.ToString()))
        {
            await AddAsync(reward, cancellationToken);
        }
    }

    private async Task AddAsync(RewardDocument document, CancellationToken cancellationToken)
    {
        var title = document.Texts![0].Title!.ToUpperInvariant();
        var reward = await context.Rewards.FirstOrDefaultAsync(
            one => one.Category == document.Category && one.SearchText.StartsWith(title),
            cancellationToken
        );
        reward ??= (await create.ExecuteAsync(document, cancellationToken)).Value;
        if (reward.Status != RewardStatus.Draft)
        {
            return;
        }

        if (document.Fulfilment!.Method == FulfilmentMethod.Code)
        {
            var codes = Enumerable
                .Range(1, CinemaCodes)
                .Select(i => new RewardCodeLine(i, $"DEMO-CINEMA-{i:0000}"))
                .ToAsyncEnumerable();
            _ = (await importCodes.ExecuteAsync(reward.Id, codes, progress: null, cancellationToken)).Value;
        }

        _ = (await publish.ExecuteAsync(new PublishRewardRequest(reward.Id, reward.Version), cancellationToken)).Value;
    }

    private static IEnumerable<RewardDocument> Rewards(string points, MoneyCurrency money, string telecom) =>
        [
            new(
                RewardKind.Goods,
                Texts(
                    ("Model car 1:43", "The estate in club blue, in a gift box."),
                    ("Modellauto 1:43", "Der Kombi in Clubblau, in einer Geschenkbox."),
                    ("1:43 车模", "俱乐部蓝色旅行车，礼盒装。")
                ),
                Picture("model-car"),
                "merchandise",
                DisplayOrder: 10,
                [new RewardPriceDocument(points, 120)],
                QuantityPerRedemptionMax: 5,
                Stock: new RewardStockDocument(Total: 500, PerMember: 5, MemberPeriod: CapPeriod.Year),
                Fulfilment: new RewardFulfilmentDocument(FulfilmentMethod.Staff, Needs: DeliveryNeed.PostalAddress),
                Cancellation: new RewardCancellationDocument(MemberHours: 24, ReturnDays: 30)
            ),
            new(
                RewardKind.Goods,
                Texts(
                    ("Travel set", "Two suitcases in the colours of the club. A part is paid in money on delivery."),
                    ("Reiseset", "Zwei Koffer in den Farben des Clubs. Ein Teil wird bei Lieferung bezahlt."),
                    ("旅行套装", "俱乐部配色的两件套行李箱，部分货款在收货时支付。")
                ),
                Picture("travel-set"),
                "merchandise",
                DisplayOrder: 20,
                [new RewardPriceDocument(points, 400, new Money(1_490, money).InPlainForm())],
                Stock: new RewardStockDocument(Total: 100, PerDay: 10),
                Fulfilment: new RewardFulfilmentDocument(FulfilmentMethod.Staff, Needs: DeliveryNeed.PostalAddress)
            ),
            new(
                RewardKind.Voucher,
                Texts(
                    ("Cinema ticket", "A code for any film in any of the cinemas.", "Valid for 90 days. Not for cash."),
                    (
                        "Kinokarte",
                        "Ein Code für jeden Film in jedem der Kinos.",
                        "90 Tage gültig. Keine Barauszahlung."
                    ),
                    ("电影票", "可在任一影院观看任一影片的兑换码。", "有效期90天，不可兑换现金。")
                ),
                Picture("cinema"),
                "leisure",
                DisplayOrder: 30,
                [new RewardPriceDocument(points, 60)],
                QuantityPerRedemptionMax: 2,
                Stock: new RewardStockDocument(PerMember: 2, MemberPeriod: CapPeriod.Month),
                Fulfilment: new RewardFulfilmentDocument(FulfilmentMethod.Code, UsableDays: 90),
                Cancellation: new RewardCancellationDocument(MemberHours: 0, ReturnDays: 0)
            ),
            new(
                RewardKind.PartnerService,
                Texts(
                    ("Airtime", "Credit for your telephone, at once."),
                    ("Guthaben", "Guthaben für Ihr Telefon, sofort."),
                    ("话费充值", "即时为您的手机充值。")
                ),
                Picture("airtime"),
                "telephone",
                DisplayOrder: 40,
                [new RewardPriceDocument(points, 1)],
                new RewardAmountDocument(Min: 5, Max: 100, Step: 5, money.Code),
                Fulfilment: new RewardFulfilmentDocument(
                    FulfilmentMethod.Partner,
                    telecom,
                    Product: "AIRTIME",
                    new Money(0.92m, money),
                    DeliveryNeed.PhoneNumber,
                    DeadlineHours: 48
                )
            ),
            new(
                RewardKind.Entitlement,
                Texts(
                    ("Driver for an evening", "Somebody drives you and your car home. For owners of a vehicle."),
                    (
                        "Fahrer für einen Abend",
                        "Jemand fährt Sie und Ihr Auto nach Hause. Für Besitzer eines Fahrzeugs."
                    ),
                    ("代驾一晚", "专人驾驶您的爱车送您回家。限车主兑换。")
                ),
                Picture("driver"),
                "service",
                DisplayOrder: 50,
                [new RewardPriceDocument(points, 150)],
                Eligibility: new RewardEligibilityDocument(NeedsVehicle: true, AgeMin: 18),
                Fulfilment: new RewardFulfilmentDocument(FulfilmentMethod.Immediate, UsableDays: 365)
            ),
            new(
                RewardKind.EventSeat,
                Texts(
                    ("Seat at the summer concert", "One seat in the club's own block."),
                    ("Platz beim Sommerkonzert", "Ein Platz im eigenen Block des Clubs."),
                    ("夏季音乐会座位", "俱乐部专属区域座位一个。")
                ),
                Picture("concert"),
                "leisure",
                DisplayOrder: 60,
                [new RewardPriceDocument(points, 300), new RewardPriceDocument(points, 240, Tiers: ["GOLD"])],
                QuantityPerRedemptionMax: 2,
                Stock: new RewardStockDocument(Total: 40, PerMember: 2),
                Fulfilment: new RewardFulfilmentDocument(FulfilmentMethod.Staff, Needs: DeliveryNeed.Email)
            ),
            new(
                RewardKind.Donation,
                Texts(
                    ("Plant trees", "The club plants a tree for every 25 points."),
                    ("Bäume pflanzen", "Für je 25 Punkte pflanzt der Club einen Baum."),
                    ("捐赠植树", "每25积分，俱乐部种下一棵树。")
                ),
                Picture("trees"),
                "donation",
                DisplayOrder: 70,
                [new RewardPriceDocument(points, 25)],
                new RewardAmountDocument(Min: 1, Max: 1_000, Step: 1),
                Fulfilment: new RewardFulfilmentDocument(FulfilmentMethod.Immediate)
            ),
            new(
                RewardKind.Entitlement,
                Texts(
                    ("Tour of the works", "A day at the works with lunch, for gold members."),
                    ("Werksbesichtigung", "Ein Tag im Werk mit Mittagessen, für Goldmitglieder."),
                    ("工厂参观", "含午餐的一日工厂参观，限金卡会员。")
                ),
                Picture("works"),
                "service",
                DisplayOrder: 80,
                [new RewardPriceDocument(points, 200)],
                Stock: new RewardStockDocument(PerDay: 20, PerMember: 1),
                Eligibility: new RewardEligibilityDocument(Tiers: ["GOLD"]),
                Fulfilment: new RewardFulfilmentDocument(FulfilmentMethod.Staff, UsableDays: 365)
            ),
        ];

    private static string[] Picture(string name) => [$"https://pictures.example.com/rewards/{name}.jpg"];

    private static RewardTextDocument[] Texts(Words english, Words german, Words chinese) =>
        [
            new("en", english.Title, english.Description, english.Terms),
            new("de", german.Title, german.Description, german.Terms),
            new("zh-Hans", chinese.Title, chinese.Description, chinese.Terms),
        ];

    private readonly record struct Words(string Title, string Description, string? Terms)
    {
        public static implicit operator Words((string Title, string Description) words) =>
            new(words.Title, words.Description, Terms: null);

        public static implicit operator Words((string Title, string Description, string Terms) words) =>
            new(words.Title, words.Description, words.Terms);
    }
}
