using FsCheck;
using FsCheck.Fluent;
using Loyalty.Domain.Gatherings;
using Loyalty.Domain.Members;
using Shouldly;
using Xunit;

namespace Loyalty.Domain.Tests.Gatherings;

/// <summary>The law of places and waiting lists, over whatever members and staff do one after another.</summary>
public sealed class SeatsLawsTests
{
    private static readonly DateTimeOffset Now = new(2027, 2, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>What is done: a party signs up, one of those who are signed up cancels, or places are added.</summary>
    private static readonly Arbitrary<(int Places, (int Kind, int Which, int Party)[] Steps)> Runs = Arb.From(
        from places in Gen.Choose(1, 8)
        from steps in Gen.ArrayOf(
            from kind in Gen.Choose(0, 9)
            from which in Gen.Choose(0, 100)
            from party in Gen.Choose(1, 4)
            select (kind, which, party)
        )
        select (places, steps)
    );

    [Fact]
    public void Never_are_more_places_taken_than_there_are_and_nobody_waits_for_whom_there_is_room() =>
        Prop.ForAll(
                Runs,
                run =>
                {
                    var (places, list) = (run.Places, new List<GatheringSignUp>());
                    foreach (var (i, (kind, which, party)) in run.Steps.Index())
                    {
                        var before = list.Where(one => one.HoldsPlace).ToList();
                        var leaving = (GatheringSignUp?)null;
                        switch (kind)
                        {
                            case < 6:
                                SignUp(list, places, party, i);
                                break;
                            case < 9 when list.Count > 0:
                                leaving = list[which % list.Count];
                                leaving.Cancel(SignUpCanceller.Member, Now);
                                Fill(list, places);
                                break;
                            case 9:
                                places += party;
                                Fill(list, places);
                                break;
                            default:
                                break;
                        }

                        var taken = Taken(list);
                        taken.ShouldBeLessThanOrEqualTo(places);
                        list.Where(one => one.Status == SignUpStatus.Waiting)
                            .ShouldAllBe(one => taken + one.Party > places);
                        before.Where(one => one != leaving).ShouldAllBe(one => one.HoldsPlace);
                        FirstComeFirstServed(list);
                    }
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void A_large_party_waits_for_room_and_smaller_ones_pass_it_meanwhile()
    {
        var queue = new[] { 3, 1, 2, 1 };

        new Seats(10, 8).Promote(queue, party => party, out var after).ShouldBe([1, 1]);
        after.ShouldBe(new Seats(10, 10));
        new Seats(10, 4).Promote(queue, party => party, out _).ShouldBe([3, 1, 2]);
        new Seats(null, 1_000).Promote(queue, party => party, out _).ShouldBe(queue);
        // More came in than there are places: nothing is free, and nothing breaks.
        new Seats(2, 5)
            .Promote(queue, party => party, out _)
            .ShouldBeEmpty();
    }

    [Theory]
    [InlineData(2, 0, 2, true, Seating.Place)]
    [InlineData(2, 1, 2, true, Seating.Queue)]
    [InlineData(2, 1, 2, false, Seating.Nothing)]
    [InlineData(2, 0, 3, true, Seating.Nothing)]
    [InlineData(null, 1_000_000, 20, false, Seating.Place)]
    public void A_party_gets_its_places_together_or_waits(
        int? places,
        int taken,
        int party,
        bool hasWaitingList,
        Seating seating
    ) => new Seats(places, taken).Admit(party, hasWaitingList).ShouldBe(seating);

    [Fact]
    public void Of_two_sign_ups_of_one_person_the_better_is_the_same_from_either_side()
    {
        var all = Enum.GetValues<SignUpStatus>()
            .SelectMany(status => new bool?[] { null, true, false }.Select(attended => One(status, attended)))
            .ToList();
        foreach (var (left, right) in all.SelectMany(left => all.Select(right => (left, right))))
        {
            (left.IsBetterThan(right) && right.IsBetterThan(left)).ShouldBeFalse();
            if (left.HoldsPlace && !right.HoldsPlace)
            {
                left.IsBetterThan(right).ShouldBeTrue();
            }
        }

        var (early, late) = (One(SignUpStatus.Waiting, null, 1), One(SignUpStatus.Waiting, null, 2));
        (early.IsBetterThan(late), late.IsBetterThan(early)).ShouldBe((true, false));
        var came = One(SignUpStatus.Confirmed, true);
        came.IsBetterThan(One(SignUpStatus.Promoted, false)).ShouldBeTrue();
        early.Exchange(came);
        (early.Status, early.Attended, came.Status, came.Number).ShouldBe(
            (SignUpStatus.Confirmed, true, SignUpStatus.Waiting, 1)
        );
    }

    private static void SignUp(List<GatheringSignUp> list, int places, int party, int number)
    {
        var seating = new Seats(places, Taken(list)).Admit(party, hasWaitingList: true);
        if (seating == Seating.Nothing)
        {
            party.ShouldBeGreaterThan(places);
            return;
        }

        var signUp = One(SignUpStatus.Cancelled, null, number);
        signUp.Take(seating, party - 1, number, Now);
        list.Add(signUp);
    }

    private static void Fill(List<GatheringSignUp> list, int places)
    {
        var queue = list.Where(one => one.Status == SignUpStatus.Waiting).OrderBy(one => one.Number);
        foreach (var one in new Seats(places, Taken(list)).Promote(queue, one => one.Party, out _))
        {
            one.Promote(Now);
        }
    }

    /// <summary>Of two parties of one size the later does not get a place before the earlier.</summary>
    private static void FirstComeFirstServed(List<GatheringSignUp> list)
    {
        foreach (var size in list.GroupBy(one => one.Party))
        {
            var firstWaiting = size.Where(one => one.Status == SignUpStatus.Waiting)
                .Select(one => one.Number)
                .DefaultIfEmpty(long.MaxValue)
                .Min();
            size.Where(one => one.HoldsPlace).ShouldAllBe(one => one.Number < firstWaiting);
        }
    }

    private static int Taken(List<GatheringSignUp> list) => list.Where(one => one.HoldsPlace).Sum(one => one.Party);

    private static GatheringSignUp One(SignUpStatus status, bool? attended, long number = 0) =>
        new()
        {
            Id = Identifier.New<SignUpId>(Now),
            GatheringId = new GatheringId(Guid.Empty),
            MemberId = new MemberId(Guid.Empty),
            Status = status,
            Attended = attended,
            Number = number,
        };
}
