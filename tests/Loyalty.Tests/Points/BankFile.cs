using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using Loyalty.Tests.House;
using Microsoft.Data.Sqlite;

namespace Loyalty.Tests.Points;

/// <summary>A bank's transaction file for a test: the first lines of the real one where it lies beside the repository, else
/// lines made up. What its payments are worth is computed here by SQL alone.</summary>
internal sealed class BankFile : IDisposable
{
    private const string Real = "shared/data/bank-transactions.csv.gz";

    private BankFile(string path, string[] lines) => (Path, Lines) = (path, lines);

    public string Path { get; }

    /// <summary>Without the header.</summary>
    public string[] Lines { get; }

    public static BankFile Take(int count)
    {
        var lines = FindReal() is { } real ? Read(real).Take(count + 1).ToArray() : [.. MakeUp(count)];
        return Of(lines);
    }

    public static BankFile Of(params string[] lines)
    {
        var path = System.IO.Path.Combine(
            System.IO.Path.GetTempPath(),
            $"loyalty-{RandomNumberGenerator.GetHexString(16, lowercase: true)}.csv"
        );
        File.WriteAllLines(path, lines);
        return new BankFile(path, lines[1..]);
    }

    /// <summary>Covered payments and their points at 1 for each whole 100 CZK and at most 1,000 a payment, by account.</summary>
    public Dictionary<string, (long Count, long Points)> PointsBySql()
    {
        using var database = new SqliteConnection("Data Source=:memory:");
        database.Open();
        Run(database, "CREATE TABLE t (account TEXT, direction TEXT, operation TEXT, amount TEXT, purpose TEXT)");
        using (var transaction = database.BeginTransaction())
        {
            foreach (var fields in Lines.Select(line => line.Split(',')))
            {
                using var insert = database.CreateCommand();
                insert.CommandText = "INSERT INTO t VALUES ($a, $d, $o, $m, $p)";
                insert.Parameters.AddWithValue("$a", fields[1]);
                insert.Parameters.AddWithValue("$d", fields[3]);
                insert.Parameters.AddWithValue("$o", fields[4]);
                insert.Parameters.AddWithValue("$m", fields[5]);
                insert.Parameters.AddWithValue("$p", fields[7]);
                insert.ExecuteNonQuery();
            }

            transaction.Commit();
        }

        using var query = database.CreateCommand();
        query.CommandText = """
            SELECT account, count(*), sum(min(1000, CAST(round(CAST(amount AS REAL) * 100) AS INTEGER) / 10000))
            FROM t
            WHERE direction = 'debit'
              AND operation IN ('card_withdrawal', 'cash_withdrawal', 'transfer_out')
              AND purpose NOT IN ('statement_fee', 'penalty_interest')
            GROUP BY account
            """;
        using var rows = query.ExecuteReader();
        var points = new Dictionary<string, (long, long)>(StringComparer.Ordinal);
        while (rows.Read())
        {
            points.Add(rows.GetString(0), (rows.GetInt64(1), rows.GetInt64(2)));
        }

        return points;
    }

    public void Dispose() => File.Delete(Path);

    private static void Run(SqliteConnection database, string sql)
    {
        using var command = database.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static string? FindReal()
    {
        for (var folder = Repository.Root; folder is not null; folder = System.IO.Path.GetDirectoryName(folder))
        {
            var file = System.IO.Path.Combine(folder, Real);
            if (File.Exists(file))
            {
                return file;
            }
        }

        return null;
    }

    private static IEnumerable<string> Read(string path)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }

    private static IEnumerable<string> MakeUp(int count)
    {
        yield return "transaction_id,account_id,booked_on,direction,operation,amount_czk,balance_czk,purpose";
        string[] operations = ["cash_withdrawal", "cash_deposit", "card_withdrawal", "transfer_out", ""];
        string[] purposes = ["", "", "household_payment", "statement_fee", "insurance_payment", "penalty_interest"];
        for (var i = 0; i < count; i++)
        {
            var operation = operations[i % operations.Length];
            var direction = operation == "cash_deposit" ? "credit" : "debit";
            var amount = ((1 + (i * 7919 % 2_500_000)) / 20m).ToString("0.00", CultureInfo.InvariantCulture);
            var line =
                $"{1000 + i},{i * 31 % 157},1993-{1 + (i % 12):00}-{1 + (i % 28):00},{direction},{operation},{amount},0.00,";
            yield return line + purposes[i % purposes.Length];
        }
    }
}
