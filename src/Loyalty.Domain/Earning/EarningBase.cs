namespace Loyalty.Domain.Earning;

/// <summary>
/// What of an event earns by a rule. Goods earn, line by line, where the rule takes their kind, category and product; an
/// event without lines of goods is one part of its whole amount. Discounts and points paid come off: those that name a
/// category or product where the rule takes it, the others in proportion to the goods that the rule takes.
/// </summary>
internal sealed class EarningBase
{
    private const int KindsMax = 8;
    private readonly CodeSet? categories;
    private readonly CodeSet? categoriesExcluded;
    private readonly CodeSet? products;
    private readonly CodeSet? productsExcluded;
    private readonly BaseAmount amount;
    private readonly bool[] excludedKinds = new bool[KindsMax];

    public EarningBase(RuleConditions when, RuleBase basis)
    {
        categories = CodeSet.Of(when.CategoriesIncluded, withRanges: true);
        categoriesExcluded = CodeSet.Of(when.CategoriesExcluded, withRanges: true);
        products = CodeSet.Of(when.ProductsIncluded, withRanges: false);
        productsExcluded = CodeSet.Of(when.ProductsExcluded, withRanges: false);
        amount = basis.Amount;
        foreach (var kind in basis.KindsExcluded)
        {
            excludedKinds[(int)kind] = true;
        }

        IsSelective =
            categories is not null
            || categoriesExcluded is not null
            || products is not null
            || productsExcluded is not null;
    }

    /// <summary>Whether it takes some lines and leaves others.</summary>
    public bool IsSelective { get; }

    public CodeSet? Categories => categories;

    public bool TakesCategory(string? category) =>
        (categories is null || (category is not null && categories.Contains(category)))
        && (categoriesExcluded is null || category is null || !categoriesExcluded.Contains(category));

    private bool TakesProduct(string? product) =>
        (products is null || (product is not null && products.Contains(product)))
        && (productsExcluded is null || product is null || !productsExcluded.Contains(product));

    private bool TakesWhole(in EarningInput input) => TakesCategory(input.Category) && TakesProduct(product: null);

    /// <summary>Whether the line of goods earns.</summary>
    private bool Takes(in EarningInput input, int line)
    {
        var part = input.Lines![line];
        return part.IsGoods
            && !part.IsVoided
            && !excludedKinds[(int)part.Kind]
            && TakesCategory(part.Category ?? input.Category)
            && TakesProduct(part.Product);
    }

    /// <summary>What earns, 4 decimal places; <see cref="RuleMismatch.None"/>, or why nothing does.</summary>
    /// <param name="also">leaves out what it does not take.</param>
    public RuleMismatch Sum(in EarningInput input, EarningBase? also, out decimal sum)
    {
        if (input.Lines is not { Count: > 0 })
        {
            sum = Bounded(input.Amount.Amount);
            return !TakesWhole(input) || (also is not null && !also.TakesWhole(input)) ? WhyNone(input)
                : sum <= 0 ? RuleMismatch.AmountNotPositive
                : RuleMismatch.None;
        }

        var parts = new Parts(this, also, input);
        sum = 0;
        var any = false;
        while (parts.MoveNext())
        {
            any |= parts.IsGoods;
            sum += parts.Amount;
        }

        return !any ? WhyNone(input)
            : sum <= 0 ? RuleMismatch.AmountNotPositive
            : RuleMismatch.None;
    }

    private RuleMismatch WhyNone(in EarningInput input)
    {
        if (input.Lines is not { Count: > 0 } lines || !HasGoods(lines))
        {
            return TakesCategory(input.Category) ? RuleMismatch.Product : RuleMismatch.Category;
        }

        var mismatch = RuleMismatch.LineKind;
        foreach (var line in lines)
        {
            if (line.IsGoods && !line.IsVoided && !excludedKinds[(int)line.Kind])
            {
                if (TakesCategory(line.Category ?? input.Category))
                {
                    return RuleMismatch.Product;
                }

                mismatch = RuleMismatch.Category;
            }
        }

        return mismatch;
    }

    private static bool HasGoods(IReadOnlyList<Partners.TransactionLine> lines)
    {
        for (var i = 0; i < lines.Count; i++)
        {
            if (lines[i].IsGoods)
            {
                return true;
            }
        }

        return false;
    }

    private bool IsDeducted(LineKind kind) =>
        (kind == LineKind.Discount && amount != BaseAmount.Gross)
        || (kind == LineKind.Points && amount == BaseAmount.NetOfPoints);

    /// <summary>The parts that earn, one by one, without allocation: goods as they stand, then what comes off as negative
    /// amounts.</summary>
    public ref struct Parts
    {
        private readonly EarningBase basis;
        private readonly EarningBase? also;
        private readonly ref readonly EarningInput input;
        private readonly int count;
        private readonly bool isWhole;
        private int index = -1;
        private decimal goods;
        private decimal taken;
        private decimal inProportion;

        public Parts(EarningBase basis, EarningBase? also, in EarningInput input)
        {
            this.input = ref input;
            (this.basis, this.also) = (basis, also);
            count = input.Lines?.Count ?? 0;
            isWhole = count == 0 || !HasGoods(input.Lines!);
        }

        public decimal Amount { get; private set; }

        public bool IsGoods { get; private set; }

        public bool MoveNext()
        {
            while (true)
            {
                index++;
                // The whole amount stands before the lines, the share of what comes off behind them.
                if (index == 0 && isWhole && Whole())
                {
                    return true;
                }

                var line = isWhole ? index - 1 : index;
                if (line == count)
                {
                    return Share();
                }

                if (line > count)
                {
                    return false;
                }

                if (line >= 0 && Line(line))
                {
                    return true;
                }
            }
        }

        private bool Whole()
        {
            Amount = goods = Bounded(input.Amount.Amount);
            IsGoods = basis.TakesWhole(input) && (also is null || also.TakesWhole(input));
            taken = IsGoods ? Amount : 0;
            return IsGoods;
        }

        private bool Line(int line)
        {
            var part = input.Lines![line];
            var value = Bounded(part.Amount);
            if (part.IsVoided)
            {
                return false;
            }

            if (part.IsGoods)
            {
                goods += value;
                IsGoods = basis.Takes(input, line) && (also is null || also.Takes(input, line));
                Amount = value;
                taken += IsGoods ? value : 0;
                return IsGoods;
            }

            IsGoods = false;
            if (!basis.IsDeducted(part.Kind))
            {
                return false;
            }

            if (part.Category is null && part.Product is null)
            {
                inProportion += value;
                return false;
            }

            Amount = -value;
            return IsTakenBy(basis, part) && (also is null || IsTakenBy(also, part));
        }

        private bool IsTakenBy(EarningBase one, Partners.TransactionLine part) =>
            one.TakesCategory(part.Category ?? input.Category) && one.TakesProduct(part.Product);

        private bool Share()
        {
            IsGoods = false;
            if (inProportion == 0 || taken <= 0)
            {
                return false;
            }

            // The quotient first: the product of two large amounts has too many digits.
            Amount = -(
                goods <= taken ? inProportion : decimal.Round(inProportion * (taken / goods), RuleBounds.Decimals)
            );
            return true;
        }
    }

    public static decimal Bounded(decimal value) => Math.Clamp(value, -RuleBounds.AmountMax, RuleBounds.AmountMax);
}
