using FsCheck;
using FsCheck.Fluent;
using Loyalty.Domain.Care;
using Loyalty.Domain.Members;
using Shouldly;
using Xunit;

namespace Loyalty.Domain.Tests.Care;

/// <summary>Whether a contact is made, waits or is left out; whatever comes together, the laws hold.</summary>
public sealed class CareVerdictTests
{
    private static readonly TimeZoneInfo Prague = TimeZoneInfo.FindSystemTimeZoneById("Europe/Prague");
    private static readonly DateTimeOffset Noon = new(2026, 6, 1, 10, 0, 0, TimeSpan.Zero);
    private static readonly CareSettings Settings = new() { CapContacts = 2, CapDays = 7 };

    private static readonly CareRuleDefinition Rule = new()
    {
        Trigger = CareTrigger.Birthday,
        Channels = [ConsentChannel.Push, ConsentChannel.Email, ConsentChannel.Phone],
        Purpose = ConsentPurpose.Marketing,
    };

    private static readonly Gen<ConsentChannel[]> Channels = Gen.SubListOf(Enum.GetValues<ConsentChannel>())
        .Select(some => some.ToArray());

    private static readonly Gen<(CareRuleDefinition Rule, CareStanding Standing, DateTimeOffset Now)> Cases =
        from status in Gen.Elements(Enum.GetValues<MemberStatus>())
        from consented in Channels
        from reachable in Channels
        from contacts in Gen.Choose(0, 14 * 24).ListOf()
        from snoozed in Gen.Choose(-100, 100)
        from muted in Gen.SubListOf(Enum.GetValues<CareKind>())
        from isAboveCap in Gen.Elements(true, false)
        from minutes in Gen.Choose(0, 24 * 60)
        let now = Noon.AddMinutes(minutes)
        select (
            Rule with
            {
                IsAboveCap = isAboveCap,
            },
            new CareStanding
            {
                Status = status,
                Consents = consented.Select(channel => (ConsentPurpose.Marketing, channel)).ToHashSet(),
                Reachable = reachable.ToHashSet(),
                Zone = Prague,
                SnoozedUntil = now.AddHours(snoozed),
                Muted = [.. muted],
                Contacts = [.. contacts.Select(hours => now.AddHours(-hours)).Order()],
            },
            now
        );

    [Fact]
    public void Nobody_is_contacted_without_consent_or_address_at_night_or_above_the_cap() =>
        Prop.ForAll(
                Arb.From(Cases),
                one =>
                {
                    if (Judge(one) is not CareVerdict.Send send)
                    {
                        return true;
                    }

                    var local = TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(one.Now, Prague).DateTime);
                    var counted = one.Standing.Contacts.Count(at => at > one.Now.AddDays(-Settings.CapDays));
                    return one.Standing.Status == MemberStatus.Active
                        && one.Standing.Consents.Contains((ConsentPurpose.Marketing, send.Channel))
                        && one.Standing.Reachable.Contains(send.Channel)
                        && !local.IsBetween(Settings.QuietFrom, Settings.QuietUntil)
                        && (
                            one.Rule.IsAboveCap
                            || (
                                counted < Settings.CapContacts
                                && !one.Standing.Muted.Contains(CareKind.Person)
                                && !(one.Standing.SnoozedUntil > one.Now)
                            )
                        );
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void What_waits_waits_for_later_and_goes_then_unless_something_else_came() =>
        Prop.ForAll(
                Arb.From(Cases),
                one =>
                {
                    var now = one.Now;
                    for (var i = 0; i < 10; i++)
                    {
                        if (Judge(one with { Now = now }) is not CareVerdict.Wait wait)
                        {
                            return true;
                        }

                        if (wait.Until <= now)
                        {
                            return false;
                        }

                        now = wait.Until;
                    }

                    return false;
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void The_first_channel_of_the_rule_that_is_wanted_and_reached_is_taken() =>
        Judge((Rule, Standing(ConsentChannel.Phone, ConsentChannel.Email), Noon))
            .ShouldBe(new CareVerdict.Send(ConsentChannel.Email));

    [Fact]
    public void Without_anybody_who_delivers_it_goes_over_what_the_club_does_itself()
    {
        var standing = Standing(ConsentChannel.Phone, ConsentChannel.Email);
        var end = Noon.AddDays(7);
        CareVerdict
            .Judge(default, Rule, standing, Settings, end, canHandOver: false, Noon)
            .ShouldBe(new CareVerdict.Send(ConsentChannel.Phone));
        CareVerdict
            .Judge(default, Rule, Standing(ConsentChannel.Email), Settings, end, canHandOver: false, Noon)
            .ShouldBeOfType<CareVerdict.Wait>()
            .Reason.ShouldBe(CareReasons.NoProvider);
    }

    [Fact]
    public void Whoever_would_wait_past_the_last_day_is_left_out_with_the_reason()
    {
        var standing = Standing(ConsentChannel.Email) with { SnoozedUntil = Noon.AddDays(30) };
        Judge((Rule, standing, Noon)).ShouldBe(new CareVerdict.Skip(CareReasons.Snoozed));
        Judge((Rule, Standing(ConsentChannel.Email), Noon.AddDays(8)))
            .ShouldBe(new CareVerdict.Skip(CareReasons.TooLate));
    }

    [Fact]
    public void A_rules_own_hours_add_to_those_over_all_rules()
    {
        // Until nine by all rules, and from eleven to eighteen by this one.
        var rule = Rule with
        {
            Quiet = new QuietHours(new TimeOnly(18, 0), new TimeOnly(11, 0)),
        };
        var standing = Standing(ConsentChannel.Email) with { Zone = TimeZoneInfo.Utc };
        At(8).ShouldBe(new CareVerdict.Wait(Day(11), CareReasons.QuietHours));
        At(10).ShouldBe(new CareVerdict.Wait(Day(11), CareReasons.QuietHours));
        At(12).ShouldBe(new CareVerdict.Send(ConsentChannel.Email));
        At(19).ShouldBe(new CareVerdict.Wait(Day(24 + 11), CareReasons.QuietHours));
        // Together they leave no time free: it waits, and is given up in the end.
        Judge((rule with { Quiet = new QuietHours(new TimeOnly(8, 0), new TimeOnly(21, 0)) }, standing, Day(12)))
            .ShouldNotBeOfType<CareVerdict.Send>();

        CareVerdict At(int hour) => Judge((rule, standing, Day(hour)));

        static DateTimeOffset Day(int hour) => new DateTimeOffset(Noon.Date, TimeSpan.Zero).AddHours(hour);
    }

    [Fact]
    public void A_rules_own_cap_holds_beside_the_one_over_all_rules()
    {
        var rule = Rule with { Cap = new CareCap(1, 3) };
        var made = Noon.AddDays(-1);
        var standing = Standing(ConsentChannel.Email) with
        {
            Contacts = [made],
            ByRule = new Dictionary<CareRuleId, List<DateTimeOffset>> { [default] = [made] },
        };
        Judge((rule, standing, Noon)).ShouldBe(new CareVerdict.Wait(made.AddDays(3), CareReasons.Capped));
        Judge((Rule, standing, Noon)).ShouldBe(new CareVerdict.Send(ConsentChannel.Email));
        Judge((rule with { IsAboveCap = true }, standing, Noon))
            .ShouldBe(new CareVerdict.Wait(made.AddDays(3), CareReasons.Capped));
    }

    [Theory]
    // Prague turns its clocks at two on 29 March and at three on 25 October.
    [InlineData("2026-03-28T22:30:00Z", "2026-03-29T07:00:00Z")]
    [InlineData("2026-10-24T22:30:00Z", "2026-10-25T08:00:00Z")]
    [InlineData("2026-06-01T18:00:00Z", "2026-06-02T07:00:00Z")]
    [InlineData("2026-06-01T06:59:00Z", "2026-06-01T07:00:00Z")]
    [InlineData("2026-06-01T07:00:00Z", "2026-06-01T07:00:00Z")]
    public void Quiet_hours_end_at_nine_by_the_clocks_of_the_day(string now, string expected) =>
        new CareSettings().Hours.Earliest(Parse(now), Prague).ShouldBe(Parse(expected));

    private static DateTimeOffset Parse(string text) =>
        DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static CareVerdict Judge((CareRuleDefinition Rule, CareStanding Standing, DateTimeOffset Now) one) =>
        CareVerdict.Judge(default, one.Rule, one.Standing, Settings, Noon.AddDays(7), canHandOver: true, one.Now);

    private static CareStanding Standing(params ConsentChannel[] channels) =>
        new()
        {
            Status = MemberStatus.Active,
            Consents = channels.Select(channel => (ConsentPurpose.Marketing, channel)).ToHashSet(),
            Reachable = channels.ToHashSet(),
            Zone = Prague,
            Contacts = [],
        };
}
