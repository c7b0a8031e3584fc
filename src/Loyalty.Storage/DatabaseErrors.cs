using System.Data.Common;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Loyalty.Storage;

/// <summary>Names expected database errors by number, never by message.</summary>
public static class DatabaseErrors
{
    private const int SqliteConstraintPrimaryKey = 1555;
    private const int SqliteConstraintUnique = 2067;

    // https://learn.microsoft.com/sql/relational-databases/errors-events: 2601 unique index, 2627 unique constraint.
    private const int SqlServerUniqueIndex = 2601;
    private const int SqlServerUniqueConstraint = 2627;

    /// <summary>Somebody else holds the key that this statement wanted to write.</summary>
    public static bool IsUniqueViolation(this Exception exception) =>
        Find(exception) switch
        {
            PostgresException error => error.SqlState == PostgresErrorCodes.UniqueViolation,
            SqliteException error => error.SqliteExtendedErrorCode
                is SqliteConstraintPrimaryKey
                    or SqliteConstraintUnique,
            SqlException error => error.Number is SqlServerUniqueIndex or SqlServerUniqueConstraint,
            _ => false,
        };

    /// <summary>The name of the violated constraint or index where the database tells it, else the error's text, which holds
    /// it on SQLite (as <c>table.column</c>) and on SQL Server.</summary>
    public static string ViolatedConstraint(this Exception exception) =>
        Find(exception) switch
        {
            PostgresException error => error.ConstraintName ?? "",
            { } error => error.Message,
            null => "",
        };

    /// <summary>The transaction lost a race that it may win when it is run again: deadlock, serialisation failure, a lock
    /// that was not given in time.</summary>
    public static bool IsLostRace(this Exception exception) =>
        Find(exception) switch
        {
            PostgresException error => error.SqlState
                is PostgresErrorCodes.SerializationFailure
                    or PostgresErrorCodes.DeadlockDetected
                    or PostgresErrorCodes.LockNotAvailable,
            SqliteException error => error.SqliteErrorCode is 5 or 6,
            SqlException error => error.Number is 1205 or 1222,
            _ => false,
        };

    /// <summary>Somebody else has changed what was read, or added the same, or the database let another go first: look again and
    /// decide anew.</summary>
    public static bool IsOvertaken(this Exception exception) =>
        exception is DbUpdateConcurrencyException || exception.IsUniqueViolation() || exception.IsLostRace();

    /// <summary>The database cannot be reached, is shutting down, or the connection broke under the statement.</summary>
    public static bool IsConnectionLost(this Exception exception) =>
        Find(exception) switch
        {
            PostgresException error => error.SqlState.StartsWith("57P", StringComparison.Ordinal)
                || error.SqlState.StartsWith("08", StringComparison.Ordinal)
                || error.SqlState == PostgresErrorCodes.TooManyConnections,
            NpgsqlException error => error.IsTransient || error.InnerException is IOException,
            SqlException error => error.Class >= 20 || error.Number is -2 or -1 or 53 or 233 or 10053 or 10054 or 10060,
            _ => exception is IOException or TimeoutException,
        };

    /// <summary>EF Core wraps what a statement threw: in <see cref="DbUpdateException"/>, and what may be transient in
    /// <see cref="InvalidOperationException"/>.</summary>
    private static DbException? Find(Exception exception) =>
        exception switch
        {
            DbException error => error,
            DbUpdateException { InnerException: { } inner } => Find(inner),
            InvalidOperationException { InnerException: { } inner } => Find(inner),
            _ => null,
        };
}
