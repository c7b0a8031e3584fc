using Loyalty.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Loyalty.Storage;

/// <summary>Instants are whole microseconds since 1970 in an INTEGER, because SQLite has no instant of its own and text
/// would neither compare nor index as well.</summary>
public sealed class SqliteLoyaltyDbContext(DbContextOptions<SqliteLoyaltyDbContext> options) : LoyaltyDbContext(options)
{
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<InstantAsMicroseconds>();
    }

    private sealed class InstantAsMicroseconds()
        : ValueConverter<DateTimeOffset, long>(
            instant => instant.ToUnixTimeMicroseconds(),
            microseconds => Clock.FromUnixTimeMicroseconds(microseconds)
        );
}

public sealed class PostgreSqlLoyaltyDbContext(DbContextOptions<PostgreSqlLoyaltyDbContext> options)
    : LoyaltyDbContext(options)
{
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<DateTimeOffset>().HaveColumnType("timestamp with time zone");
    }
}

public sealed class SqlServerLoyaltyDbContext(DbContextOptions<SqlServerLoyaltyDbContext> options)
    : LoyaltyDbContext(options)
{
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<DateTimeOffset>().HavePrecision(6);
    }
}
