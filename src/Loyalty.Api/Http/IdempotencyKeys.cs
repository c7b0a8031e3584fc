using Loyalty.Domain;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Loyalty.Api.Http;

/// <summary>What became of taking an idempotency key.</summary>
internal abstract record KeyClaim
{
    private KeyClaim() { }

    /// <summary>The key is taken, in a transaction that the change must share. Nothing stays of it unless it is completed.</summary>
    public sealed record Taken(IdempotentRequest Request, IDbContextTransaction Transaction)
        : KeyClaim,
            IAsyncDisposable
    {
        public ValueTask DisposeAsync() => Transaction.DisposeAsync();
    }

    /// <summary>The same change was made before; this is the answer that it got.</summary>
    public sealed record Known(IdempotentRequest Request) : KeyClaim;

    /// <summary>The key was used for another change.</summary>
    public sealed record Reused : KeyClaim;

    /// <summary>Another request holds the key at this moment, and was refused or has not ended.</summary>
    public sealed record Busy : KeyClaim;
}

/// <summary>
/// Takes idempotency keys, for REST and GraphQL alike: the key is written in the transaction of the change, so that both are
/// there or neither.
/// </summary>
internal sealed class IdempotencyKeys(LoyaltyDbContext context, TimeProvider clock)
{
    public const int KeyLengthMax = 255;

    /// <param name="caller">whose key it is; a key of one caller says nothing to another.</param>
    /// <param name="requestHash">SHA-256 over all that makes the change what it is.</param>
    public async Task<KeyClaim> TakeAsync(
        string caller,
        string key,
        byte[] requestHash,
        CancellationToken cancellationToken
    )
    {
        if (await FindAsync(caller, key, requestHash, cancellationToken) is { } known)
        {
            return known;
        }

        var request = new IdempotentRequest
        {
            Caller = caller,
            Key = key,
            RequestHash = requestHash,
            CreatedAt = clock.Instant(),
        };
        var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        try
        {
            context.IdempotentRequests.Add(request);
            // Written before the work, so that of two at once the second waits here and finds the first one's answer.
            await context.SaveChangesAsync(cancellationToken);
            return new KeyClaim.Taken(request, transaction);
        }
        catch (DbUpdateException exception) when (exception.IsUniqueViolation())
        {
            await transaction.DisposeAsync();
            context.ChangeTracker.Clear();
            return await FindAsync(caller, key, requestHash, cancellationToken) ?? new KeyClaim.Busy();
        }
        catch
        {
            await transaction.DisposeAsync();
            throw;
        }
    }

    /// <summary>Keeps the answer, which stands in the request by now, and commits it with the change.</summary>
    public async Task CompleteAsync(KeyClaim.Taken claim, CancellationToken cancellationToken)
    {
        await context.SaveChangesAsync(cancellationToken);
        await claim.Transaction.CommitAsync(cancellationToken);
    }

    private async Task<KeyClaim?> FindAsync(
        string caller,
        string key,
        byte[] requestHash,
        CancellationToken cancellationToken
    )
    {
        var known = await context
            .IdempotentRequests.AsNoTracking()
            .FirstOrDefaultAsync(request => request.Caller == caller && request.Key == key, cancellationToken);
        return known is null ? null
            : known.RequestHash.AsSpan().SequenceEqual(requestHash) ? new KeyClaim.Known(known)
            : new KeyClaim.Reused();
    }
}
