using System.Globalization;

namespace Loyalty.Domain.Points;

public enum ExpiryKind
{
    EndOfMonth,
    EndOfQuarter,
    EndOfYear,
    RollingDays,
    FixedDates,
    Inactivity,
    Never,
}

/// <summary>An <see cref="ExpiryModel"/> as it is sent and kept in JSON: its kind, and only those of the other fields that the
/// kind has.</summary>
public sealed record ExpiryForm
{
    public ExpiryKind? Kind { get; init; }

    /// <summary>Of <c>endOfMonth</c>, <c>endOfQuarter</c> and <c>endOfYear</c>: how many months, quarters or years after that of
    /// earning, 0 to 600. Of <c>inactivity</c>: months without activity, 1 to 600.</summary>
    public int? Count { get; init; }

    /// <summary>Of <c>rollingDays</c>: 1 to 36,525 days after the day of earning.</summary>
    public int? Days { get; init; }

    /// <summary>Of <c>fixedDates</c>: days of the year, such as <c>03-31</c>.</summary>
    public IReadOnlyList<string>? Dates { get; init; }

    /// <summary>Of <c>fixedDates</c>: the date must be at least so many days away, 0 to 366; 0 when left out.</summary>
    public int? DaysMin { get; init; }

    public static ExpiryForm Of(ExpiryModel model) =>
        model switch
        {
            ExpiryModel.EndOfMonth month => new() { Kind = ExpiryKind.EndOfMonth, Count = month.Months },
            ExpiryModel.EndOfQuarter quarter => new() { Kind = ExpiryKind.EndOfQuarter, Count = quarter.Quarters },
            ExpiryModel.EndOfYear year => new() { Kind = ExpiryKind.EndOfYear, Count = year.Years },
            ExpiryModel.RollingDays rolling => new() { Kind = ExpiryKind.RollingDays, Days = rolling.Days },
            ExpiryModel.FixedDates dates => new()
            {
                Kind = ExpiryKind.FixedDates,
                Dates = [.. dates.Dates.Select(date => date.ToString())],
                DaysMin = dates.DaysMin,
            },
            ExpiryModel.Inactivity inactivity => new() { Kind = ExpiryKind.Inactivity, Count = inactivity.Months },
            ExpiryModel.Never => new() { Kind = ExpiryKind.Never },
            _ => throw new ArgumentException($"No form for {model.GetType().Name}.", nameof(model)),
        };

    /// <summary>The model, or null when a field is not sound.</summary>
    /// <param name="wrong">is told each such field and what is wrong with it.</param>
    public ExpiryModel? Read(Action<string, string> wrong)
    {
        var faults = 0;
        int Number(string field, int? value, int min, int max)
        {
            if (value is { } number && number >= min && number <= max)
            {
                return number;
            }

            Wrong(
                field,
                value is null
                    ? "is required by this kind"
                    : string.Create(CultureInfo.InvariantCulture, $"must be between {min} and {max}")
            );
            return min;
        }

        void Wrong(string field, string error)
        {
            faults++;
            wrong(field, error);
        }

        ExpiryModel? model = Kind switch
        {
            ExpiryKind.EndOfMonth => new ExpiryModel.EndOfMonth(Number("count", Count, 0, ExpiryModel.CountMax)),
            ExpiryKind.EndOfQuarter => new ExpiryModel.EndOfQuarter(Number("count", Count, 0, ExpiryModel.CountMax)),
            ExpiryKind.EndOfYear => new ExpiryModel.EndOfYear(Number("count", Count, 0, ExpiryModel.CountMax)),
            ExpiryKind.Inactivity => new ExpiryModel.Inactivity(Number("count", Count, 1, ExpiryModel.CountMax)),
            ExpiryKind.RollingDays => new ExpiryModel.RollingDays(Number("days", Days, 1, ExpiryModel.DaysMax)),
            ExpiryKind.FixedDates => new ExpiryModel.FixedDates(
                ReadDates(Wrong),
                Number("daysMin", DaysMin ?? 0, 0, ExpiryModel.DatesMax)
            ),
            ExpiryKind.Never => new ExpiryModel.Never(),
            _ => null,
        };
        if (model is null)
        {
            Wrong("kind", "is required");
            return null;
        }

        var own = Of(model);
        foreach (
            var (field, isForeign) in (ReadOnlySpan<(string, bool)>)
                [
                    ("count", Count is not null && own.Count is null),
                    ("days", Days is not null && own.Days is null),
                    ("dates", Dates is not null && own.Dates is null),
                    ("daysMin", DaysMin is not null && own.DaysMin is null),
                ]
        )
        {
            if (isForeign)
            {
                Wrong(field, "does not belong to this kind");
            }
        }

        return faults == 0 ? model : null;
    }

    private List<MonthDay> ReadDates(Action<string, string> wrong)
    {
        var read = new List<MonthDay>();
        if (Dates is not { Count: > 0 and <= ExpiryModel.DatesMax })
        {
            wrong("dates", $"must hold 1 to {ExpiryModel.DatesMax} dates");
            return read;
        }

        for (var i = 0; i < Dates.Count; i++)
        {
            if (MonthDay.TryParse(Dates[i], out var date))
            {
                read.Add(date);
            }
            else
            {
                wrong($"dates[{i.ToString(CultureInfo.InvariantCulture)}]", "must be a month and a day, such as 03-31");
            }
        }

        return read;
    }
}
