using System.Security.Cryptography;
using FsCheck;
using FsCheck.Fluent;
using Loyalty.Application.Points;
using Loyalty.Domain;
using Loyalty.Domain.Earning;
using Loyalty.Domain.Members;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;
using Shouldly;
using Xunit;

namespace Loyalty.Tests.Points;

/// <summary>Pain 22: points can be spent to the last instant of their last day in the programme's zone, in any zone, on days
/// of 23 and 25 hours, and around 29 February.</summary>
public sealed class LotDaysTests
{
    private static readonly PointCurrencyCode Code = PointCurrencyCode.Parse("POINTS");

    // With days that have no midnight (Cairo, São Paulo of old, Beirut), two of an hour, and one left out (Apia, 2011).
    private static readonly string[] Zones =
    [
        "UTC",
        "Asia/Shanghai",
        "Europe/Berlin",
        "America/New_York",
        "Africa/Cairo",
        "America/Sao_Paulo",
        "Asia/Beirut",
        "America/Havana",
        "Australia/Lord_Howe",
        "Pacific/Apia",
        "Pacific/Kiritimati",
    ];

    [Fact]
    public void Pain22_Points_are_usable_to_the_last_instant_of_the_months_last_day_and_no_longer() =>
        Prop.ForAll(
                Cases,
                one =>
                {
                    var lot = LotOf(one.Zone, one.Months, one.Instant);
                    var day = one.Instant.DayIn(one.Zone);
                    var month = new DateOnly(day.Year, day.Month, 1).AddMonths(one.Months + 1);
                    lot.ExpiresOn.ShouldBe(month.AddDays(-1));

                    var wallet = WalletWith(lot);
                    var end = BeginningOf(lot.ExpiresOn.AddDays(1), one.Zone);
                    wallet.AvailableOn((end - TimeSpan.FromMicroseconds(1)).DayIn(one.Zone)).ShouldBe(100);
                    wallet.AvailableOn(end.DayIn(one.Zone)).ShouldBe(0);
                    wallet.BalanceOn(end.DayIn(one.Zone)).ShouldBe(0);
                }
            )
            .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("2023-02-28T23:00:00Z", "UTC", 12, "2024-02-29")]
    [InlineData("2024-02-29T23:00:00Z", "UTC", 12, "2025-02-28")]
    [InlineData("2024-02-29T16:00:00Z", "Asia/Shanghai", 12, "2025-03-31")]
    [InlineData("2024-02-29T15:59:59Z", "Asia/Shanghai", 12, "2025-02-28")]
    [InlineData("2024-01-31T12:00:00Z", "UTC", 1, "2024-02-29")]
    [InlineData("2026-12-31T23:30:00Z", "Europe/Berlin", 1, "2027-02-28")]
    public void Pain22_The_last_day_is_the_end_of_the_month_in_the_programmes_zone(
        string instant,
        string zone,
        int months,
        string expected
    ) =>
        LotOf(
            TimeZoneInfo.FindSystemTimeZoneById(zone),
            months,
            DateTimeOffset.Parse(instant, System.Globalization.CultureInfo.InvariantCulture)
        )
            .ExpiresOn.ShouldBe(
                DateOnly.ParseExact(expected, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)
            );

    [Fact]
    public void A_currency_without_expiry_never_lapses() =>
        LotOf(TimeZoneInfo.Utc, months: null, DateTimeOffset.UnixEpoch).ExpiresOn.ShouldBe(LotKey.Never);

    private static Arbitrary<Case> Cases { get; } =
        Arb.From(
            from zone in Gen.Elements(Zones)
            from months in Gen.Choose(1, 60)
            from minutes in Gen.Choose(0, 40 * 366 * 24 * 60)
            from microseconds in Gen.Choose(0, 59_999_999)
            select new Case(
                TimeZoneInfo.FindSystemTimeZoneById(zone),
                months,
                new DateTimeOffset(1995, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(minutes).AddMicroseconds(microseconds)
            )
        );

    /// <summary>The first instant of a day, by another way than the product goes: forward to the first time that exists, and of
    /// two the earlier.</summary>
    private static DateTimeOffset BeginningOf(DateOnly day, TimeZoneInfo zone)
    {
        var local = day.ToDateTime(TimeOnly.MinValue);
        while (zone.IsInvalidTime(local))
        {
            local = local.AddMinutes(1);
        }

        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset);
    }

    private static LotKey LotOf(TimeZoneInfo zone, int? months, DateTimeOffset now)
    {
        var partner = new Partner
        {
            Id = Identifier.New<PartnerId>(now),
            Slug = "bank",
            Name = "A bank",
            CreatedAt = now,
            Contract = new PartnerContract(),
        };
        var programme = new Programme
        {
            Name = "A club",
            TimeZone = zone.Id,
            ReturnPolicy = ReturnPolicy.WithArrears,
        };
        var currency = new PointCurrency
        {
            Code = Code,
            Name = "Points",
            Kind = PointCurrencyKind.Redeemable,
            Expiry = months is { } count ? new ExpiryModel.EndOfMonth(count) : new ExpiryModel.Never(),
        };
        var commands = new EventCommands(
            partner,
            RuleSet.Empty,
            programme,
            new Dictionary<PointCurrencyCode, PointCurrency> { [Code] = currency },
            now
        );
        var member = Identifier.New<MemberId>(now);
        var grant = PointsActions.Grant(member, 100) with { OccurredAt = now };
        var record = new PartnerEventRecord
        {
            EventKey = PartnerEventKey.Of(partner.Id, grant.Source, grant.Id),
            PartnerId = partner.Id,
            Source = grant.Source,
            EventId = grant.Id,
            Type = grant.Type,
            ContentHash = SHA256.HashData([]),
            Status = PartnerEventStatus.Rejected,
            ReceivedAt = now,
        };
        return commands.Grant(grant, member, record).Accruals.Single().Lot;
    }

    private static Wallet WalletWith(LotKey lot)
    {
        var wallet = Wallet.Open(new MemberId(Guid.Empty), Code, DateTimeOffset.UnixEpoch);
        var context = new EntryContext(default, "club", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, _ => "{}");
        wallet.Accrue(100, lot, context);
        return wallet;
    }

    private sealed record Case(TimeZoneInfo Zone, int Months, DateTimeOffset Instant);
}
