using System.Buffers.Text;
using System.Security.Claims;
using System.Text;
using Loyalty.Api.Authentication;
using Loyalty.Api.Http;
using Loyalty.Api.Members;
using Loyalty.Api.Points;
using Loyalty.Application.Points;
using Loyalty.Application.Rewards;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Points;
using Loyalty.Domain.Rewards;
using Loyalty.GraphQL;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Api.Rewards;

/// <summary>Which rewards are wanted; all that is given must hold.</summary>
public sealed record RewardFilterInput
{
    /// <summary>Only those of the category with this code.</summary>
    public string? Category { get; init; }

    /// <summary>Only those of this kind.</summary>
    public RewardKind? Kind { get; init; }

    /// <summary>Only those in whose titles or descriptions each of these words occurs, in whatever language; at most five words are
    /// looked for.</summary>
    public string? Search { get; init; }

    /// <summary>Only those that have a text in this language, or in a related one.</summary>
    public string? Language { get; init; }

    /// <summary>Only those of which the member can have one piece, or the smallest amount, now; or only the others.</summary>
    public bool? CanRedeem { get; init; }

    /// <summary>Whose points canRedeem counts.</summary>
    [DefaultValueSyntax("OWN")]
    public PointSource PointsFrom { get; init; }

    /// <summary>Only those that have a price for the member in the point currency with this code.</summary>
    public string? Currency { get; init; }

    /// <summary>Only those of which one piece, or the smallest amount, costs the member no more points than these.</summary>
    public long? PointsMax { get; init; }
}

/// <summary>A category of the catalogue.</summary>
/// <param name="Code">The club's code, for filters.</param>
/// <param name="Count">How many rewards the member sees in it.</param>
public sealed record RewardCategory(string Code, int Count);

[QueryType]
public static class CatalogueQueries
{
    private const int SizeDefault = 20;
    private const int SizeMax = 50;

    /// <summary>The rewards that members see, in the club's order.</summary>
    /// <param name="filter">Only rewards for which all of this holds.</param>
    [Authorize(Policies.Member)]
    [UsePaging(DefaultPageSize = SizeDefault, MaxPageSize = SizeMax)]
    public static async Task<Connection<RewardForMember>> GetRewardsAsync(
        PagingArguments paging,
        RewardFilterInput? filter,
        ClaimsPrincipal user,
        IDataLoader<SignInKey, Member> memberBySignIn,
        IDataLoader<MemberId, WalletAsOf[]> walletsByMember,
        IDataLoader<MemberId, MemberPools> poolsByMember,
        IDbContextFactory<LoyaltyDbContext> contexts,
        BrowseRewards browse,
        CancellationToken cancellationToken
    )
    {
        var me = await memberBySignIn.RequireAsync(user, cancellationToken);
        var (wanted, fromEnd, size) = (
            Read(filter),
            paging.Last is not null,
            paging.Last ?? paging.First ?? SizeDefault
        );
        var (after, before) = (ReadCursor(paging.After), ReadCursor(paging.Before));
        SpendableIn available = _ => 0;
        if (wanted?.CanRedeem is not null)
        {
            available = await RewardWishes.SpendableAsync(
                me.Id,
                filter!.PointsFrom,
                walletsByMember,
                poolsByMember,
                cancellationToken
            );
        }

        List<BrowsedReward> found = [];
        if (wanted is not null)
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            var request = new BrowseRewardsRequest(me, wanted, after, before, fromEnd, size);
            found.AddRange(await browse.ReadAsync(context, request, available, cancellationToken));
        }

        var isMore = found.Count > size;
        var rows = found.Take(size);
        var edges = (fromEnd ? rows.Reverse() : rows)
            .Select(one => new Edge<RewardForMember>(new RewardForMember(one.Reward, me, one.Sight), WriteCursor))
            .ToList();
        return new(
            edges,
            PageInfo.Of(
                edges,
                hasNextPage: fromEnd ? before is not null : isMore,
                hasPreviousPage: fromEnd ? isMore : after is not null
            )
        );
    }

    /// <summary>A reward; null when there is none with this id that members see.</summary>
    /// <param name="id">The global id.</param>
    [Authorize(Policies.Member)]
    public static Task<RewardForMember?> GetRewardAsync(
        [ID("Reward")] string id,
        ClaimsPrincipal user,
        IDataLoader<SignInKey, Member> memberBySignIn,
        IDataLoader<RewardId, Reward> rewardById,
        TimeProvider clock,
        CancellationToken cancellationToken
    ) => RewardType.FindAsync(id, user, memberBySignIn, rewardById, clock, cancellationToken);

    /// <summary>The categories of the rewards that members see, by their codes.</summary>
    [Authorize(Policies.Member)]
    [ListSize(AssumedSize = 20)]
    [Cost(5)] // counts all rewards
    public static async Task<IReadOnlyList<RewardCategory>> GetRewardCategoriesAsync(
        ClaimsPrincipal user,
        IDataLoader<SignInKey, Member> memberBySignIn,
        IDbContextFactory<LoyaltyDbContext> contexts,
        TimeProvider clock,
        CancellationToken cancellationToken
    )
    {
        await memberBySignIn.RequireAsync(user, cancellationToken);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var counted = await context
            .Rewards.Visible(clock.Instant())
            .GroupBy(reward => reward.Category)
            .Select(group => new { group.Key, Count = group.Count() })
            .OrderBy(group => group.Key)
            .ToListAsync(cancellationToken);
        return [.. counted.Select(group => new RewardCategory(group.Key, group.Count))];
    }

    /// <summary>Rewards whatever their status; who may see them is asked afterwards.</summary>
    [DataLoader]
    public static async Task<IReadOnlyDictionary<RewardId, Reward>> GetRewardByIdAsync(
        IReadOnlyList<RewardId> ids,
        IDbContextFactory<LoyaltyDbContext> contexts,
        CancellationToken cancellationToken
    )
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context
            .Rewards.AsNoTracking()
            .Where(reward => ids.Contains(reward.Id))
            .ToDictionaryAsync(reward => reward.Id, cancellationToken);
    }

    /// <summary>What must be known of all rewards of a page, in as many statements as for one.</summary>
    [DataLoader]
    public static async Task<IReadOnlyDictionary<RewardForMember, RewardSight>> GetSightByRewardAsync(
        IReadOnlyList<RewardForMember> rewards,
        IDbContextFactory<LoyaltyDbContext> contexts,
        FindRewardSights find,
        CancellationToken cancellationToken
    )
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        // A request sees one member.
        var own = rewards.Select(one => one.Reward).DistinctBy(reward => reward.Id).ToArray();
        var sights = await find.ReadAsync(context, rewards[0].Member.Id, own, cancellationToken);
        return rewards.ToDictionary(one => one, one => sights[one.Reward.Id]);
    }

    /// <returns>null when nothing can match.</returns>
    private static RewardFilter? Read(RewardFilterInput? filter)
    {
        if (filter is null)
        {
            return new RewardFilter();
        }

        if (filter.Search?.Length > RewardQueries.SearchLengthMax)
        {
            throw new Refusal.InvalidRequest(
                "filter.search",
                $"must have at most {RewardQueries.SearchLengthMax} characters"
            ).ToGraphQL();
        }

        PointCurrencyCode? currency = null;
        if (filter.Currency is not null)
        {
            if (!PointCurrencyCode.TryParse(filter.Currency, out var code))
            {
                return null;
            }

            currency = code;
        }

        // No text has a NUL, and PostgreSQL takes none.
        return $"{filter.Category}{filter.Search}".Contains('\0', StringComparison.Ordinal)
            ? null
            : new RewardFilter(
                filter.Category,
                filter.Kind,
                filter.Search,
                filter.Language,
                filter.CanRedeem,
                currency,
                filter.PointsMax
            );
    }

    private static string WriteCursor(RewardForMember reward) =>
        Base64Url.EncodeToString(
            Encoding.ASCII.GetBytes(MemberCursors.Write(reward.Definition.DisplayOrder, reward.Reward.Id))
        );

    private static RewardPosition? ReadCursor(string? cursor)
    {
        if (cursor is null)
        {
            return null;
        }

        var text = Base64Url.IsValid(cursor) ? Encoding.ASCII.GetString(Base64Url.DecodeFromChars(cursor)) : "";
        return
            MemberCursors.TryRead<RewardId>(text, out var order, out var id)
            && order is >= 0 and <= RewardDefinition.DisplayOrderMax
            ? new RewardPosition((int)order, id)
            : throw new GraphQLException(
                ErrorBuilder.New().SetMessage("This is not a cursor of this list.").SetCode("INVALID_CURSOR").Build()
            );
    }
}
