using Loyalty.Application.Notices;
using Loyalty.Domain;
using Loyalty.Domain.Points;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Points;

/// <summary>What holds for the whole club and changes rarely.</summary>
public sealed record ClubSettings(Programme Programme, IReadOnlyDictionary<PointCurrencyCode, PointCurrency> Currencies)
{
    /// <summary>The last day of points that are posted on the day, by the currency's own model.</summary>
    public DateOnly ExpiryOf(PointCurrencyCode code, DateOnly day) =>
        Currencies.GetValueOrDefault(code)?.Expiry.ExpiryOf(day) ?? LotKey.Never;
}

/// <summary>The club's settings, read at most once a second, so that the ledger's hot path does not ask for them. A change by
/// staff holds at once on the node that made it, and within a second on the others.</summary>
public sealed class ProgrammeSettings(
    IDbContextFactory<LoyaltyDbContext> contexts,
    ClubNotices notices,
    TimeProvider clock
) : IDisposable
{
    private static readonly TimeSpan AgeMax = TimeSpan.FromSeconds(1);

    /// <summary>A change's transaction is over by then, and so is the request that it belongs to.</summary>
    private static readonly TimeSpan ExpectationTime = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim reading = new(1);
    private volatile Kept? kept;
    private long expectingSince = long.MinValue;

    public async ValueTask<ClubSettings> CurrentAsync(CancellationToken cancellationToken)
    {
        var askedAt = clock.GetTimestamp();
        if (Usable(askedAt) is { } fresh)
        {
            return fresh;
        }

        // One reads for all who wait, else each of some hundred requests would at the same moment.
        await reading.WaitAsync(cancellationToken);
        try
        {
            return Usable(askedAt) ?? await ReadAsync(cancellationToken);
        }
        finally
        {
            reading.Release();
        }
    }

    /// <summary>Staff change something on this node at this moment. The transaction may not have ended when this is called, so
    /// for a while everybody reads anew, here and on the other nodes.</summary>
    public void ExpectChange()
    {
        ReadFirst();
        notices.Publish(NoticedChanges.Programme);
    }

    /// <summary>Staff change something on some node at this moment.</summary>
    internal void ReadFirst() => Volatile.Write(ref expectingSince, clock.GetTimestamp());

    public void Dispose() => reading.Dispose();

    private ClubSettings? Usable(long askedAt)
    {
        var since = Volatile.Read(ref expectingSince);
        var isExpecting = since != long.MinValue && clock.GetElapsedTime(since) < ExpectationTime;
        return kept is { } known && (isExpecting ? known.ReadAt > askedAt : clock.GetElapsedTime(known.ReadAt) < AgeMax)
            ? known.Settings
            : null;
    }

    private async Task<ClubSettings> ReadAsync(CancellationToken cancellationToken)
    {
        var readAt = clock.GetTimestamp();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var programme = await context.Programmes.AsNoTracking().SingleAsync(cancellationToken);
        var currencies = await context
            .PointCurrencies.AsNoTracking()
            .ToDictionaryAsync(currency => currency.Code, cancellationToken);
        var settings = new ClubSettings(programme, currencies);
        kept = new Kept(settings, readAt);
        return settings;
    }

    private sealed record Kept(ClubSettings Settings, long ReadAt);
}
