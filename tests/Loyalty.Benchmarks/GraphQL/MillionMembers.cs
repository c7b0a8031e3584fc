using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;
using Npgsql;

namespace Loyalty.Benchmarks.GraphQL;

/// <summary>
/// A club of a million members in PostgreSQL, written by a few statements. All have a card, a sign-in, a wallet, two lots and
/// three entries; every twentieth, whom the load asks for, has twelve entries.
/// </summary>
internal static class MillionMembers
{
    public const int ActiveEvery = 20;
    private const int EntriesOfMost = 3;
    private const int EntriesOfActive = 12;

    private static readonly PartnerId Partner = new(Guid.Parse("01890a5d-ac96-7000-8000-0000000000aa"));

    public static string Subject(int member) => $"subject-{member}";

    public static async Task WriteAsync(string connectionString, string issuer, int count)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        foreach (var statement in Statements(count))
        {
            await using var command = source.CreateCommand(statement);
            command.CommandTimeout = 600;
            command.Parameters.AddWithValue("issuer", issuer);
            command.Parameters.AddWithValue("explanation", Reason.ToJson());
            await command.ExecuteNonQueryAsync();
        }
    }

    private static Explanation Reason { get; } =
        new()
        {
            EventType = "loyalty.transaction.posted",
            Source = "/partners/northbank",
            EventId = "benchmark",
            Amount = new ExplainedMoney("12500.00", "CZK"),
            Operation = "card_payment",
            UsableUntil = new DateOnly(2027, 12, 31),
        };

    // Ids that grow with the number, as UUIDv7 do.
    private static string Id(char kind, string number) =>
        $"('01890a5d-ac96-7000-8{kind}00-' || lpad(to_hex({number}), 12, '0'))::uuid";

    // As CardNumber.CheckDigit.
    private const string CheckDigit = """
        (select ((10 - sum(case when i % 2 = 0 then d when d > 4 then d * 2 - 9 else d * 2 end) % 10) % 10)::text
            from (select i, substr(reverse(payload), i, 1)::int as d from generate_series(1, 15) i) as digits)
        """;

    private static string[] Statements(int count) =>
        [
            $"""
                insert into partners (id, slug, name, status, contract, created_at, version)
                values ('{Partner.Value}', 'northbank', 'North Bank', 'Active', '{"{}"}', now(), 1)
                """,
            $"""
                insert into point_currencies (code, name, kind, version, expiry)
                values ('POINTS', 'Points', 'Redeemable', 1, '{"{\"kind\":\"never\"}"}')
                on conflict do nothing
                """,
            $"""
                insert into members (id, status, enrolled_at, kind, relationship, interest_level, version, name_display)
                select {Id('a', "n")}, 'Active', now(), 'Private', 'Current', 'Medium', 1, 'Member ' || n
                from generate_series(1, {count}) n
                """,
            $"""
                insert into cards (number, member_id, status, issued_at, version)
                select payload || {CheckDigit}, {Id('a', "n")}, 'Active', now(), 1
                from generate_series(1, {count}) n, lateral (select '3080' || lpad(n::text, 11, '0') as payload) as given
                """,
            $"""
                insert into member_sign_ins (issuer, subject, member_id, attached_at)
                select @issuer, 'subject-' || n, {Id('a', "n")}, now()
                from generate_series(1, {count}) n
                """,
            $"""
                insert into wallets (wallet_id, member_id, currency, balance, arrears, held, sequence, hash, opened_at)
                select {Id('b', "n")}, {Id('a', "n")}, 'POINTS', 1500, 0, 0, 3, sha256('x'), now()
                from generate_series(1, {count}) n
                """,
            $"""
                insert into lots (wallet_id, expires_on, activates_on, funder, points, held)
                select {Id('b', "n")}, (date '2098-12-31') + lot, date '2026-01-01', '{Partner.Value}', 500 + 250 * lot,
                    0
                from generate_series(1, {count}) n, generate_series(1, 2) lot
                """,
            $"""
                insert into entries (wallet_id, sequence, kind, points, balance_after, arrears_after, counter_account,
                    occurred_at, recorded_at, event_key, lot_moves, explanation, hash)
                select {Id('b', "n")}, s, 1, 100, s * 100, 0, '{Partner}',
                    timestamptz '2026-01-01' + s * interval '1 day', timestamptz '2026-01-01' + s * interval '1 day 1 minute',
                    {Id('c', "n * 16 + s")}, '', @explanation, sha256('x')
                from generate_series(1, {count}) n,
                    generate_series(1, case when n % {ActiveEvery} = 0 then {EntriesOfActive} else {EntriesOfMost} end) s
                """,
            "vacuum analyze",
        ];
}
