using FsCheck;
using FsCheck.Fluent;
using Loyalty.Domain.Offers;
using Shouldly;
using Xunit;

namespace Loyalty.Domain.Tests.Offers;

/// <summary>What completes a challenge, and that more is never less.</summary>
public sealed class ChallengeTests
{
    private static readonly DateOnly Begin = new(2026, 1, 1);
    private static readonly DateOnly Today = new(2028, 12, 31);

    private static readonly Gen<Challenge> Challenges =
        from window in Gen.Elements(Enum.GetValues<ChallengeWindow>())
        from goal in Gen.Choose(1, 5)
        from days in Gen.Choose(1, 90)
        select new Challenge
        {
            Window = window,
            Goal = goal,
            Days = window == ChallengeWindow.RollingDays ? days : null,
        };

    private static readonly Gen<DateOnly[]> Days = Gen.Choose(0, 900)
        .Select(day => Begin.AddDays(day))
        .ListOf()
        .Select(days => days.ToArray());

    [Fact]
    public void One_more_never_takes_a_completion_away() =>
        Prop.ForAll(
                Arb.From(Challenges),
                Arb.From(Days),
                Arb.From(Gen.Choose(0, 900)),
                (challenge, days, more) => Count(challenge, [.. days, Begin.AddDays(more)]) >= Count(challenge, days)
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void A_completion_takes_as_many_as_its_goal() =>
        Prop.ForAll(
                Arb.From(Challenges),
                Arb.From(Days),
                (challenge, days) => Count(challenge, days) * challenge.Goal <= days.Length
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void What_is_missing_completes_it() =>
        Prop.ForAll(
                Arb.From(Challenges.Where(one => one.Window != ChallengeWindow.MonthlyStreak)),
                Arb.From(Days),
                (challenge, days) =>
                {
                    var standing = challenge.Judge(days, Begin, end: null, Today);
                    var done = challenge.Judge(
                        [.. days, .. Enumerable.Repeat(Today, standing.Missing)],
                        Begin,
                        end: null,
                        Today
                    );
                    return standing.Missing == 0
                        ? done.Completions.Count == standing.Completions.Count
                        : done.Completions.Count > standing.Completions.Count;
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void The_order_of_what_counts_makes_no_difference() =>
        Prop.ForAll(
                Arb.From(Challenges),
                Arb.From(Days),
                (challenge, days) =>
                    challenge
                        .Judge(days.Reverse(), Begin, end: null, Today)
                        .Completions.SequenceEqual(challenge.Judge(days, Begin, end: null, Today).Completions)
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Each_calendar_year_is_one_of_its_own()
    {
        var challenge = new Challenge { Window = ChallengeWindow.CalendarYear, Goal = 2 };

        var standing = challenge.Judge(
            [new(2026, 3, 1), new(2026, 12, 31), new(2027, 1, 1)],
            Begin,
            end: null,
            new(2027, 2, 1)
        );

        standing.Completions.ShouldBe([new ChallengeCompletion(2026, new(2026, 12, 31))]);
        (standing.Count, standing.Missing).ShouldBe((1, 1));
        (standing.From, standing.Until).ShouldBe((new DateOnly(2027, 1, 1), new DateOnly(2027, 12, 31)));
    }

    [Fact]
    public void A_month_left_out_breaks_a_streak_and_the_month_at_hand_does_not()
    {
        var challenge = new Challenge { Window = ChallengeWindow.MonthlyStreak, Goal = 3 };
        DateOnly[] days = [new(2026, 1, 31), new(2026, 2, 1), new(2026, 4, 5), new(2026, 5, 6), new(2026, 5, 7)];

        var standing = challenge.Judge(days, Begin, end: null, new(2026, 6, 30));

        standing.Completions.ShouldBeEmpty();
        (standing.Count, standing.Missing).ShouldBe((2, 1));
        (standing.From, standing.Until).ShouldBe((new DateOnly(2026, 4, 1), new DateOnly(2026, 6, 30)));
        challenge.Judge(days, Begin, end: null, new(2026, 7, 1)).Count.ShouldBe(0);
        challenge
            .Judge([.. days, new(2026, 6, 30)], Begin, end: null, new(2026, 6, 30))
            .Completions.ShouldBe([new ChallengeCompletion(1, new(2026, 6, 30))]);
    }

    [Fact]
    public void Rolling_days_forget_what_is_too_long_ago()
    {
        var challenge = new Challenge
        {
            Window = ChallengeWindow.RollingDays,
            Goal = 2,
            Days = 10,
        };

        challenge.Judge([new(2026, 1, 1), new(2026, 1, 11)], Begin, end: null, Today).Completions.ShouldBeEmpty();
        challenge
            .Judge([new(2026, 1, 1), new(2026, 1, 10)], Begin, end: null, Today)
            .Completions.ShouldHaveSingleItem();
    }

    [Fact]
    public void Nothing_outside_the_offer_counts()
    {
        var challenge = new Challenge { Window = ChallengeWindow.Offer, Goal = 1 };

        challenge
            .Judge([Begin.AddDays(-1), new(2026, 7, 1)], Begin, new DateOnly(2026, 6, 30), Today)
            .Completions.ShouldBeEmpty();
    }

    private static int Count(Challenge challenge, IReadOnlyList<DateOnly> days) =>
        challenge.Judge(days, Begin, end: null, Today).Completions.Count;
}
