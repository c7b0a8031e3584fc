using Loyalty.Domain;
using Loyalty.Domain.Partners;
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
    private const string Exact = "Latin1_General_100_BIN2";

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<DateTimeOffset>().HavePrecision(6);
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        // Partners' own ids are compared character by character, as the other databases do of themselves.
        modelBuilder.Entity<MemberLink>().Property(link => link.PartnerCustomerId).UseCollation(Exact);
        modelBuilder.Entity<PartnerEventRecord>().Property(record => record.WaitingFor).UseCollation(Exact);
    }
}
