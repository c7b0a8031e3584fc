namespace Loyalty.Domain.Earning;

/// <summary>How a fraction of a point becomes a whole one.</summary>
public enum RoundingMode
{
    /// <summary>To the next smaller whole number.</summary>
    Down,

    /// <summary>To the nearest whole number, a half to the greater one.</summary>
    HalfUp,

    /// <summary>To the nearest whole number, a half to the even one, which favours nobody over many events.</summary>
    HalfEven,

    /// <summary>To the next greater whole number.</summary>
    Up,
}

/// <summary>What is rounded.</summary>
public enum RoundingLevel
{
    /// <summary>The points of the whole event, once.</summary>
    Event,

    /// <summary>The points of each line that earns; the event gives their sum.</summary>
    Line,
}

/// <summary>Which number the rounding makes whole.</summary>
public enum RoundingOf
{
    /// <summary>The points: at 5 points per 2.50, an amount of 3.00 is 6.</summary>
    Points,

    /// <summary>The amounts that points are given for: at 5 points per full 2.50, an amount of 3.00 is 5. What is left of a
    /// fraction of a point is rounded after that.</summary>
    Units,
}

public static class Rounding
{
    /// <summary>
    /// <paramref name="numerator"/> / <paramref name="denominator"/> as a whole number. Decided on the remainder, which is
    /// exact, and not on the quotient, whose 28 digits may have been rounded already.
    /// </summary>
    /// <param name="denominator">greater than 0.</param>
    public static decimal Divide(decimal numerator, decimal denominator, RoundingMode mode) =>
        Divide(numerator, denominator, mode, numerator / denominator);

    /// <param name="quotient">of the two, as the decimal type divides them.</param>
    internal static decimal Divide(decimal numerator, decimal denominator, RoundingMode mode, decimal quotient)
    {
        // A quotient that was cut off has at least 28 digits: one this short is exact, and no remainder need be computed.
        if (quotient.Scale <= ExactScaleMax && quotient is > -ExactMax and < ExactMax)
        {
            return Round(quotient, mode);
        }

        var remainder = numerator % denominator;
        var whole = decimal.Round((numerator - remainder) / denominator);
        if (remainder < 0)
        {
            remainder += denominator;
            whole--;
        }

        if (remainder == 0)
        {
            return whole;
        }

        var half = remainder.CompareTo(denominator - remainder);
        return mode switch
        {
            RoundingMode.Down => whole,
            RoundingMode.Up => whole + 1,
            RoundingMode.HalfUp => half >= 0 ? whole + 1 : whole,
            RoundingMode.HalfEven => half > 0 || (half == 0 && whole % 2 != 0) ? whole + 1 : whole,
            _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, message: null),
        };
    }

    private const int ExactScaleMax = 8;
    private const decimal ExactMax = 1_000_000_000_000_000m;

    private static decimal Round(decimal exact, RoundingMode mode)
    {
        var whole = decimal.Floor(exact);
        var fraction = exact - whole;
        return mode switch
        {
            RoundingMode.Down => whole,
            RoundingMode.Up => fraction > 0 ? whole + 1 : whole,
            RoundingMode.HalfUp => fraction >= 0.5m ? whole + 1 : whole,
            RoundingMode.HalfEven => fraction > 0.5m || (fraction == 0.5m && whole % 2 != 0) ? whole + 1 : whole,
            _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, message: null),
        };
    }
}
