namespace Loyalty.Identity.Keys;

/// <summary>When keys are made, sign and go; pure, so that every node comes to the same answer.</summary>
internal static class KeySchedule
{
    /// <summary>What must be made now so that there is a key to sign with, and the next is announced in time.</summary>
    /// <param name="keys">All keys in order of their sequence.</param>
    /// <param name="signing">The key in use, null when there is none that can be opened.</param>
    /// <returns>Null when nothing needs to be made.</returns>
    public static Due? NextKey(
        List<SigningKey> keys,
        SigningKey? signing,
        DateTimeOffset now,
        LoyaltyIdentityOptions options
    )
    {
        var sequence = keys.Count == 0 ? 1 : keys[^1].Sequence + 1;
        if (signing is null)
        {
            return new Due(sequence, now);
        }
        var activatesAt = signing.ActivatesAt + options.KeyRotationInterval;
        if (keys[^1].Sequence > signing.Sequence || activatesAt - options.KeyPropagationTime > now)
        {
            return null;
        }
        // A host that was off for months still announces first.
        var soonest = now + options.KeyPropagationTime;
        return new Due(sequence, activatesAt > soonest ? activatesAt : soonest);
    }

    public static IReadOnlyList<string> Published(
        List<SigningKey> keys,
        DateTimeOffset now,
        LoyaltyIdentityOptions options
    ) => [.. keys.Where(k => EndsAt(keys, k, options) is not { } end || end > now).Select(k => k.PublicJwk)];

    /// <summary>When the key is no longer needed by anyone; null while no other has followed it.</summary>
    public static DateTimeOffset? EndsAt(List<SigningKey> keys, SigningKey key, LoyaltyIdentityOptions options) =>
        keys.Find(k => k.Sequence > key.Sequence) is { } next ? next.ActivatesAt + options.KeyRetentionTime : null;

    public sealed record Due(int Sequence, DateTimeOffset ActivatesAt);
}
