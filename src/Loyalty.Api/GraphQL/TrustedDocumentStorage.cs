using System.Collections.Frozen;
using Loyalty.GraphQL;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Api.GraphQL;

/// <summary>
/// The registered documents, kept in memory and read again when they are older than <see cref="AgeMax"/>: an unknown id costs
/// no statement, so that nobody can make the database work by making ids up.
/// </summary>
internal sealed class TrustedDocumentStorage(IDbContextFactory<LoyaltyDbContext> contexts, TimeProvider clock)
    : ITrustedDocumentStorage,
        IDisposable
{
    public static readonly TimeSpan AgeMax = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim reading = new(1);
    private volatile Snapshot? current;

    private sealed record Snapshot(FrozenDictionary<string, string> Documents, long ReadAt);

    public async ValueTask<string?> TryReadAsync(string id, CancellationToken cancellationToken)
    {
        var snapshot = current;
        if (snapshot is null || IsOld(snapshot))
        {
            snapshot = await ReadAsync(cancellationToken);
        }

        return snapshot.Documents.GetValueOrDefault(id);
    }

    public void Dispose() => reading.Dispose();

    private bool IsOld(Snapshot snapshot) => clock.GetElapsedTime(snapshot.ReadAt) >= AgeMax;

    private async Task<Snapshot> ReadAsync(CancellationToken cancellationToken)
    {
        await reading.WaitAsync(cancellationToken);
        try
        {
            if (current is { } fresh && !IsOld(fresh))
            {
                return fresh;
            }

            var readAt = clock.GetTimestamp();
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            var documents = await context
                .TrustedDocuments.AsNoTracking()
                .OrderBy(document => document.Id)
                .Take(RegisterTrustedDocuments.DocumentsMax)
                .ToDictionaryAsync(
                    document => document.Id,
                    document => document.Text,
                    StringComparer.Ordinal,
                    cancellationToken
                );
            return current = new Snapshot(documents.ToFrozenDictionary(StringComparer.Ordinal), readAt);
        }
        catch (Exception exception) when (exception is not OperationCanceledException && current is { } old)
        {
            // While the database is away, what was registered before goes on running.
            return current = old with { ReadAt = clock.GetTimestamp() };
        }
        finally
        {
            reading.Release();
        }
    }
}
