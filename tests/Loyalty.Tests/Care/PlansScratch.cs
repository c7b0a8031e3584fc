using Loyalty.Application.Care;
using Loyalty.Domain.Care;
using Loyalty.Domain.Members;
using Loyalty.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Loyalty.Tests.Care;

public sealed class PlansScratch() : CareContactClubTests(DatabaseProvider.PostgreSql)
{
    [Fact]
    public async Task Plans()
    {
        var rule = await Club.GivenCareRuleAsync();
        var member = await Club.GivenReachableAsync();
        await Club.GivenContactAsync(rule, member);
        var text = new System.Text.StringBuilder();
        await Club.WithContextAsync(async context =>
        {
            context.Database.SetCommandTimeout(300);
            await context.Database.ExecuteSqlRawAsync("""
                CREATE TEMP TABLE ms AS SELECT gen_random_uuid() AS id, g FROM generate_series(1, 20000) g;
                INSERT INTO members SELECT (jsonb_populate_record(NULL::members, (SELECT to_jsonb(m) FROM members m LIMIT 1) || jsonb_build_object('id', ms.id))).* FROM ms;
                INSERT INTO care_preferences (member_id, time_zone, muted, version) SELECT id, CASE g % 3 WHEN 0 THEN 'Asia/Shanghai' WHEN 1 THEN 'Europe/Berlin' END, '', 1 FROM ms WHERE g % 10 < 3;
                INSERT INTO care_events SELECT (jsonb_populate_record(NULL::care_events, e.j || jsonb_build_object('id', gen_random_uuid(), 'occasion', o::text, 'member_id', ms.id,
                  'due_on', DATE '2025-06-01' + (o * 17 + ms.g % 17), 'planned_at', TIMESTAMPTZ '2025-06-01' + (o * 20000 + ms.g) * interval '1 minute', 'sent_at', TIMESTAMPTZ '2025-06-01' + (o * 20000 + ms.g) * interval '1 minute',
                  'priority', ms.g % 10,
                  'status', CASE WHEN o < 17 THEN 'Done' WHEN o = 17 THEN 'Planned' WHEN o = 18 THEN 'Queued' ELSE 'Sent' END,
                  'channel', CASE WHEN o = 17 THEN NULL WHEN o = 18 AND ms.g % 2 = 0 THEN 'Phone' WHEN o = 18 THEN 'Post' ELSE 'Email' END))).*
                FROM (SELECT to_jsonb(c) AS j FROM care_events c LIMIT 1) e, ms, generate_series(1, 20) o;
                ANALYZE;
                """);
            foreach (var (name, query) in await QueriesAsync(context, rule, member))
            {
                text.AppendLine("### " + name);
                var sql = query;
                await using var command = context.Database.GetDbConnection().CreateCommand();
                await context.Database.OpenConnectionAsync();
                // ToQueryString declares parameters as comments.
                var body = string.Join('\n', sql.Split('\n').Where(line => !line.StartsWith("--", StringComparison.Ordinal)));
                foreach (var line in sql.Split('\n').Where(line => line.StartsWith("-- @", StringComparison.Ordinal)))
                {
                    var at = line.IndexOf('=', StringComparison.Ordinal);
                    var key = line[3..at];
                    var value = line[(at + 1)..];
                    var end = value.LastIndexOf('\'');
                    value = value.StartsWith('{') ? "ARRAY[" + value[2..value.IndexOf('}', StringComparison.Ordinal)] + "]" : value[..(end + 1)];
                    body = System.Text.RegularExpressions.Regex.Replace(body, key + @"\b", value);
                }

                command.CommandText = "EXPLAIN (ANALYZE, BUFFERS) " + body;
                try
                {
                    await using var reader = await command.ExecuteReaderAsync();
                    while (await reader.ReadAsync())
                    {
                        text.AppendLine(reader.GetString(0));
                    }
                }
                catch (Exception e)
                {
                    text.AppendLine(e.Message).AppendLine(body);
                }
            }

            return 0;
        });
        await File.WriteAllTextAsync("/tmp/contacts_plans.txt", text.ToString());
    }

    private async Task<List<(string, string)>> QueriesAsync(Storage.LoyaltyDbContext context, CareRule rule, MemberId member)
    {
        await using var scope = Club.Services.CreateAsyncScope();
        var queue = scope.ServiceProvider.GetRequiredService<CareCallQueue>();
        var day = new DateOnly(2026, 3, 1);
        var now = Clock.Now;
        return
        [
            ("calls", (await queue.ReadAsync(default)).Take(50).ToQueryString()),
            ("own call", context.CareEvents.Where(call => call.Status == CareStatus.Queued && call.Channel == ConsentChannel.Phone && call.TakenBy == "x" && call.TakenUntil > now).OrderBy(call => call.TakenUntil).ToQueryString()),
            ("letters", context.CareEvents.Where(letter => letter.Status == CareStatus.Queued && letter.Channel == ConsentChannel.Post && !(letter.IsCounted && context.CarePreferences.Any(row => row.MemberId == letter.MemberId && row.SnoozedUntil > now))).OrderBy(letter => letter.SentAt).ThenBy(letter => letter.Id).Take(2000).ToQueryString()),
            ("due", context.CareEvents.Where(row => row.Status == CareStatus.Planned && row.DueOn >= day).OrderBy(row => row.DueOn).ThenBy(row => row.Id).Take(51).ToQueryString()),
            ("newest", context.CareEvents.OrderByDescending(row => row.PlannedAt).ThenByDescending(row => row.Id).Take(51).ToQueryString()),
            ("calendar", context.CareEvents.Where(row => row.DueOn >= day && row.DueOn <= day.AddDays(30)).GroupBy(row => new { row.DueOn, row.RuleId, row.Status }).Select(group => new { group.Key, Count = group.Count() }).ToQueryString()),
            ("member", context.CareEvents.Where(row => row.MemberId == member).OrderByDescending(row => row.PlannedAt).Take(51).ToQueryString()),
            ("figures", context.CareEvents.Where(one => one.RuleId == rule.Id).GroupBy(one => new { one.Status, one.Channel, one.IsControl, one.Reason, IsSent = one.SentAt != null }).Select(group => new { group.Key, Count = group.Count() }).ToQueryString()),
            ("complaints", context.Complaints.OrderBy(row => row.Status).ThenBy(row => row.DueAt).ThenBy(row => row.Id).Take(51).ToQueryString()),
        ];
    }
}
