using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;
using Xunit;

namespace Loyalty.Tests.Points;

public sealed partial class ExplanationTextsTests
{
    private static readonly DateOnly Last = new(2027, 3, 31);
    private static readonly LotKey Lot = new(Last, LotKey.AtOnce, Funder.Club);
    private static readonly LotKey Forever = Lot with { ExpiresOn = LotKey.Never };

    private static readonly ExplainedRule Rule = new()
    {
        Rule = "rul_1",
        Version = 1,
        Name = "5 per 2.50",
        Base = new ExplainedMoney("3.00", "CZK"),
        Unrounded = 6,
        Points = 6,
    };

    private static readonly Explanation Plain = new()
    {
        EventType = "loyalty.operation.other",
        Source = "club",
        EventId = "1",
    };

    /// <summary>One or more of each kind, so that each sentence is said once.</summary>
    public static TheoryData<string> Samples => [.. Entries.Keys];

    private static readonly Dictionary<string, Entry> Entries = new(StringComparer.Ordinal)
    {
        ["earned"] = Of(EntryKind.Accrual, 5, Plain, (Lot, 5)),
        ["earned for money"] = Of(
            EntryKind.Accrual,
            1234,
            Plain with
            {
                Amount = new ExplainedMoney("1234567.5", "CZK"),
                Rules =
                [
                    Rule with
                    {
                        PointsPer = 5,
                        PerAmount = 2.5m,
                        CappedFrom = 9000,
                    },
                    Rule with
                    {
                        Factor = 1.5m,
                        BasePoints = 12,
                        RaisedFrom = 2,
                    },
                    Rule with
                    {
                        Caps = [new ExplainedCap("pointsPerDayMax", 10, 4, 7, 6)],
                    },
                ],
                Caps = [new ExplainedCap("PointsPerEventMax", 1234, 0, 5000, 1234)],
                ArrearsRepaid = 34,
                UsableFrom = new DateOnly(2026, 2, 1),
                UsableUntil = Last,
                Late = true,
            },
            (Lot, 1200)
        ),
        ["earned and waiting"] = Of(EntryKind.Accrual, 5, Plain with { WaitsForEvent = true }, (Lot, 5)),
        ["earned and waiting until a day"] = Of(
            EntryKind.Accrual,
            5,
            Plain with
            {
                WaitsForEvent = true,
                UsableFrom = Last,
            },
            (Lot, 5)
        ),
        ["given by an offer"] = Of(
            EntryKind.Accrual,
            5,
            Plain with
            {
                Offer = new ExplainedOffer("off_1", 2, [new ExplainedTitle("en", "A gift"), new("zh-Hans", "礼物")]),
            },
            (Lot, 5)
        ),
        ["granted"] = Of(EntryKind.Accrual, 1, Plain with { Granted = 1 }, (Lot, 1)),
        ["earned and extended"] = Of(
            EntryKind.Accrual,
            5,
            Plain,
            (Lot, -7),
            (Lot with { ExpiresOn = Last.AddDays(9) }, 12)
        ),
        ["taken back"] = Of(
            EntryKind.AccrualReversal,
            -60,
            Plain with
            {
                Reversal = Reversal(amount: null),
            },
            (Lot, -10)
        ),
        ["taken back for money"] = Of(
            EntryKind.AccrualReversal,
            -60,
            Plain with
            {
                Reversal = Reversal(new ExplainedMoney("12.00", "CZK")),
            },
            (Lot, -10)
        ),
        ["spent"] = Of(EntryKind.Redemption, -30, Plain, (Lot, -10), (Forever, -20)),
        ["spent by all"] = Of(EntryKind.Redemption, -3, Plain with { Household = new("hhd_1", "mbr_1") }, (Lot, -3)),
        ["paid"] = Of(
            EntryKind.Redemption,
            -101,
            Plain with
            {
                Payment = new ExplainedPayment(
                    new ExplainedMoney("150.00", "CZK"),
                    new ExplainedMoney("100.60", "CZK"),
                    new ExplainedMoney("49.40", "CZK"),
                    new ExplainedMoney("1.00", "CZK"),
                    new ExplainedMoney("0.40", "CZK")
                ),
            },
            (Lot, -101)
        ),
        ["refunded"] = Of(
            EntryKind.RedemptionReversal,
            33,
            Plain with
            {
                GivenBack = new ExplainedReturn("ent_1", 101, 0, LapsedGraceDays: null),
                Refund = new ExplainedRefund(
                    new ExplainedMoney("50.00", "CZK"),
                    new ExplainedMoney("33.00", "CZK"),
                    new ExplainedMoney("17.00", "CZK"),
                    new ExplainedMoney("0.40", "CZK")
                ),
            },
            (Lot, 33)
        ),
        ["spent of many lots"] = Of(
            EntryKind.Redemption,
            -8,
            Plain,
            [.. Enumerable.Range(0, 8).Select(i => (Lot with { ExpiresOn = Last.AddMonths(i) }, -1L))]
        ),
        ["given back"] = Of(
            EntryKind.RedemptionReversal,
            10,
            Plain with
            {
                GivenBack = new ExplainedReturn("ent_1", 30, 0, LapsedGraceDays: null),
                ArrearsRepaid = 3,
            },
            (Lot, 7)
        ),
        ["given back with a grace"] = Of(
            EntryKind.RedemptionReversal,
            10,
            Plain with
            {
                GivenBack = new ExplainedReturn("ent_1", 30, 0, LapsedGraceDays: 1),
            },
            (Lot, 10)
        ),
        ["lapsed"] = Of(EntryKind.Expiry, -3, Explanation.OfExpiry(Last.AddDays(1)), (Lot, -3)),
        ["adjusted up"] = Of(EntryKind.Adjustment, 3, Plain with { Reason = "GOODWILL" }, (Lot, 3)),
        ["adjusted down"] = Of(EntryKind.Adjustment, -3, Plain with { Reason = "MISTAKE" }, (Lot, -3)),
        ["handed over"] = Of(EntryKind.TransferOut, -3, Plain, (Lot, -3)),
        ["received"] = Of(EntryKind.TransferIn, 3, Plain with { ArrearsRepaid = 1 }, (Lot, 2)),
        ["merged away"] = Of(EntryKind.TransferOut, -3, Merge, (Lot, -3)),
        ["merged in"] = Of(EntryKind.TransferIn, 3, Merge, (Lot, 3)),
        ["activated"] = Of(EntryKind.Activation, 0, Plain, (Lot with { ActivatesOn = LotKey.ByEvent }, -3), (Lot, 3)),
        ["completed"] = Of(
            EntryKind.Activation,
            0,
            Plain with
            {
                Activation = new ExplainedActivation("tx-1", "ent_1", 5, 2, 3),
            },
            (Lot with { ActivatesOn = LotKey.ByEvent }, -3),
            (Lot, 3)
        ),
        ["arrears repaid"] = Of(EntryKind.ArrearsRepayment, 0, Plain, (Lot, -3)),
        ["forfeited"] = Of(EntryKind.Forfeiture, -3, Plain, (Lot, -3)),
    };

    private static Explanation Merge => Plain with { EventType = "loyalty.operation.merge" };

    private static Entry Of(EntryKind kind, long points, Explanation why, params (LotKey Lot, long Points)[] moves) =>
        new()
        {
            WalletId = default,
            Sequence = 1,
            Kind = kind,
            Points = points,
            BalanceAfter = 0,
            ArrearsAfter = 0,
            CounterAccount = "club",
            OccurredAt = DateTimeOffset.UnixEpoch,
            RecordedAt = DateTimeOffset.UnixEpoch,
            EventKey = default(PartnerEventKey),
            LotMoves = LotMoves.Write([.. moves.Select(move => new LotMove(move.Lot, move.Points))]),
            Explanation = why.ToJson(),
            Hash = [],
        };

    private static ExplainedReversal Reversal(ExplainedMoney? amount) =>
        new(
            "e1",
            "ent_1",
            100,
            amount is null ? null : new ExplainedMoney("20.00", "CZK"),
            amount,
            ReversedBefore: null,
            60,
            "WithArrears",
            AddedToArrears: 40,
            LetGo: 10
        );
}
