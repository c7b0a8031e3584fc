using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using CsvHelper;
using Loyalty.Application.Partners;

namespace Loyalty.Api.Partners;

/// <summary>Reads a partner's day line by line from a request, as CSV with a header or as JSON lines. What is wrong with a line
/// stands in its place, and the others go on.</summary>
internal static class ReconciliationLines
{
    public const string Csv = "text/csv";
    public const string JsonLines = "application/x-ndjson";
    public const long BodyBytesMax = 64L * 1024 * 1024;

    /// <summary>Of one line, in bytes or characters.</summary>
    private const int LineLengthMax = 8 * 1024;

    private static CsvReaderOptions Options { get; } =
        CsvReaderOptions.Default with
        {
            TrackLineNumbers = true,
            // So that one stray quote does not swallow the rest of the day.
            AllowLineBreaksInQuotes = false,
            MaxRecordSize = LineLengthMax,
            MissingField = CsvMissingFieldHandling.ReturnEmpty,
            IncludeValuesInExceptions = false,
        };

    /// <exception cref="BadHttpRequestException">there is no header, or a line is too long to be read.</exception>
    public static async IAsyncEnumerable<UploadedLine> ReadCsvAsync(
        Stream body,
        ReconciliationUpload upload,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await using var csv = CsvReader.Create(body, Options, leaveOpen: true);
        var columns = new Dictionary<string, int>(StringComparer.Ordinal);
        while (await ReadAsync(csv, cancellationToken))
        {
            if (columns.Count == 0)
            {
                FindColumns(csv, columns);
            }

            yield return upload.Read(
                (int)csv.LineNumber,
                name => columns.TryGetValue(name, out var at) && at < csv.FieldCount ? csv.GetString(at).Trim() : null
            );
        }
    }

    private static async Task<bool> ReadAsync(CsvReader csv, CancellationToken cancellationToken)
    {
        try
        {
            return await csv.ReadAsync(cancellationToken);
        }
        catch (CsvFormatException exception)
        {
            throw new BadHttpRequestException(
                "The body is not CSV with a header.",
                StatusCodes.Status400BadRequest,
                exception
            );
        }
    }

    private static void FindColumns(CsvReader csv, Dictionary<string, int> columns)
    {
        foreach (var name in ReconciliationUpload.Fields)
        {
            if (csv.TryGetFieldIndex(name, out var at))
            {
                columns.Add(name, at);
            }
        }

        if (!columns.ContainsKey("eventId") || !columns.ContainsKey("occurredAt"))
        {
            throw new BadHttpRequestException("The header names no column eventId or occurredAt.");
        }
    }

    /// <exception cref="BadHttpRequestException">a line is too long to be read.</exception>
    public static async IAsyncEnumerable<UploadedLine> ReadJsonAsync(
        Stream body,
        ReconciliationUpload upload,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        using var reader = new StreamReader(body, Encoding.UTF8, leaveOpen: true);
        var number = 0;
        await foreach (var line in LinesAsync(reader, cancellationToken))
        {
            number++;
            if (!string.IsNullOrWhiteSpace(line))
            {
                yield return ReadJson(number, line, upload);
            }
        }
    }

    private static UploadedLine ReadJson(int number, string line, ReconciliationUpload upload)
    {
        try
        {
            using var json = JsonDocument.Parse(line, new JsonDocumentOptions { MaxDepth = 4 });
            if (json.RootElement.ValueKind == JsonValueKind.Object)
            {
                return upload.Read(number, name => Text(json.RootElement, name));
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Named below as every other line that is no JSON; an escaped half of a surrogate pair is no text.
        }

        return new UploadedLine.Unreadable(
            number,
            Source: null,
            EventId: null,
            new Dictionary<string, string[]>(StringComparer.Ordinal) { ["line"] = ["is not a JSON object"] }
        );
    }

    /// <summary>Money is text and points are numbers; each is taken as the other too.</summary>
    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value)
            ? value.ValueKind switch
            {
                JsonValueKind.String => value.GetString(),
                JsonValueKind.Null => null,
                _ => value.GetRawText(),
            }
            : null;

    /// <summary>Lines of a bounded length: the reader's own way would take a line of any size into memory.</summary>
    private static async IAsyncEnumerable<string> LinesAsync(
        StreamReader reader,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var buffer = new char[16 * 1024];
        var line = new StringBuilder();
        int read;
        while ((read = await reader.ReadAsync(buffer, cancellationToken)) > 0)
        {
            var rest = buffer.AsMemory(0, read);
            int end;
            while ((end = rest.Span.IndexOf('\n')) >= 0)
            {
                line.Append(rest.Span[..end]);
                yield return Bounded(line).ToString();
                line.Clear();
                rest = rest[(end + 1)..];
            }

            Bounded(line.Append(rest.Span));
        }

        if (line.Length > 0)
        {
            yield return line.ToString();
        }
    }

    private static StringBuilder Bounded(StringBuilder line) =>
        line.Length <= LineLengthMax
            ? line
            : throw new BadHttpRequestException($"A line has more than {LineLengthMax} characters.");
}
