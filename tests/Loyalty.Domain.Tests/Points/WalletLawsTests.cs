using FsCheck;
using FsCheck.Fluent;
using Loyalty.Domain.Members;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;
using Shouldly;
using Xunit;

namespace Loyalty.Domain.Tests.Points;

/// <summary>The ledger's promises on one wallet, under any order of commands.</summary>
public sealed class WalletLawsTests
{
    private static readonly DateOnly FirstDay = new(2026, 1, 1);
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Pain04_Balance_is_the_sum_of_entries_and_of_lots_less_arrears_under_any_commands() =>
        Check(run =>
        {
            run.Wallet.State.Balance.ShouldBe(run.Entries.Sum(entry => entry.Points));
            run.Wallet.State.Balance.ShouldBe(run.LotPoints - run.Wallet.State.Arrears);
        });

    [Fact]
    public void Entries_count_from_one_without_a_gap_and_carry_the_balance_after() =>
        Check(run =>
        {
            long balance = 0;
            foreach (var (entry, i) in run.Entries.Select((entry, i) => (entry, i)))
            {
                balance += entry.Points;
                entry.Sequence.ShouldBe(i + 1);
                entry.BalanceAfter.ShouldBe(balance);
            }
        });

    [Fact]
    public void Available_and_lots_are_never_negative() =>
        Check(run =>
        {
            run.Lots.Values.ShouldAllBe(points => points >= 0);
            run.Wallet.AvailableOn(run.Day).ShouldBeGreaterThanOrEqualTo(0);
            run.Wallet.PendingOn(run.Day).ShouldBeGreaterThanOrEqualTo(0);
        });

    [Fact]
    public void Available_pending_and_arrears_make_up_the_balance_of_the_day() =>
        Check(run =>
            run.Wallet.BalanceOn(run.Day)
                .ShouldBe(run.Wallet.AvailableOn(run.Day) + run.Wallet.PendingOn(run.Day) - run.Wallet.State.Arrears)
        );

    [Fact]
    public void Pain23_What_lapses_when_adds_up_to_all_that_can_lapse() =>
        Check(run =>
        {
            var lapsing = run.Wallet.LapsingFrom(run.Day);
            var neverLapsing = run.Lots.Where(lot => lot.Key.ExpiresOn == LotKey.Never).Sum(lot => lot.Value);

            lapsing
                .Sum(part => part.Points)
                .ShouldBe(run.Wallet.AvailableOn(run.Day) + run.Wallet.PendingOn(run.Day) - neverLapsing);
            lapsing.Select(part => part.Day).ShouldBe(lapsing.Select(part => part.Day).Distinct().Order());
            lapsing.ShouldAllBe(part => part.Points > 0 && part.Day >= run.Day);
        });

    [Fact]
    public void The_lot_moves_of_all_entries_add_up_to_the_lots() =>
        Check(run =>
        {
            var moved = run
                .Entries.SelectMany(entry => LotMoves.Read(entry.LotMoves))
                .GroupBy(move => move.Lot)
                .ToDictionary(group => group.Key, group => group.Sum(move => move.Points));
            foreach (var (lot, points) in run.Lots)
            {
                moved[lot].ShouldBe(points);
            }
        });

    [Fact]
    public void Every_entry_chains_to_the_one_before() =>
        Check(run =>
        {
            var hash = EntryHash.Origin;
            foreach (var entry in run.Entries)
            {
                entry.Hash.ShouldBe(EntryHash.Compute(hash, entry));
                hash = entry.Hash;
            }

            run.Wallet.State.Hash.ShouldBe(hash);
        });

    [Fact]
    public void A_stored_and_loaded_wallet_goes_on_as_if_it_had_never_been_away() =>
        Check(run =>
        {
            var loaded = Wallet.Load(
                run.Wallet.State,
                run.Lots.Select(lot => new Lot
                {
                    WalletId = run.Wallet.State.WalletId,
                    ExpiresOn = lot.Key.ExpiresOn,
                    ActivatesOn = lot.Key.ActivatesOn,
                    Funder = lot.Key.Funder,
                    Points = lot.Value,
                })
            );
            loaded.AvailableOn(run.Day).ShouldBe(run.Wallet.AvailableOn(run.Day));
            loaded.PendingOn(run.Day).ShouldBe(run.Wallet.PendingOn(run.Day));
        });

    [Fact]
    public void With_arrears_a_wholly_reversed_accrual_leaves_the_balance_as_it_was() =>
        Prop.ForAll(
                Scripts,
                script =>
                {
                    var run = Run.Of(script);
                    var before = run.Wallet.State.Balance;
                    run.Accrue(new Step(0, 120, 3, 0, 0));
                    run.Reverse(run.Entries.Count - 1, ReturnPolicy.WithArrears);
                    run.Wallet.State.Balance.ShouldBe(before);
                }
            )
            .QuickCheckThrowOnFailure();

    private static Arbitrary<Step[]> Scripts { get; } =
        Arb.From(
            Gen.ArrayOf(
                from kind in Gen.Choose(0, 4)
                from points in Gen.Choose(1, 500)
                from expiry in Gen.Choose(0, 6)
                from delay in Gen.Choose(0, 3)
                from pick in Gen.Choose(0, 1000)
                select new Step(kind, points, expiry, delay, pick)
            )
        );

    private static void Check(Action<Run> law) =>
        Prop.ForAll(Scripts, script => law(Run.Of(script))).QuickCheckThrowOnFailure();

    /// <summary>0 and 1 accrue, 2 to 4 reverse under each policy; every step is a day later.</summary>
    private sealed record Step(int Kind, int Points, int ExpiryMonths, int DelayDays, int Pick);

    private sealed class Run
    {
        private readonly HashSet<int> reversed = [];

        public Wallet Wallet { get; } =
            Wallet.Open(new MemberId(Guid.CreateVersion7(Start)), PointCurrencyCode.Parse("POINTS"), Start);

        public List<Entry> Entries { get; } = [];

        public DateOnly Day { get; private set; } = FirstDay;

        public IReadOnlyDictionary<LotKey, long> Lots =>
            Wallet.ChangedLots.ToDictionary(move => move.Lot, move => move.Points);

        public long LotPoints => Lots.Values.Sum();

        public static Run Of(Step[] script)
        {
            var run = new Run();
            foreach (var step in script)
            {
                run.Day = run.Day.AddDays(1);
                if (step.Kind < 2)
                {
                    run.Accrue(step);
                }
                else if (run.Entries.Count > 0)
                {
                    run.Reverse(step.Pick % run.Entries.Count, (ReturnPolicy)(step.Kind - 2));
                }
            }

            return run;
        }

        public void Accrue(Step step)
        {
            var lot = new LotKey(
                step.ExpiryMonths == 0 ? LotKey.Never : FirstDay.AddMonths(step.ExpiryMonths),
                step.DelayDays == 0 ? LotKey.AtOnce : Day.AddDays(step.DelayDays),
                Funder.Club
            );
            Entries.Add(Wallet.Accrue(step.Points, lot, Context()));
        }

        public void Reverse(int index, ReturnPolicy policy)
        {
            var original = Entries[index];
            if (original.Kind != EntryKind.Accrual || !reversed.Add(index))
            {
                return;
            }

            var (entry, letGo) = Wallet.Reverse(
                original.Points,
                LotMoves.Read(original.LotMoves),
                original.Sequence,
                policy,
                Day,
                Context()
            );
            ((entry is null ? 0 : -entry.Points) + letGo).ShouldBe(original.Points);
            if (entry is not null)
            {
                Entries.Add(entry);
            }
        }

        private static EntryContext Context() => new(default(PartnerEventKey), "club", Start, Start, _ => "{}");
    }
}
