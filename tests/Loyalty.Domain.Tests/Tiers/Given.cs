using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Loyalty.Domain.Points;
using Loyalty.Domain.Tiers;

namespace Loyalty.Domain.Tests.Tiers;

internal static class Given
{
    public static readonly TimeZoneInfo Shanghai = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");

    public static readonly TierWindow CalendarYear = new(TierWindowKind.CalendarYear);
    public static readonly TierWindow MembershipYear = new(TierWindowKind.MembershipYear);

    /// <summary>Silver at 10,000, gold at 100,000, platinum at 200,000; without grace.</summary>
    public static readonly TierSetDefinition Status = new()
    {
        Basis = new TierBasis(TierBasisKind.QualifyingPoints, PointCurrencyCode.Parse("STATUS")),
        Window = CalendarYear,
        GraceDays = 0,
        Downgrade = TierDowngrade.ToComputed,
        Levels = [Level("BASE", 0), Level("SILVER", 10_000), Level("GOLD", 100_000), Level("PLATINUM", 200_000)],
    };

    public static TierWindow Rolling(int months) => new(TierWindowKind.Rolling, months);

    public static TierLevel Level(string code, decimal threshold) =>
        new(TierCode.Parse(code), code, new Dictionary<string, string>(), threshold);

    public static DateTimeOffset At(string text) =>
        DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    public static DateOnly Day(string text) => DateOnly.Parse(text, CultureInfo.InvariantCulture);

    public static TierStanding Standing(
        TierWindow window,
        string enrolledOn,
        params (string At, decimal Value)[] activity
    ) =>
        new(
            new TierCalendar(window, TimeZoneInfo.Utc, Day(enrolledOn)),
            activity.Select(one => new TierContribution(At(one.At), one.Value))
        );

    public static readonly Gen<TierWindow> Windows = Gen.OneOf(
        Gen.Choose(1, 24).Select(Rolling),
        Gen.Constant(CalendarYear),
        Gen.Constant(MembershipYear)
    );

    public static readonly Gen<DateTimeOffset> Instants = Gen.Choose(0, 4 * 366 * 24)
        .Select(hours => At("2024-01-01T00:30:00Z").AddHours(hours));

    public static readonly Gen<TierCalendar> Calendars =
        from window in Windows
        from zone in Gen.Elements("UTC", "Asia/Shanghai", "America/New_York", "Pacific/Apia", "America/Santiago")
        from enrolled in Gen.Choose(0, 365 * 8)
        select new TierCalendar(
            window,
            TimeZoneInfo.FindSystemTimeZoneById(zone),
            new DateOnly(2016, 1, 1).AddDays(enrolled)
        );

    public static readonly Gen<List<TierContribution>> Activity = (
        from at in Instants
        from value in Gen.Choose(1, 6_000_000)
        select new TierContribution(at, value / 100m)
    ).ListOf(12);

    public static void Holds<T>(Gen<T> gen, Func<T, bool> law) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(gen.ToArbitrary(), law));
}
