using Loyalty.Domain.Offers;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Storage.Offers;

/// <summary>Takes from what an offer may give by single conditional statements, so that grants at once cannot take more together than
/// there is.</summary>
public static class OfferCountStatements
{
    /// <summary>Counts under a limit.</summary>
    /// <param name="key">see <see cref="OfferCount.Key"/>.</param>
    /// <param name="more">at least 1.</param>
    /// <returns>false when the limit would be passed; nothing is counted then.</returns>
    public static async Task<bool> TakeAsync(
        this LoyaltyDbContext context,
        OfferId offer,
        string key,
        long more,
        long limit,
        CancellationToken cancellationToken
    )
    {
        if (more > limit)
        {
            return false;
        }

        FormattableString statement = context.Database.IsSqlServer()
            ? (FormattableString)
                $"""
                    MERGE offer_counts WITH (HOLDLOCK) AS t USING (SELECT {offer.Value} AS offer_id, {key} AS [key]) AS s
                    ON t.offer_id = s.offer_id AND t.[key] = s.[key]
                    WHEN MATCHED AND t.taken + {more} <= {limit} THEN UPDATE SET taken = t.taken + {more}
                    WHEN NOT MATCHED THEN INSERT (offer_id, [key], taken) VALUES (s.offer_id, s.[key], {more});
                    """
            : $"""
                INSERT INTO offer_counts (offer_id, key, taken) VALUES ({offer.Value}, {key}, {more})
                ON CONFLICT (offer_id, key) DO UPDATE SET taken = offer_counts.taken + {more}
                WHERE offer_counts.taken + {more} <= {limit}
                """;
        return await context.Database.ExecuteSqlAsync(statement, cancellationToken) == 1;
    }
}
