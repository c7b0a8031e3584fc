using System.Globalization;
using Loyalty.Domain;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;

namespace Loyalty.Application.Partners;

/// <summary>One line of an upload: an event, the partner's own totals, or something that could not be read.</summary>
/// <param name="Number">from 1, as an editor counts.</param>
public abstract record UploadedLine(int Number)
{
    public sealed record OfEvent(int Number, ListedEvent Event) : UploadedLine(Number);

    /// <param name="Count">how many events the partner counts; null when it does not say.</param>
    public sealed record OfTotals(int Number, int? Count, Money? Amount, long? Points, PointCurrencyCode? PointCurrency)
        : UploadedLine(Number);

    /// <param name="Errors">what is wrong, by field.</param>
    public sealed record Unreadable(
        int Number,
        string? Source,
        string? EventId,
        IReadOnlyDictionary<string, string[]> Errors
    ) : UploadedLine(Number);
}

/// <summary>Makes a line out of its fields, whatever the format that they came in.</summary>
/// <param name="day">of the reconciliation, in <paramref name="zone"/>.</param>
/// <param name="sourceDefault">of lines that name none; null for none.</param>
public sealed class ReconciliationUpload(DateOnly day, TimeZoneInfo zone, string? sourceDefault)
{
    /// <summary>What stands in the field <c>type</c> of a line with totals.</summary>
    public const string TotalType = "total";

    public static IReadOnlyList<string> Fields { get; } =
    ["eventId", "source", "type", "occurredAt", "amount", "currency", "points", "pointCurrency", "count"];

    private const int AmountDigitsMax = 15;

    /// <param name="field">the text of a field by its name; null or empty when it is not there.</param>
    public UploadedLine Read(int number, Func<string, string?> field)
    {
        var line = new LineFields(field);
        var type = line.Text("type", PartnerEventRecord.TypeLengthMax, isRequired: false);
        var amount = line.Money();
        var points = line.Whole("points", long.MinValue, long.MaxValue);
        var pointCurrency = line.PointCurrency();
        if (type == TotalType)
        {
            var count = line.Whole("count", 0, int.MaxValue);
            return line.Errors is { } wrong
                ? new UploadedLine.Unreadable(number, null, null, wrong)
                : new UploadedLine.OfTotals(number, (int?)count, amount, points, pointCurrency);
        }

        var eventId = line.Text("eventId", PartnerEventRecord.EventIdLengthMax);
        var source = line.Text("source", PartnerEventRecord.SourceLengthMax, sourceDefault is null) ?? sourceDefault;
        var occurredAt = line.Instant("occurredAt");
        if (type is not null && !ContractCheck.EventTypes.Contains(type, StringComparer.Ordinal))
        {
            line.Add("type", $"must be {TotalType} or among {string.Join(", ", ContractCheck.EventTypes)}");
        }

        if (occurredAt is { } instant && instant.DayIn(zone) != day)
        {
            line.Add("occurredAt", $"does not lie on this day in the zone {zone.Id}");
        }

        if (amount is null && points is null && line.Errors is null)
        {
            line.Add("amount", "or points must be given");
        }

        return line.Errors is { } errors
            ? new UploadedLine.Unreadable(number, source, eventId, errors)
            : new UploadedLine.OfEvent(
                number,
                new ListedEvent(source!, eventId!, type, occurredAt!.Value, amount, points, pointCurrency)
            );
    }

    /// <summary>Reads one line's fields and collects what is wrong with them.</summary>
    private sealed class LineFields(Func<string, string?> field)
    {
        private Dictionary<string, string[]>? errors;

        public IReadOnlyDictionary<string, string[]>? Errors => errors;

        public void Add(string name, string error) =>
            (errors ??= new Dictionary<string, string[]>(StringComparer.Ordinal)).TryAdd(name, [error]);

        public string? Text(string name, int lengthMax, bool isRequired = true)
        {
            if (Given(name) is not { } text)
            {
                if (isRequired)
                {
                    Add(name, "is missing");
                }

                return null;
            }

            if (Application.PlainText.WhyNot(text, lengthMax) is { } why)
            {
                Add(name, why);
                return null;
            }

            return text;
        }

        public Money? Money()
        {
            var (amount, code) = (Given("amount"), Given("currency"));
            if (amount is null)
            {
                if (code is not null)
                {
                    Add("amount", "is missing beside currency");
                }

                return null;
            }

            if (!MoneyCurrency.TryParse(code, out var currency))
            {
                Add("currency", code is null ? "is missing beside amount" : "is not an ISO 4217 currency code");
                return null;
            }

            const NumberStyles styles = NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign;
            if (
                amount.Length > 30
                || !decimal.TryParse(amount, styles, CultureInfo.InvariantCulture, out var value)
                || decimal.Round(value, currency.Decimals) != value
                || Math.Abs(decimal.Truncate(value)) >= 1_000_000_000_000_000m
            )
            {
                Add(
                    "amount",
                    $"must be a decimal number with at most {AmountDigitsMax} digits and {currency.Decimals} decimal places"
                );
                return null;
            }

            return new Money(value, currency);
        }

        public long? Whole(string name, long min, long max)
        {
            if (Given(name) is not { } text)
            {
                return null;
            }

            if (
                text.Length <= 20
                && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                && number >= min
                && number <= max
            )
            {
                return number;
            }

            Add(name, "must be a whole number");
            return null;
        }

        public PointCurrencyCode? PointCurrency()
        {
            if (Given("pointCurrency") is not { } text)
            {
                return null;
            }

            if (PointCurrencyCode.TryParse(text, out var code))
            {
                return code;
            }

            Add("pointCurrency", "is not the code of a point currency");
            return null;
        }

        /// <summary>An instant of RFC 3339 with its offset.</summary>
        public DateTimeOffset? Instant(string name)
        {
            if (Given(name) is not { } text)
            {
                Add(name, "is missing");
                return null;
            }

            // The parser takes much more than this form.
            if (
                text.Length is >= 20 and <= 40
                && text[10] == 'T'
                && (text[^1] == 'Z' || (text[^6] is '+' or '-' && text[^3] == ':'))
                && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out var instant)
                && instant.Year is >= 1970 and < 9999
            )
            {
                return instant.ToStoredInstant();
            }

            Add(name, "must be an instant of RFC 3339 with its offset, such as 2026-03-01T12:00:00+01:00");
            return null;
        }

        private string? Given(string name) => field(name) is { Length: > 0 } text ? text : null;
    }
}
