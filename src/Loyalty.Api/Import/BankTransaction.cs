using System.Globalization;
using System.IO.Compression;
using CsvHelper;

namespace Loyalty.Api.Import;

/// <summary>One line of a bank's transaction file.</summary>
/// <param name="Direction"><c>credit</c> or <c>debit</c>.</param>
/// <param name="Amount">CZK.</param>
/// <param name="Purpose">empty when the bank knows none.</param>
public sealed record BankTransaction(
    string TransactionId,
    string AccountId,
    DateOnly BookedOn,
    string Direction,
    string Operation,
    decimal Amount,
    string Purpose
)
{
    /// <summary>Reads a CSV file with the columns <c>transaction_id, account_id, booked_on, direction, operation, amount_czk,
    /// purpose</c> (others are ignored), gzipped when its name ends in <c>.gz</c>.</summary>
    /// <exception cref="ImportException">a line is not of this form; names the line.</exception>
    public static IEnumerable<BankTransaction> ReadFile(string path)
    {
        using var file = OpenFile(path);
        using var csv = Open(file, path);
        while (ReadLine(csv, path) is { } transaction)
        {
            yield return transaction;
        }

        // Without a record nothing else has looked at the header.
        if (!csv.TryGetFieldIndex("transaction_id", out _))
        {
            throw new ImportException($"{path}, line 1: there is no column transaction_id.");
        }
    }

    private static CsvReaderOptions Options { get; } =
        CsvReaderOptions.Default with
        {
            TrackLineNumbers = true,
            MissingField = CsvMissingFieldHandling.Throw,
        };

    private static BankTransaction? ReadLine(CsvReader csv, string path)
    {
        try
        {
            return csv.Read()
                ? new BankTransaction(
                    csv.GetString("transaction_id"),
                    csv.GetString("account_id"),
                    DateOnly.ParseExact(csv.GetString("booked_on"), "yyyy-MM-dd", CultureInfo.InvariantCulture),
                    csv.GetString("direction"),
                    csv.GetString("operation"),
                    decimal.Parse(csv.GetString("amount_czk"), CultureInfo.InvariantCulture),
                    csv.GetString("purpose")
                )
                : null;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            throw new ImportException($"{path}, line {csv.LineNumber}: not a bank transaction.", exception);
        }
    }

    private static CsvReader Open(Stream file, string path)
    {
        try
        {
            return CsvReader.Create(file, Options, leaveOpen: true);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            throw new ImportException($"{path}, line 1: no header of a transaction file.", exception);
        }
    }

    private static Stream OpenFile(string path)
    {
        try
        {
            var file = File.OpenRead(path);
            return path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)
                ? new GZipStream(file, CompressionMode.Decompress)
                : file;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ImportException($"{path} cannot be opened.", exception);
        }
    }
}

/// <summary>The import cannot go on; the message is for the person who started it.</summary>
public sealed class ImportException(string message, Exception? inner = null) : Exception(message, inner);
