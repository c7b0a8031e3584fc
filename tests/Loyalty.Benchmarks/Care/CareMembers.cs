using System.Globalization;
using Loyalty.Benchmarks.Ledger;
using Npgsql;

namespace Loyalty.Benchmarks.Care;

/// <summary>Members with birthdays, consents, addresses, vehicles, visits and points that lapse, spread evenly and the same each time.</summary>
public static class CareMembers
{
    /// <summary>The day on which the simulated time begins.</summary>
    public static DateOnly Begin { get; } = new(2027, 11, 1);

    /// <summary>One member in so many has consented to nothing.</summary>
    public const int UnwillingEvery = 10;

    /// <summary>On one day of the simulated time one member in so many takes the consent back.</summary>
    public const int WithdrawingEvery = 1_000;

    /// <param name="day">of the simulated time, from 0.</param>
    /// <param name="at">when they decide.</param>
    public static async Task WithdrawAsync(NpgsqlDataSource source, int day, DateTimeOffset at)
    {
        await using var command = source.CreateCommand(
            $"""
            UPDATE consents SET granted = false, decided_at = $1
            WHERE granted AND ('x' || substr(md5(member_id::text), 1, 6))::bit(24)::int % {WithdrawingEvery} = $2
            """
        );
        command.Parameters.Add(new NpgsqlParameter { Value = at });
        command.Parameters.Add(new NpgsqlParameter { Value = day });
        await command.ExecuteNonQueryAsync();
    }

    /// <param name="connectionString">of a club with <see cref="LoadedClub"/>'s members.</param>
    public static async Task AddAsync(string connectionString)
    {
        var begin = Begin.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        string[] statements =
        [
            "CREATE TEMP TABLE numbered AS SELECT id, row_number() OVER (ORDER BY id) AS n FROM members",
            "ANALYZE numbered",
            // Every day of a leap year, 29 February too.
            """
                UPDATE members SET birth_date = date '1960-01-01' + ((n * 7919) % 18262)::int
                FROM numbered WHERE numbered.id = members.id
                """,
            """
                INSERT INTO contact_points (id, member_id, kind, value, normalized_value, is_primary, added_at)
                SELECT gen_random_uuid(), id, 'Email', 'm' || n || '@example.org', 'm' || n || '@example.org', true, now()
                FROM numbered
                """,
            $"""
                INSERT INTO consents (member_id, purpose, channel, granted, decided_at, source)
                SELECT id, 'Service', 'Email', n % {UnwillingEvery} <> 0, timestamptz '2020-01-01', 'import' FROM numbered
                """,
            $"""
                INSERT INTO vehicles (id, vin, model, built_on, warranty_ends_on, version)
                SELECT md5('v' || n)::uuid, 'TMB' || lpad(n::text, 14, '0'), 'A', date '{begin}' - (n % 3000)::int,
                    date '{begin}' + (n % 1500)::int, 1
                FROM numbered WHERE n % 2 = 0
                """,
            $"""
                INSERT INTO vehicle_ownerships (id, vehicle_id, member_id, owned_from, purchased_on, version)
                SELECT md5('o' || n)::uuid, md5('v' || n)::uuid, id, date '{begin}' - (n % 3000)::int,
                    date '{begin}' - (n % 3000)::int, 1
                FROM numbered WHERE n % 2 = 0
                """,
            $"""
                INSERT INTO mileage_readings (id, vehicle_id, read_on, kilometres, source, is_correction, recorded_at)
                SELECT gen_random_uuid(), md5('v' || n)::uuid, date '{begin}' - 700 + 350 * k,
                    (k * 350 * (10 + n % 90))::int, 'workshop', false, now()
                FROM numbered, generate_series(0, 2) AS k WHERE n % 2 = 0
                """,
            $"""
                INSERT INTO interactions (id, member_id, kind, occurred_at, channel, subject, vehicle_id, recorded_at)
                SELECT gen_random_uuid(), id, 'ServiceVisit', (date '{begin}' - (n % 900)::int)::timestamptz + interval '10 hours',
                    'Workshop', 'service', md5('v' || n)::uuid, now()
                FROM numbered WHERE n % 4 = 0
                """,
                // What was earned is left as it is, and lapses on the days of the year to come.
                $"""
                UPDATE lots SET expires_on = date '{begin}' + (n % 380)::int
                FROM wallets, numbered
                WHERE wallets.wallet_id = lots.wallet_id AND numbered.id = wallets.member_id
                    AND NOT EXISTS (
                        SELECT 1 FROM lots other WHERE other.wallet_id = lots.wallet_id AND other.expires_on <> lots.expires_on
                    )
                """,
            "ANALYZE",
        ];
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var connection = await source.OpenConnectionAsync();
        foreach (var statement in statements)
        {
            await using var command = new NpgsqlCommand(statement, connection) { CommandTimeout = 1_800 };
            await command.ExecuteNonQueryAsync();
        }
    }
}
