using Loyalty.Domain;
using Loyalty.Domain.Rewards;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Loyalty.Storage.Offers;

/// <summary>Ids of rewards in one column, separated by blanks.</summary>
internal sealed class RewardIdsConverter()
    : ValueConverter<IReadOnlyList<RewardId>, string>(ids => Write(ids), text => Read(text))
{
    private static string Write(IReadOnlyList<RewardId> ids) => string.Join(' ', ids);

    private static RewardId[] Read(string text) =>
        [
            .. text.Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(one =>
                    Identifier.TryParse<RewardId>(one, out var id)
                        ? id
                        : throw new FormatException("Not the id of a reward.")
                ),
        ];
}

internal sealed class RewardIdsComparer()
    : ValueComparer<IReadOnlyList<RewardId>>(
        (left, right) => left!.SequenceEqual(right!),
        ids => ids.Aggregate(0, (hash, id) => HashCode.Combine(hash, id)),
        ids => ids
    );
