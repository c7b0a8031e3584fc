using Loyalty.Domain.Members;
using Loyalty.Domain.Partners;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Members;

/// <summary>
/// Knows card numbers and customer ids of erased members again without keeping them: as HMAC-SHA256 under a key of the club. A
/// plain hash would not do, because all numbers of a prefix are tried in minutes.
/// </summary>
public sealed class ErasedReferences(ClubKey key)
{
    /// <summary>Keeps the hashes with the erasure, in its transaction.</summary>
    public async Task AddAsync(
        LoyaltyDbContext context,
        IEnumerable<CardNumber> cards,
        IEnumerable<MemberLink> links,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var hashing = await key.FindOrMakeAsync(context, cancellationToken);
        var hashes = cards
            .Select(card => HashOf(hashing, card))
            .Concat(links.Select(link => HashOf(hashing, link.PartnerId, link.PartnerCustomerId)))
            .ToArray();
        var known = await context
            .ErasedReferences.Where(reference => hashes.Contains(reference.Hash))
            .Select(reference => reference.Hash)
            .ToListAsync(cancellationToken);
        context.ErasedReferences.AddRange(
            hashes
                .Where(hash => !known.Exists(one => one.AsSpan().SequenceEqual(hash)))
                .Select(hash => new ErasedReference { Hash = hash, ErasedAt = now })
        );
    }

    public async Task<bool> HasAsync(LoyaltyDbContext context, CardNumber card, CancellationToken cancellationToken)
    {
        if (await key.FindAsync(context, cancellationToken) is not { } hashing)
        {
            return false;
        }

        var hash = HashOf(hashing, card);
        return await context.ErasedReferences.AnyAsync(reference => reference.Hash == hash, cancellationToken);
    }

    /// <param name="references">those that match no member.</param>
    /// <returns>those of them that named somebody who was erased.</returns>
    public async Task<IReadOnlyCollection<MemberReference>> FindAsync(
        LoyaltyDbContext context,
        PartnerId partner,
        IReadOnlyCollection<MemberReference> references,
        CancellationToken cancellationToken
    )
    {
        if (references.Count == 0 || await key.FindAsync(context, cancellationToken) is not { } hashing)
        {
            return [];
        }

        var hashes = new Dictionary<string, List<MemberReference>>(StringComparer.Ordinal);
        foreach (var reference in references)
        {
            var hash = reference switch
            {
                MemberReference.ByCard card when CardNumber.TryParse(card.CardNumber, out var number) => HashOf(
                    hashing,
                    number
                ),
                MemberReference.ByPartnerCustomer customer => HashOf(hashing, partner, customer.PartnerCustomerId),
                _ => null,
            };
            if (hash is not null)
            {
                var text = Convert.ToHexString(hash);
                hashes.TryAdd(text, []);
                hashes[text].Add(reference);
            }
        }

        var wanted = hashes.Keys.Select(Convert.FromHexString).ToArray();
        var found = await context
            .ErasedReferences.Where(reference => wanted.Contains(reference.Hash))
            .Select(reference => reference.Hash)
            .ToListAsync(cancellationToken);
        return [.. found.SelectMany(hash => hashes[Convert.ToHexString(hash)])];
    }

    private static byte[] HashOf(byte[] key, CardNumber card) => ClubKey.HashOf(key, $"card\0{card.Value}");

    private static byte[] HashOf(byte[] key, PartnerId partner, string customer) =>
        ClubKey.HashOf(key, $"customer\0{partner}\0{customer}");
}
