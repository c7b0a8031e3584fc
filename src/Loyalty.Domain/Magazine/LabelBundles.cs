namespace Loyalty.Domain.Magazine;

/// <summary>Splits labels that come sorted into bundles: none holds more than so many, and none goes to two countries.</summary>
/// <param name="size">labels in a bundle at most, at least 1.</param>
public sealed class LabelBundles(int size)
{
    private string? country;
    private int bundle;
    private int place;

    /// <summary>Where the next label lies.</summary>
    /// <param name="to">its country.</param>
    /// <returns>the bundle, counted over all countries, and the place within it, both from 1.</returns>
    public (int Bundle, int Place) Next(string to)
    {
        if (to != country || place == size)
        {
            (country, place) = (to, 0);
            bundle++;
        }

        return (bundle, ++place);
    }
}
