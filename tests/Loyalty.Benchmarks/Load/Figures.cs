using System.Globalization;
using System.Text.Json;

namespace Loyalty.Benchmarks.Load;

/// <summary>What was measured: a table for people, and a JSON line a figure for programs.</summary>
public sealed class Figures
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private readonly List<Figure> figures = [];

    /// <param name="Name">What was measured.</param>
    /// <param name="Value">How much.</param>
    /// <param name="Unit">Of what.</param>
    /// <param name="Yardstick">What was measured beside it; null for a figure that stands alone.</param>
    /// <param name="Ratio">Value by the yardstick's.</param>
    /// <param name="Goal">What the ratio is to reach.</param>
    /// <param name="Max">What the value itself is to stay below.</param>
    private sealed record Figure(
        string Name,
        double Value,
        string Unit,
        string? Yardstick = null,
        double? Ratio = null,
        double? Goal = null,
        double? Max = null
    );

    public void Add(string name, double value, string unit) =>
        figures.Add(new Figure(name, Math.Round(value, 1), unit));

    /// <summary>A figure with its yardstick, of which no ratio is asked.</summary>
    public void Add(string name, double value, string unit, string yardstick, double other) =>
        figures.Add(new Figure(name, Math.Round(value, 1), unit, yardstick, Math.Round(value / other, 2)));

    public void Compare(string name, double value, string unit, string yardstick, double other, double goal) =>
        figures.Add(new Figure(name, Math.Round(value, 1), unit, yardstick, Math.Round(value / other, 2), goal));

    /// <summary>A figure that is to stay small.</summary>
    public void AtMost(string name, double value, string unit, double max) =>
        figures.Add(new Figure(name, Math.Round(value, 1), unit, Max: max));

    /// <summary>Writes all figures.</summary>
    /// <returns>Whether every goal was reached.</returns>
    public bool Print(TextWriter output)
    {
        foreach (var figure in figures)
        {
            var verdict =
                figure.Max is { } max ? $"(goal below {max}{(figure.Value < max ? "" : ": MISSED")})"
                : figure.Ratio is null ? ""
                : figure.Goal is not { } goal ? $"{figure.Ratio:0.00} x {figure.Yardstick}"
                : figure.Ratio >= goal ? $"{figure.Ratio:0.00} x {figure.Yardstick} (goal {goal})"
                : $"{figure.Ratio:0.00} x {figure.Yardstick} (goal {goal}: MISSED)";
            output.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{figure.Name, -64}{figure.Value, 12:N1} {figure.Unit, -12} {verdict}"
                )
            );
        }
        output.WriteLine();
        foreach (var figure in figures)
            output.WriteLine(JsonSerializer.Serialize(figure, Json));
        return figures.TrueForAll(figure =>
            (figure.Goal is null || figure.Ratio >= figure.Goal) && (figure.Max is null || figure.Value < figure.Max)
        );
    }
}
