using System.Globalization;
using System.Text.Json;

namespace Loyalty.Storage.Points.Ledger;

/// <summary>What a column holds; each dialect knows its own name for it.</summary>
internal enum ColumnType
{
    Uuid,
    Long,
    Int,
    Text,
    Bytes,
    Day,
    Instant,
    Decimal,
    Flag,
}

/// <summary>How rows meet what the table holds already.</summary>
internal enum RowsMode
{
    /// <summary>They must be new. A key that exists tells that another node was faster.</summary>
    Insert,

    /// <summary>They exist and are locked.</summary>
    Update,

    /// <summary>Either, under the lock of their wallet.</summary>
    Upsert,

    /// <summary>Either, without a lock: numbers are added to what is there.</summary>
    Add,
}

/// <summary>One column of rows on their way into a table.</summary>
internal abstract class Column(string name, ColumnType type)
{
    public string Name { get; } = name;

    public ColumnType Type { get; } = type;

    /// <summary>A list of the column's own type, for databases that take arrays.</summary>
    public abstract object Values { get; }

    public abstract void WriteJson(Utf8JsonWriter json, int row, Func<DateTimeOffset, object> instant);

    public abstract void Clear();
}

internal sealed class Column<T>(string name, ColumnType type) : Column(name, type)
{
    private readonly List<T> values = [];

    public override object Values => values;

    public void Add(T value) => values.Add(value);

    public override void Clear() => values.Clear();

    public override void WriteJson(Utf8JsonWriter json, int row, Func<DateTimeOffset, object> instant)
    {
        switch (values[row])
        {
            case null:
                json.WriteNullValue();
                break;
            case Guid value:
                // As EF writes UUIDs to SQLite, where they are compared as text.
                json.WriteStringValue(value.ToString("D").ToUpperInvariant());
                break;
            case long value:
                json.WriteNumberValue(value);
                break;
            case int value:
                json.WriteNumberValue(value);
                break;
            case bool value:
                json.WriteNumberValue(value ? 1 : 0);
                break;
            case string value:
                json.WriteStringValue(value);
                break;
            case byte[] value:
                json.WriteStringValue(Convert.ToHexString(value));
                break;
            case DateOnly value:
                json.WriteStringValue(value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                break;
            case decimal value:
                json.WriteStringValue(value.ToString("0.0###", CultureInfo.InvariantCulture));
                break;
            case DateTimeOffset value when instant(value) is long number:
                json.WriteNumberValue(number);
                break;
            case DateTimeOffset value:
                json.WriteStringValue((string)instant(value));
                break;
            default:
                throw new InvalidOperationException($"Column {Name} holds a {typeof(T)}.");
        }
    }
}

/// <summary>Rows for one statement: a table, what to do, and the values by column.</summary>
/// <param name="KeyLength">how many of the first columns are the key.</param>
internal sealed record Rows(string Table, RowsMode Mode, int KeyLength, Column[] Columns)
{
    public int Count { get; set; }

    /// <summary>The column that says in which order new rows are numbered; null where the database numbers none.</summary>
    public string? Order { get; init; }

    public IEnumerable<Column> Keys => Columns.Take(KeyLength);

    public IEnumerable<Column> Others => Columns.Skip(KeyLength);

    /// <summary>The name of the statement's parameter.</summary>
    public string Name { get; } = $"{(Mode == RowsMode.Insert ? "new" : "changed")}_{Table}";

    public void Clear()
    {
        Count = 0;
        foreach (var column in Columns)
        {
            column.Clear();
        }
    }

    public string ToJson(Func<DateTimeOffset, object> instant)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            for (var row = 0; row < Count; row++)
            {
                json.WriteStartArray();
                foreach (var column in Columns)
                {
                    column.WriteJson(json, row, instant);
                }

                json.WriteEndArray();
            }

            json.WriteEndArray();
        }

        return System.Text.Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }
}
