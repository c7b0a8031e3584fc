using FsCheck;
using FsCheck.Fluent;
using Loyalty.Domain.Members;
using Loyalty.Domain.Points;
using Shouldly;

namespace Loyalty.Domain.Tests.Points;

/// <summary>One command to a wallet, a day after the one before; see <see cref="WalletRun.Of"/> for the kinds.</summary>
internal sealed record WalletStep(int Kind, int Points, int ExpiryMonths, int DelayDays, int Pick);

/// <summary>A wallet that was given any commands, legal ones and illegal ones, with all that came of them.</summary>
internal sealed class WalletRun
{
    public static readonly DateOnly FirstDay = new(2026, 1, 1);
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly HashSet<int> reversed = [];
    private readonly Dictionary<int, long> givenBack = [];

    private WalletRun() { }

    public static Arbitrary<WalletStep[]> Scripts { get; } =
        Arb.From(
            Gen.ArrayOf(
                from kind in Gen.Choose(0, 15)
                from points in Gen.Choose(1, 500)
                from expiry in Gen.Choose(0, 6)
                from delay in Gen.Choose(0, 3)
                from pick in Gen.Choose(0, 1000)
                select new WalletStep(kind, points, expiry, delay, pick)
            )
        );

    public Wallet Wallet { get; } =
        Wallet.Open(new MemberId(Guid.CreateVersion7(Start)), PointCurrencyCode.Parse("POINTS"), Start);

    public List<Entry> Entries { get; } = [];

    public List<Hold> Holds { get; } = [];

    public DateOnly Day { get; private set; } = FirstDay;

    public IReadOnlyDictionary<LotKey, LotBalance> Lots =>
        Wallet.ChangedLots.ToDictionary(lot => lot.Lot, lot => lot.Balance);

    public long LotPoints => Lots.Values.Sum(lot => lot.Points);

    public DateTimeOffset Now => Start.AddDays(Day.DayNumber - FirstDay.DayNumber);

    public static WalletRun Of(WalletStep[] script)
    {
        var run = new WalletRun();
        foreach (var step in script)
        {
            // Now and then months go by, so that lots lapse.
            run.Day = run.Day.AddDays(step.Pick % 17 == 0 ? 70 : 1);
            run.Take(step);
        }

        return run;
    }

    public void Accrue(WalletStep step)
    {
        var context = Context();
        if (step.Pick % 5 == 0)
        {
            context = context with { Extension = new ExpiryExtension(Day, Day.AddMonths(4)) };
        }

        Entries.Add(Wallet.Accrue(step.Points, LotOf(step), context));
    }

    public void Reverse(int index, ReturnPolicy policy)
    {
        var original = Entries[index];
        if (original.Kind != EntryKind.Accrual || !reversed.Add(index))
        {
            return;
        }

        var moves = LotMoves.Read(original.LotMoves);
        var (entry, letGo) = Wallet.Reverse(
            original.Points,
            before: 0,
            moves,
            original.Sequence,
            policy,
            Day,
            Context()
        );
        ((entry is null ? 0 : -entry.Points) + letGo).ShouldBe(original.Points);
        Keep(entry);
    }

    private void Take(WalletStep step)
    {
        switch (step.Kind)
        {
            case 0 or 1 or 2:
                Accrue(step);
                break;
            case 3 or 4 or 5 when Entries.Count > 0:
                Reverse(step.Pick % Entries.Count, (ReturnPolicy)(step.Kind - 3));
                break;
            case 6 or 7:
                Spend(Wallet.Redeem(step.Points, Day, Context()), step.Points);
                break;
            case 8:
                Hold(step);
                break;
            case 9 when Holds.Count > 0:
                Capture(Holds[step.Pick % Holds.Count], step.Points);
                break;
            case 10 when Holds.Count > 0:
                var hold = Holds[step.Pick % Holds.Count];
                var wasOpen = hold.Status == HoldStatus.Open;
                Wallet.Release(hold, Now).ShouldBe(wasOpen);
                Keep(Wallet.RepayArrears(Day, Context()));
                break;
            case 11 when Entries.Count > 0:
                GiveBack(step.Pick % Entries.Count, step);
                break;
            case 12:
                Keep(Wallet.Expire(Day, Context()));
                Wallet.Expire(Day, Context()).ShouldBeNull();
                break;
            case 13:
                Entries.Add(Wallet.AdjustUp(step.Points, LotOf(step), Context()));
                break;
            case 14:
                Spend(Wallet.AdjustDown(step.Points, Day, Context()), step.Points);
                break;
            case 15 when Entries.Count > 0:
                var accrual = Entries[step.Pick % Entries.Count];
                var waiting = WaitingPoints.Of(
                    LotMoves.Read(accrual.LotMoves),
                    LotKey.ByEvent,
                    step.Points % 3,
                    accrual.Sequence
                );
                Keep(Wallet.Activate(waiting with { LastDayMoves = step.Pick % 2 == 0 }, Day, Context()));
                break;
        }
    }

    private LotKey LotOf(WalletStep step) =>
        new(
            step.ExpiryMonths == 0 ? LotKey.Never : Day.AddMonths(step.ExpiryMonths),
            step.DelayDays switch
            {
                0 => LotKey.AtOnce,
                3 => LotKey.ByEvent,
                var days => Day.AddDays(days),
            },
            Funder.Club
        );

    private void Spend(Outcome<Entry> outcome, long points)
    {
        if (outcome.Refusal is PointsRefusal.InsufficientPoints refused)
        {
            refused.Available.ShouldBe(Wallet.AvailableOn(Day));
            refused.Available.ShouldBeLessThan(points);
            return;
        }

        Entries.Add(outcome.Value);
    }

    private void Hold(WalletStep step)
    {
        var available = Wallet.AvailableOn(Day);
        var held = Wallet.Hold(
            new HoldId(Guid.CreateVersion7(Now)),
            step.Points,
            Day,
            Now,
            Now.AddDays(step.Pick % 40),
            default
        );
        if (held.Refusal is null)
        {
            Holds.Add(held.Value);
            Wallet.AvailableOn(Day).ShouldBe(available - step.Points);
        }
        else
        {
            available.ShouldBeLessThan(step.Points);
        }
    }

    private void Capture(Hold hold, long points)
    {
        var before = (hold.Status, Wallet.State.Balance, Wallet.State.Held);
        var captured = Wallet.Capture(hold, points, Context());
        if (captured.Refusal is null)
        {
            Entries.Add(captured.Value);
            Wallet.State.Held.ShouldBe(before.Held - hold.Points);
            Keep(Wallet.RepayArrears(Day, Context()));
        }
        else
        {
            (hold.Status, Wallet.State.Balance, Wallet.State.Held).ShouldBe(before);
        }
    }

    private void GiveBack(int index, WalletStep step)
    {
        var original = Entries[index];
        var before = givenBack.GetValueOrDefault(index);
        var points = Math.Min(step.Points, -original.Points - before);
        if (original.Kind != EntryKind.Redemption || points < 1)
        {
            return;
        }

        givenBack[index] = before + points;
        int? grace = step.Pick % 2 == 0 ? null : 10;
        var taken = LotMoves.Read(original.LotMoves);
        Keep(Wallet.ReverseRedemption(points, before, taken, original.Sequence, grace, Day, Context()));
    }

    private void Keep(Entry? entry)
    {
        if (entry is not null)
        {
            Entries.Add(entry);
        }
    }

    private EntryContext Context() => new(default, "club", Now, Now, _ => "{}");
}
