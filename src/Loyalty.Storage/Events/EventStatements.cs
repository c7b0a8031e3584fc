using System.Text.Json;
using Loyalty.Domain;
using Loyalty.Domain.Events;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Storage.Events;

/// <summary>What is done with many deliveries at once, or must pass over what others have locked.</summary>
public static class EventStatements
{
    /// <summary>
    /// Queues events for subscriptions, within the caller's transaction. What is there already and not pending is pending again; what is
    /// pending stays as it is. Lanes come first: whoever holds one decides what is left in it under its lock, and sees what is queued here
    /// or makes this wait.
    /// </summary>
    /// <returns>how many were queued.</returns>
    public static async Task<int> QueueEventsAsync(
        this LoyaltyDbContext context,
        IEnumerable<(EventSubscriptionId Subscription, long Event)> pairs,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var json = JsonSerializer.Serialize(
            // As EF writes UUIDs to SQLite, where they are compared as text.
            pairs.Select(pair => new object[] { pair.Subscription.Value.ToString("D").ToUpperInvariant(), pair.Event })
        );
        var at = context.Instant(now);
        await context.Database.ExecuteSqlAsync(LanesOf(context, json, at), cancellationToken);
        return await context.Database.ExecuteSqlAsync(DeliveriesOf(context, json, at), cancellationToken);
    }

    /// <summary>Leases lanes of a subscription that are due, the longest waiting first. What another node is leasing at this moment is
    /// passed over. Of a subscription that is not active nothing is leased, from the commit on that says so.</summary>
    /// <param name="lease">new for each call.</param>
    /// <returns>how many.</returns>
    public static Task<int> LeaseLanesAsync(
        this LoyaltyDbContext context,
        EventSubscriptionId subscription,
        Guid lease,
        int lanesMax,
        DateTimeOffset now,
        DateTimeOffset until,
        CancellationToken cancellationToken
    )
    {
        var (due, end) = (context.Instant(now), context.Instant(until));
        FormattableString statement = context.Database switch
        {
            var database when database.IsSqlServer() => $"""
                WITH due AS (
                    SELECT TOP ({lanesMax}) lease, next_attempt_at FROM event_lanes WITH (ROWLOCK, UPDLOCK, READPAST)
                    WHERE subscription_id = {subscription.Value} AND next_attempt_at <= {due}
                    AND EXISTS (SELECT 1 FROM event_subscriptions WHERE id = {subscription.Value} AND status = 'Active')
                    ORDER BY next_attempt_at
                ) UPDATE due SET lease = {lease}, next_attempt_at = {end}
                """,
            // Materialized: looked at once. A subquery may be looked at for each row, and passes over what it took just now.
            var database when database.IsNpgsql() => $"""
                WITH due AS MATERIALIZED (
                    SELECT member_id FROM event_lanes
                    WHERE subscription_id = {subscription.Value} AND next_attempt_at <= {due}
                    AND EXISTS (SELECT 1 FROM event_subscriptions WHERE id = {subscription.Value} AND status = 'Active')
                    ORDER BY next_attempt_at LIMIT {lanesMax} FOR UPDATE SKIP LOCKED
                ) UPDATE event_lanes SET lease = {lease}, next_attempt_at = {end}
                FROM due WHERE subscription_id = {subscription.Value} AND event_lanes.member_id = due.member_id
                """,
            _ => $"""
                UPDATE event_lanes SET lease = {lease}, next_attempt_at = {end}
                WHERE subscription_id = {subscription.Value} AND member_id IN (
                    SELECT member_id FROM event_lanes
                    WHERE subscription_id = {subscription.Value} AND next_attempt_at <= {due}
                    AND EXISTS (SELECT 1 FROM event_subscriptions WHERE id = {subscription.Value} AND status = 'Active')
                    ORDER BY next_attempt_at LIMIT {lanesMax})
                """,
        };
        return context.Database.ExecuteSqlAsync(statement, cancellationToken);
    }

    /// <summary>Until the caller's transaction ends nobody changes the subscription; events are still queued for it.</summary>
    /// <returns>its version; null when it is not there any more.</returns>
    public static async Task<long?> LockVersionAsync(
        this LoyaltyDbContext context,
        EventSubscriptionId subscription,
        CancellationToken cancellationToken
    )
    {
        FormattableString statement = context.Database switch
        {
            var database when database.IsSqlServer() => $"""
                SELECT version AS [Value] FROM event_subscriptions WITH (REPEATABLEREAD, ROWLOCK)
                WHERE id = {subscription.Value}
                """,
            var database when database.IsNpgsql() => $"""
                SELECT version AS "Value" FROM event_subscriptions WHERE id = {subscription.Value} FOR SHARE
                """,
            // A transaction that writes is alone.
            _ => $"""SELECT version AS "Value" FROM event_subscriptions WHERE id = {subscription.Value}""",
        };
        var versions = await context.Database.SqlQuery<long>(statement).ToListAsync(cancellationToken);
        return versions is [var version] ? version : null;
    }

    private static FormattableString LanesOf(LoyaltyDbContext context, string json, object at) =>
        context.Database switch
        {
            // HOLDLOCK: without it two MERGE of the same new key can both find nothing.
            var database when database.IsSqlServer() => $"""
                MERGE event_lanes WITH (HOLDLOCK) AS t USING (
                    SELECT DISTINCT p.subscription_id, e.member_id
                    FROM OPENJSON({json}) WITH (subscription_id uniqueidentifier '$[0]', number bigint '$[1]') p
                    JOIN club_events e ON e.number = p.number) AS s
                ON t.subscription_id = s.subscription_id AND t.member_id = s.member_id
                WHEN MATCHED THEN UPDATE SET next_attempt_at = COALESCE(t.next_attempt_at, {at})
                WHEN NOT MATCHED THEN INSERT (subscription_id, member_id, next_attempt_at)
                VALUES (s.subscription_id, s.member_id, {at});
                """,
            // In one order everywhere, so that two who queue cannot wait for each other.
            var database when database.IsNpgsql() => $"""
                INSERT INTO event_lanes (subscription_id, member_id, next_attempt_at)
                SELECT DISTINCT (p ->> 0)::uuid, e.member_id, {at}
                FROM json_array_elements({json}::json) p JOIN club_events e ON e.number = (p ->> 1)::bigint
                ORDER BY 1, 2
                ON CONFLICT (subscription_id, member_id) DO UPDATE
                SET next_attempt_at = COALESCE(event_lanes.next_attempt_at, excluded.next_attempt_at)
                """,
            // WHERE true: without it the parser would take ON for the join's.
            _ => $"""
                INSERT INTO event_lanes (subscription_id, member_id, next_attempt_at)
                SELECT DISTINCT p.value ->> 0, e.member_id, {at}
                FROM json_each({json}) p JOIN club_events e ON e.number = p.value ->> 1 WHERE true
                ON CONFLICT (subscription_id, member_id) DO UPDATE
                SET next_attempt_at = COALESCE(event_lanes.next_attempt_at, excluded.next_attempt_at)
                """,
        };

    private static FormattableString DeliveriesOf(LoyaltyDbContext context, string json, object at) =>
        context.Database switch
        {
            var database when database.IsSqlServer() => $"""
                MERGE event_deliveries WITH (HOLDLOCK) AS t USING (
                    SELECT p.subscription_id, e.number, e.member_id
                    FROM OPENJSON({json}) WITH (subscription_id uniqueidentifier '$[0]', number bigint '$[1]') p
                    JOIN club_events e ON e.number = p.number) AS s
                ON t.subscription_id = s.subscription_id AND t.event_number = s.number
                WHEN MATCHED AND t.state <> 'Pending' THEN
                UPDATE SET state = 'Pending', failures = 0, queued_at = {at}, ended_at = NULL
                WHEN NOT MATCHED THEN
                INSERT (subscription_id, event_number, member_id, state, failures, attempts, queued_at)
                VALUES (s.subscription_id, s.number, s.member_id, 'Pending', 0, 0, {at});
                """,
            var database when database.IsNpgsql() => $"""
                INSERT INTO event_deliveries
                (subscription_id, event_number, member_id, state, failures, attempts, queued_at)
                SELECT (p ->> 0)::uuid, e.number, e.member_id, 'Pending', 0, 0, {at}
                FROM json_array_elements({json}::json) p JOIN club_events e ON e.number = (p ->> 1)::bigint
                ON CONFLICT (subscription_id, event_number) DO UPDATE
                SET state = 'Pending', failures = 0, queued_at = excluded.queued_at, ended_at = NULL
                WHERE event_deliveries.state <> 'Pending'
                """,
            _ => $"""
                INSERT INTO event_deliveries
                (subscription_id, event_number, member_id, state, failures, attempts, queued_at)
                SELECT p.value ->> 0, e.number, e.member_id, 'Pending', 0, 0, {at}
                FROM json_each({json}) p JOIN club_events e ON e.number = p.value ->> 1 WHERE true
                ON CONFLICT (subscription_id, event_number) DO UPDATE
                SET state = 'Pending', failures = 0, queued_at = excluded.queued_at, ended_at = NULL
                WHERE event_deliveries.state <> 'Pending'
                """,
        };

    /// <summary>An instant as the model keeps it on this database.</summary>
    private static object Instant(this LoyaltyDbContext context, DateTimeOffset instant) =>
        context.Database.IsSqlite() ? instant.ToUnixTimeMicroseconds() : instant;
}
