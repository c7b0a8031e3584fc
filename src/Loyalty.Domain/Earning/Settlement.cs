using Loyalty.Domain.Points;

namespace Loyalty.Domain.Earning;

/// <summary>Decides what rules that depend on each other, or on counts, give for one event.</summary>
internal sealed class Settlement
{
    private readonly Turn[] turns;
    private readonly EarningInput input;
    private readonly DateOnly day;
    private readonly ICapCounters counters;

    public Settlement(List<CompiledRule> rules, in EarningInput input, DateOnly day, ICapCounters counters)
    {
        (this.input, this.day, this.counters) = (input, day, counters);
        turns = [.. rules.Select(rule => new Turn(rule))];
    }

    public IReadOnlyList<Turn> Run()
    {
        foreach (var turn in turns)
        {
            if (turn.Rule.Caps is { } caps)
            {
                turn.Mismatch = caps.Take(turn.Rule.HasPurchased(input), day, counters, out turn.EventNumber);
            }

            if (turn.Holds && !turn.Rule.IsMultiplier)
            {
                turn.Award = turn.Rule.Effect.Give(input);
            }
        }

        ChooseOfGroups();
        Silence();
        foreach (var turn in turns)
        {
            if (!turn.Holds)
            {
                turn.Award = null;
            }
            else if (!turn.Rule.IsMultiplier)
            {
                turn.Award = Trimmed(turn, turn.Award!);
            }
        }

        Multiply();
        return turns;
    }

    /// <summary>Of the rules of a group one stays.</summary>
    private void ChooseOfGroups()
    {
        var groups = turns
            .Where(turn => turn.Holds && turn.Rule.Source.Definition.Group is not null)
            .GroupBy(turn => (turn.Rule.Source.Definition.Group!.Name, turn.Rule.Currency, turn.Rule.IsMultiplier));
        foreach (var group in groups)
        {
            var first = group.First();
            var kept = first.Rule.Source.Definition.Group!.Keep == GroupChoice.First ? first : group.MaxBy(Worth)!;
            foreach (var turn in group)
            {
                turn.Mismatch = turn == kept ? RuleMismatch.None : RuleMismatch.Group;
            }
        }
    }

    private decimal Worth(Turn turn) =>
        turn.Rule.Effect is CompiledEffect.Multiplier multiplier
            ? multiplier.Factor
            : turn.Rule.Caps?.RoomFor(turn.Award!.Points, day, counters) ?? turn.Award!.Points;

    private void Silence()
    {
        HashSet<PointCurrencyCode>? silent = null;
        foreach (var turn in turns)
        {
            if (!turn.Holds)
            {
                continue;
            }

            if (silent?.Contains(turn.Rule.Currency) == true)
            {
                turn.Mismatch = RuleMismatch.Exclusive;
            }
            else if (turn.Rule.Source.Definition.IsExclusive)
            {
                (silent ??= []).Add(turn.Rule.Currency);
            }
        }
    }

    private void Multiply()
    {
        foreach (var turn in turns)
        {
            if (!turn.Holds || turn.Rule.Effect is not CompiledEffect.Multiplier multiplier)
            {
                continue;
            }

            long on = 0;
            long basePoints = 0;
            long bonuses = 0;
            foreach (var other in turns)
            {
                if (other.Award is not { } award || award.Currency != turn.Rule.Currency)
                {
                    continue;
                }

                if (other.Rule.IsMultiplier)
                {
                    bonuses += award.Points;
                }
                else
                {
                    basePoints += award.Points;
                    on += other.Rule.Effect.PointsFor(input, turn.Rule.Base, award.Points);
                }
            }

            turn.Award = Trimmed(turn, multiplier.Give(input, on, basePoints, bonuses));
        }
    }

    private Award Trimmed(Turn turn, Award award)
    {
        if (turn.EventNumber is { } number)
        {
            award = award with { Computation = award.Computation with { EventNumber = number } };
        }

        return turn.Rule.Caps?.Trim(award, day, counters) ?? award;
    }

    /// <summary>One rule's turn in it.</summary>
    internal sealed class Turn(CompiledRule rule)
    {
        public long? EventNumber;

        public CompiledRule Rule { get; } = rule;

        public RuleMismatch Mismatch { get; set; }

        public Award? Award { get; set; }

        public bool Holds => Mismatch == RuleMismatch.None;
    }
}
