using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Loyalty.Identity.Storage;

/// <summary>Exists so that SQLite has migrations of its own.</summary>
public sealed class SqliteIdentityDbContext(DbContextOptions<SqliteIdentityDbContext> options)
    : LoyaltyIdentityDbContext(options)
{
    // SQLite has no type for instants that it could compare; milliseconds it can.
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UnixMilliseconds>();

    private sealed class UnixMilliseconds()
        : ValueConverter<DateTimeOffset, long>(
            instant => instant.ToUnixTimeMilliseconds(),
            number => DateTimeOffset.FromUnixTimeMilliseconds(number)
        );
}

/// <summary>Exists so that PostgreSQL has migrations of its own.</summary>
public sealed class PostgreSqlIdentityDbContext(DbContextOptions<PostgreSqlIdentityDbContext> options)
    : LoyaltyIdentityDbContext(options);

/// <summary>Exists so that SQL Server has migrations of its own.</summary>
public sealed class SqlServerIdentityDbContext(DbContextOptions<SqlServerIdentityDbContext> options)
    : LoyaltyIdentityDbContext(options)
{
    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        // SQL Server compares text without regard to case unless told otherwise; identifiers and hashes differ by it.
        foreach (var property in builder.Model.GetEntityTypes().SelectMany(e => e.GetProperties()))
        {
            if (property.ClrType == typeof(string) && (property.IsKey() || property.IsForeignKey()))
            {
                property.SetCollation("Latin1_General_BIN2");
            }
        }
    }
}
