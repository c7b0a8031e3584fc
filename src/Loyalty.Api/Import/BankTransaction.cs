using System.Globalization;
using System.IO.Compression;
using CsvHelper;
using CsvHelper.Configuration;
using CsvHelper.Configuration.Attributes;

namespace Loyalty.Api.Import;

/// <summary>One line of a bank's transaction file.</summary>
public sealed class BankTransaction
{
    [Name("transaction_id")]
    public string TransactionId { get; set; } = "";

    [Name("account_id")]
    public string AccountId { get; set; } = "";

    [Name("booked_on")]
    public DateOnly BookedOn { get; set; }

    /// <summary><c>credit</c> or <c>debit</c>.</summary>
    [Name("direction")]
    public string Direction { get; set; } = "";

    [Name("operation")]
    public string Operation { get; set; } = "";

    [Name("amount_czk")]
    public decimal Amount { get; set; }

    [Name("purpose")]
    public string Purpose { get; set; } = "";

    /// <summary>Reads a CSV file with the columns above, gzipped when its name ends in <c>.gz</c>.</summary>
    /// <exception cref="ImportException">a line is not of this form; names the line.</exception>
    public static IEnumerable<BankTransaction> ReadFile(string path)
    {
        using var file = OpenFile(path);
        using var text = new StreamReader(file);
        using var csv = new CsvReader(text, new CsvConfiguration(CultureInfo.InvariantCulture));
        while (true)
        {
            BankTransaction transaction;
            try
            {
                if (csv.Parser.Row == 0 && (!csv.Read() || !csv.ReadHeader()))
                {
                    throw new ImportException($"{path} is empty.");
                }

                if (!csv.Read())
                {
                    yield break;
                }

                transaction = csv.GetRecord<BankTransaction>();
            }
            catch (Exception exception) when (exception is CsvHelperException or InvalidDataException)
            {
                throw new ImportException($"{path}, line {csv.Parser.RawRow}: not a bank transaction.", exception);
            }

            yield return transaction;
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
