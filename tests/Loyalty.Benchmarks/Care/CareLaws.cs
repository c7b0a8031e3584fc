using Loyalty.Domain.Care;
using Npgsql;

namespace Loyalty.Benchmarks.Care;

/// <summary>What must hold of all contacts of a simulated time, whatever came together in it: each statement counts those who break a
/// law.</summary>
public static class CareLaws
{
    /// <exception cref="InvalidOperationException">a law is broken.</exception>
    public static async Task AssertAsync(string connectionString, DateOnly first, DateOnly last)
    {
        var settings = new CareSettings();
        (string Law, string Statement)[] laws =
        [
            (
                "every birthday was planned once",
                $"""
                SELECT count(*) FROM (
                    SELECT m.id, day.d FROM members m
                    JOIN generate_series(date '{first:yyyy-MM-dd}', date '{last:yyyy-MM-dd}', interval '1 day') AS day(d)
                        ON to_char(m.birth_date, 'MMDD') = to_char(day.d, 'MMDD')
                        OR (to_char(m.birth_date, 'MMDD') = '0229' AND to_char(day.d, 'MMDD') = '0228'
                            AND extract(month FROM day.d + interval '1 day') = 3)
                    WHERE m.status = 'Active'
                ) AS due
                LEFT JOIN (
                    SELECT e.member_id, e.due_on FROM care_events e JOIN care_rules r ON r.id = e.rule_id
                    WHERE r.definition LIKE '%"trigger":"birthday"%'
                ) AS planned ON planned.member_id = due.id AND planned.due_on = due.d::date
                WHERE planned.member_id IS NULL
                """
            ),
            (
                "nobody was greeted twice",
                """
                SELECT count(*) FROM (
                    SELECT 1 FROM care_events GROUP BY rule_id, member_id, occasion HAVING count(*) > 1
                ) AS twice
                """
            ),
            (
                "nobody was contacted without consent",
                """
                SELECT count(*) FROM care_events e
                WHERE e.sent_at IS NOT NULL AND NOT EXISTS (
                    SELECT 1 FROM consents c
                    WHERE c.member_id = e.member_id AND c.purpose = 'Service' AND c.channel = e.channel
                        AND (c.granted OR c.decided_at > e.sent_at)
                )
                """
            ),
            (
                "nobody was contacted above the cap",
                $"""
                SELECT count(*) FROM (
                    SELECT count(*) OVER (
                        PARTITION BY member_id ORDER BY sent_at
                        RANGE BETWEEN interval '{settings.CapDays} days' - interval '1 second' PRECEDING AND CURRENT ROW
                    ) AS n
                    FROM care_events WHERE is_counted
                ) AS windows WHERE n > {settings.CapContacts}
                """
            ),
            (
                "every reminder of lapsing points came before the lapse",
                """
                SELECT count(*) FROM care_events e JOIN care_rules r ON r.id = e.rule_id
                WHERE r.definition LIKE '%"trigger":"pointsLapsing"%' AND e.sent_at IS NOT NULL
                    AND (e.sent_at AT TIME ZONE 'UTC')::date > (e.facts::json ->> 'day')::date
                """
            ),
            (
                "nothing went out in quiet hours",
                $"""
                SELECT count(*) FROM care_events
                WHERE sent_at IS NOT NULL AND (
                    (sent_at AT TIME ZONE 'UTC')::time >= time '{settings.QuietFrom:HH:mm}'
                    OR (sent_at AT TIME ZONE 'UTC')::time < time '{settings.QuietUntil:HH:mm}'
                )
                """
            ),
            (
                "whoever consented and was under the cap was greeted",
                $"""
                SELECT count(*) FROM care_events e JOIN consents c ON c.member_id = e.member_id
                WHERE c.granted AND e.due_on < date '{last:yyyy-MM-dd}' - {CareRuleDefinition.LateDaysDefault + 1}
                    AND e.sent_at IS NULL AND e.reason NOT IN ('{CareReasons.Capped}', '{CareReasons.NoLongerDue}')
                """
            ),
        ];
        await using var source = NpgsqlDataSource.Create(connectionString);
        foreach (var (law, statement) in laws)
        {
            await using var command = source.CreateCommand(statement);
            command.CommandTimeout = 1_800;
            var broken = (long)(await command.ExecuteScalarAsync())!;
            Console.WriteLine($"{law}: {(broken == 0 ? "holds" : $"broken {broken:N0} times")}");
            if (broken > 0)
                throw new InvalidOperationException($"Broken {broken} times: {law}.");
        }
    }
}
