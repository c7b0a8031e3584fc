using System.Security.Cryptography;
using Microsoft.Data.Sqlite;

namespace Loyalty.Testing;

/// <summary>SQLite databases as files.</summary>
internal static class SqliteFile
{
    public static string NewPath(string folder) =>
        Path.Combine(folder, RandomNumberGenerator.GetHexString(12, lowercase: true) + ".db");

    public static string ConnectionString(string path, bool pooling) =>
        new SqliteConnectionStringBuilder { DataSource = path, Pooling = pooling }.ConnectionString;

    public static Task DeleteAsync(string path)
    {
        using (var pooled = new SqliteConnection(ConnectionString(path, pooling: true)))
            SqliteConnection.ClearPool(pooled);
        foreach (var suffix in (string[])["", "-wal", "-shm", "-journal"])
            File.Delete(path + suffix);
        return Task.CompletedTask;
    }
}
