using System.Collections.Frozen;
using System.Numerics;
using Loyalty.Domain.Partners;

namespace Loyalty.Domain.Earning;

/// <summary>
/// Finds the rules that may hold for an event without asking each: for each value of a condition a set of bits tells which
/// rules take it, and the sets of an event's values are joined. What is left is asked; a bit too many costs time and
/// nothing else.
/// </summary>
internal sealed class RuleIndex
{
    private readonly Dimension<string> eventTypes;
    private readonly Dimension<PartnerId> partners;
    private readonly Dimension<string> currencies;
    private readonly Dimension<string> operations;
    private readonly Dimension<string> channels;
    private readonly Dimension<string> categories;
    private readonly ulong[][] weekdays;
    private readonly bool asksWeekday;

    public RuleIndex(CompiledRule[] rules)
    {
        Words = (rules.Length + BitsOfWord - 1) / BitsOfWord;
        eventTypes = new(
            rules,
            rule => [rule.Source.Definition.When.EventType],
            (rule, type) => rule.Source.Definition.When.EventType == type,
            _ => false
        );
        partners = new(
            rules,
            rule => rule.Source.Definition.When.Partners,
            (rule, partner) =>
                rule.Source.Definition.When.Partners is var named && (named.Count == 0 || named.Contains(partner)),
            rule => rule.Source.Definition.When.Partners.Count == 0
        );
        currencies = new(
            rules,
            rule => rule.Source.Definition.Effect.MoneyCurrency is { } money ? [money.Code] : [],
            (rule, code) => rule.Source.Definition.Effect.MoneyCurrency is not { } money || money.Code == code,
            rule => rule.Source.Definition.Effect.MoneyCurrency is null
        );
        operations = new(
            rules,
            rule => rule.Operations?.Words ?? [],
            (rule, word) => rule.TakesOperation(word),
            rule => rule.Operations is null
        );
        channels = new(
            rules,
            rule => rule.Channels?.Words ?? [],
            (rule, word) => rule.TakesChannel(word),
            rule => rule.Channels is null
        );
        categories = new(
            rules,
            // Excluded ones are not worth their bits: they are few, and asking finds them.
            rule => rule.Base.Categories?.Words ?? [],
            (rule, word) => rule.Base.TakesCategory(word),
            rule => rule.Base.Categories is null || rule.Base.Categories.HasRanges
        );
        weekdays = [.. Enum.GetValues<DayOfWeek>().Select(day => Bits(rules, rule => rule.TakesWeekday(day)))];
        asksWeekday = rules.Any(rule => rule.Source.Definition.When.Weekdays.Count > 0);
    }

    private const int BitsOfWord = 64;

    /// <summary>How long a set of bits is.</summary>
    public int Words { get; }

    /// <summary>Sets the bits of the rules that may hold.</summary>
    /// <param name="candidates">as long as <see cref="Words"/>.</param>
    public void Find(in EarningInput input, DateTime local, Span<ulong> candidates)
    {
        eventTypes.Of(input.EventType).CopyTo(candidates);
        Join(candidates, partners.Of(input.Partner));
        Join(candidates, currencies.Of(input.Amount.Currency.Code));
        Join(candidates, operations.Of(input.Operation));
        Join(candidates, channels.Of(input.Channel));
        if (asksWeekday)
        {
            Join(candidates, weekdays[(int)local.DayOfWeek]);
        }

        if (input.Lines is not { Count: > 0 } lines)
        {
            Join(candidates, categories.Of(input.Category));
            return;
        }

        // A rule that takes one of the lines, or the whole amount where none is of goods, may hold.
        for (var i = 0; i < candidates.Length; i++)
        {
            var any = categories.Of(input.Category)[i];
            for (var line = 0; line < lines.Count; line++)
            {
                any |= lines[line].Category is { } category ? categories.Of(category)[i] : 0;
            }

            candidates[i] &= any;
        }
    }

    /// <summary>The next rule after <paramref name="index"/>; -1 when there is none.</summary>
    public static int Next(ReadOnlySpan<ulong> candidates, int index)
    {
        index++;
        var word = index / BitsOfWord;
        if (word >= candidates.Length)
        {
            return -1;
        }

        var bits = candidates[word] & (ulong.MaxValue << (index % BitsOfWord));
        while (bits == 0)
        {
            if (++word == candidates.Length)
            {
                return -1;
            }

            bits = candidates[word];
        }

        return (word * BitsOfWord) + BitOperations.TrailingZeroCount(bits);
    }

    private static void Join(Span<ulong> candidates, ReadOnlySpan<ulong> others)
    {
        for (var i = 0; i < candidates.Length; i++)
        {
            candidates[i] &= others[i];
        }
    }

    private static ulong[] Bits(CompiledRule[] rules, Func<CompiledRule, bool> takes)
    {
        var bits = new ulong[(rules.Length + BitsOfWord - 1) / BitsOfWord];
        for (var i = 0; i < rules.Length; i++)
        {
            if (takes(rules[i]))
            {
                bits[i / BitsOfWord] |= 1UL << (i % BitsOfWord);
            }
        }

        return bits;
    }

    private sealed class Dimension<T>
        where T : notnull
    {
        private readonly FrozenDictionary<T, ulong[]> byValue;
        private readonly ulong[] otherwise;

        /// <param name="values">that the rule names.</param>
        /// <param name="otherwise">whether the rule may take a value that no rule names, and none.</param>
        public Dimension(
            CompiledRule[] rules,
            Func<CompiledRule, IEnumerable<T>> values,
            Func<CompiledRule, T, bool> takes,
            Func<CompiledRule, bool> otherwise
        )
        {
            this.otherwise = Bits(rules, otherwise);
            byValue = rules
                .SelectMany(values)
                .Distinct()
                .ToFrozenDictionary(value => value, value => Bits(rules, rule => takes(rule, value)));
        }

        public ulong[] Of(T? value) => value is not null && byValue.TryGetValue(value, out var bits) ? bits : otherwise;
    }
}
