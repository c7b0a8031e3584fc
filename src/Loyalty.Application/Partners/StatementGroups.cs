using System.Runtime.CompilerServices;
using Loyalty.Domain;
using Loyalty.Domain.Partners;

namespace Loyalty.Application.Partners;

/// <summary>Reads the lines of a month that stand for something of the partner's own: its events, then what it delivered.</summary>
public sealed class StatementGroups(StatementEvents events, StatementRedemptions redemptions)
{
    /// <param name="costs">of one point, by point currency.</param>
    /// <param name="after">null from the beginning.</param>
    /// <param name="chunkSize">events or redemptions that are read at a time.</param>
    public async IAsyncEnumerable<StatementGroup> ReadAsync(
        PartnerId partner,
        (DateTimeOffset From, DateTimeOffset To) month,
        IReadOnlyDictionary<string, Money> costs,
        StatementPlace? after,
        int chunkSize,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        if (after is not { Part: StatementPart.Fulfilled or StatementPart.Returned })
        {
            await foreach (var group in events.ReadAsync(partner, month, costs, after, chunkSize, cancellationToken))
            {
                yield return group;
            }
        }

        await foreach (var group in redemptions.ReadAsync(partner, month, after, chunkSize, cancellationToken))
        {
            yield return group;
        }
    }
}
