using System.Buffers.Text;
using System.Security.Claims;
using System.Text;
using Loyalty.Api.Authentication;
using Loyalty.Api.Members;
using Loyalty.Application.Rewards;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Rewards;
using Loyalty.GraphQL;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Api.Rewards;

/// <summary>A member's redemptions.</summary>
[ObjectType<Member>(BindExplicitly = true)]
public static class MemberRedemptions
{
    private const int SizeDefault = 20;
    private const int SizeMax = 100;

    /// <summary>What the member has redeemed, the latest request first.</summary>
    /// <param name="statuses">Only those that stand so; null for all.</param>
    [UsePaging(DefaultPageSize = SizeDefault, MaxPageSize = SizeMax)]
    public static async Task<Connection<Redemption>> GetRedemptionsAsync(
        [Parent] Member member,
        PagingArguments paging,
        IReadOnlyList<RedemptionStatus>? statuses,
        IDbContextFactory<LoyaltyDbContext> contexts,
        CancellationToken cancellationToken
    )
    {
        var isFromEnd = paging.Last is not null;
        var size = paging.Last ?? paging.First ?? SizeDefault;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = (await context.OwnRedemptionsAsync(member.Id, cancellationToken)).AsNoTracking();
        if (statuses is not null)
        {
            rows = rows.Where(row => statuses.Contains(row.Status));
        }

        if (Read(paging.After) is var (newerAt, newerId))
        {
            rows = rows.Where(row => row.RequestedAt < newerAt || (row.RequestedAt == newerAt && row.Id < newerId));
        }

        if (Read(paging.Before) is var (olderAt, olderId))
        {
            rows = rows.Where(row => row.RequestedAt > olderAt || (row.RequestedAt == olderAt && row.Id > olderId));
        }

        var ordered = isFromEnd
            ? rows.OrderBy(row => row.RequestedAt).ThenBy(row => row.Id)
            : rows.OrderByDescending(row => row.RequestedAt).ThenByDescending(row => row.Id);
        var found = await ordered.Take(size + 1).ToListAsync(cancellationToken);
        var isMore = found.Count > size;
        if (isMore)
        {
            found.RemoveAt(size);
        }

        if (isFromEnd)
        {
            found.Reverse();
        }

        var edges = found.ConvertAll(row => new Edge<Redemption>(row, Write));
        return new(
            edges,
            PageInfo.Of(
                edges,
                hasNextPage: isFromEnd ? paging.Before is not null : isMore,
                hasPreviousPage: isFromEnd ? isMore : paging.After is not null
            )
        );
    }

    private static string Write(Redemption row) =>
        Base64Url.EncodeToString(
            Encoding.ASCII.GetBytes(MemberCursors.Write(row.RequestedAt.ToUnixTimeMicroseconds(), row.Id))
        );

    private static (DateTimeOffset At, RedemptionId Id)? Read(string? cursor) =>
        cursor is null ? null
        : Base64Url.IsValid(cursor)
        && MemberCursors.TryRead<RedemptionId>(
            Encoding.ASCII.GetString(Base64Url.DecodeFromChars(cursor)),
            out var micros,
            out var id
        )
        && MemberCursors.TryInstant(micros, out var at)
            ? (at, id)
        : throw new GraphQLException(
            ErrorBuilder.New().SetMessage("This is not a cursor of this list.").SetCode("INVALID_CURSOR").Build()
        );
}

/// <summary>How redemptions come on, without asking again.</summary>
[SubscriptionType]
public static class RedemptionSubscription
{
    /// <summary>Comes whenever a redemption of the signed-in member has come on, with the redemption as it is then. After a new
    /// connection read the redemptions once: what happened while there was none does not come.</summary>
    [Authorize(Policies.Member)]
    [Subscribe(With = nameof(WatchAsync))]
    public static async Task<Redemption> GetRedemptionChangedAsync(
        [EventMessage] RedemptionId id,
        ClaimsPrincipal user,
        IDataLoader<SignInKey, Member> memberBySignIn,
        LoyaltyDbContext context,
        CancellationToken cancellationToken
    )
    {
        // Looked at again: staff may have detached the account or closed the membership since.
        var me = await memberBySignIn.RequireAsync(user, cancellationToken);
        var own = await context.OwnRedemptionsAsync(me.Id, cancellationToken);
        return await own.AsNoTracking().SingleAsync(row => row.Id == id, cancellationToken);
    }

    public static async Task<IAsyncEnumerable<RedemptionId>> WatchAsync(
        ClaimsPrincipal user,
        IDataLoader<SignInKey, Member> memberBySignIn,
        RedemptionChanges changes,
        CancellationToken cancellationToken
    )
    {
        var me = await memberBySignIn.RequireAsync(user, cancellationToken);
        return changes.WatchAsync(me.Id, cancellationToken);
    }
}
