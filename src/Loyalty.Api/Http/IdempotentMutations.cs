using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Storage;

namespace Loyalty.Api.Http;

/// <summary>Runs a mutation once under its key, as REST does under <c>Idempotency-Key</c>: a repeat names what the first one
/// changed, a refused one leaves the key free, other input under the same key is refused.</summary>
public sealed class IdempotentMutations
{
    private const int KeyLengthMax = 200;

    private readonly LoyaltyDbContext context;
    private readonly IdempotencyKeys keys;

    public IdempotentMutations(LoyaltyDbContext context, IServiceProvider services) =>
        (this.context, keys) = (context, services.GetRequiredService<IdempotencyKeys>());

    /// <param name="mutation">its name in the schema; keys of one mutation say nothing to another.</param>
    /// <param name="caller">whose key it is, whichever account signed in.</param>
    /// <param name="input">all that makes the change what it is.</param>
    /// <param name="change">makes the change within the transaction at hand and gives the id of what was changed.</param>
    /// <returns>The id of what was changed, now or the first time.</returns>
    public async Task<Outcome<string>> RunAsync(
        string mutation,
        MemberId caller,
        string key,
        object input,
        Func<Task<Outcome<string>>> change,
        CancellationToken cancellationToken
    )
    {
        if (WhyNotKey(key) is { } unsound)
        {
            return unsound;
        }

        var hash = SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(input, input.GetType()));
        switch (await keys.TakeAsync(caller.ToString(), $"{mutation}/{key}", hash, cancellationToken))
        {
            case KeyClaim.Known known:
                return Encoding.UTF8.GetString(known.Request.Body);
            case KeyClaim.Reused:
                return new IdempotencyFilter.KeyReused();
            case KeyClaim.Taken claim:
                await using (claim)
                {
                    return await MakeAsync(claim, change, cancellationToken);
                }

            default:
                return new Application.Members.MemberRefusals.TryAgain();
        }
    }

    /// <returns>null for a sound key.</returns>
    public static Refusal? WhyNotKey(string key) =>
        key.Length is >= 1 and <= KeyLengthMax && key.All(c => c is > ' ' and <= '~')
            ? null
            : new Refusal.InvalidRequest("idempotencyKey", $"must be 1 to {KeyLengthMax} visible ASCII characters");

    private async Task<Outcome<string>> MakeAsync(
        KeyClaim.Taken claim,
        Func<Task<Outcome<string>>> change,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var changed = await change();
            if (changed.Refusal is null)
            {
                claim.Request.StatusCode = StatusCodes.Status200OK;
                claim.Request.Body = Encoding.UTF8.GetBytes(changed.Value);
                await keys.CompleteAsync(claim, cancellationToken);
            }

            return changed;
        }
        finally
        {
            // The next mutation of the document shares the context.
            context.ChangeTracker.Clear();
        }
    }
}
