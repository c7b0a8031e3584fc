using System.Globalization;
using Loyalty.GraphQL;
using Loyalty.GraphQL.Documents;
using Loyalty.Storage.Redis;

namespace Loyalty.Api.GraphQL;

/// <summary>
/// Documents that apps registered by their hash: in memory, and with Redis on all nodes. What comes from Redis must have the
/// hash that was asked for, so that whoever writes there cannot give one document for another.
/// </summary>
internal sealed class SharedDocumentStorage(
    InMemoryOperationDocumentStorage memory,
    GraphQLOptions options,
    RedisSettings redis,
    RedisScripts scripts,
    TimeProvider clock
) : IOperationDocumentStorage
{
    public static readonly TimeSpan AgeMax = TimeSpan.FromDays(7);

    private const string Key = "{loyalty:documents}";

    // Texts by id in one hash, the time of last use of each in a sorted set beside it.
    private const string ReadScript = """
        local text = redis.call('HGET', KEYS[1], ARGV[1])
        if not text then
            return ''
        end
        redis.call('ZADD', KEYS[1] .. ':used', ARGV[2], ARGV[1])
        return text
        """;

    // The field "length" holds the length of all texts together; ids are longer than that.
    private const string SaveScript = """
        local texts, used = KEYS[1], KEYS[1] .. ':used'
        local now, age, count, length = tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])
        if redis.call('ZCARD', used) ~= math.max(0, redis.call('HLEN', texts) - 1) then
            -- Redis has dropped one of the two to save memory.
            redis.call('DEL', texts, used)
        end
        redis.call('ZADD', used, ARGV[3], ARGV[1])
        if redis.call('HSETNX', texts, ARGV[1], ARGV[2]) == 1 then
            redis.call('HINCRBY', texts, 'length', #ARGV[2])
        end
        while true do
            local oldest = redis.call('ZRANGE', used, 0, 1, 'WITHSCORES')
            local at = oldest[1] == ARGV[1] and 3 or 1
            if not oldest[at] or not (
                tonumber(oldest[at + 1]) < now - age * 1000000
                or redis.call('ZCARD', used) > count
                or tonumber(redis.call('HGET', texts, 'length')) > length
            ) then
                break
            end
            redis.call('HINCRBY', texts, 'length', -redis.call('HSTRLEN', texts, oldest[at]))
            redis.call('HDEL', texts, oldest[at])
            redis.call('ZREM', used, oldest[at])
        end
        redis.call('EXPIRE', texts, age)
        redis.call('EXPIRE', used, age)
        return 'kept'
        """;

    private bool IsShared => !string.IsNullOrEmpty(redis.ConnectionString);

    public async ValueTask<string?> TryReadAsync(string id, CancellationToken cancellationToken)
    {
        if (await memory.TryReadAsync(id, cancellationToken) is { } known)
        {
            return known;
        }

        if (
            !IsShared
            || await scripts.TryRunAsync(ReadScript, Key, [id, Now()], cancellationToken) is not { Length: > 0 } text
            || DocumentHash.Of(text) != id
        )
        {
            return null;
        }

        await memory.SaveAsync(id, text, cancellationToken);
        return text;
    }

    public async ValueTask SaveAsync(string id, string document, CancellationToken cancellationToken)
    {
        if (await memory.TryReadAsync(id, cancellationToken) is not null)
        {
            return;
        }

        await memory.SaveAsync(id, document, cancellationToken);
        if (IsShared && document.Length <= options.CachedDocumentLengthMax)
        {
            await scripts.TryRunAsync(
                SaveScript,
                Key,
                [
                    id,
                    document,
                    Now(),
                    RedisScripts.Number(AgeMax.TotalSeconds),
                    RedisScripts.Number(options.CachedDocumentsMax),
                    RedisScripts.Number(options.CachedCharactersMax),
                ],
                cancellationToken
            );
        }
    }

    // In microseconds since 1970.
    private string Now() =>
        ((clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond).ToString(
            CultureInfo.InvariantCulture
        );
}
