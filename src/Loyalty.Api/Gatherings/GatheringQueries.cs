using System.Buffers.Text;
using System.Security.Claims;
using System.Text;
using Loyalty.Api.Authentication;
using Loyalty.Api.Members;
using Loyalty.Application.Gatherings;
using Loyalty.Domain;
using Loyalty.Domain.Gatherings;
using Loyalty.Domain.Members;
using Loyalty.GraphQL;

namespace Loyalty.Api.Gatherings;

[QueryType]
public static class GatheringQueries
{
    private const int SizeDefault = 20;
    private const int SizeMax = 50;

    /// <summary>Club events ahead that the member may see, by when they begin: those to which the member was invited, those for whose
    /// audience the member is one, and those for which the member is signed up, cancelled ones too.</summary>
    [Authorize(Policies.Member)]
    [UsePaging(DefaultPageSize = SizeDefault, MaxPageSize = SizeMax)]
    [Cost(5)] // judges the member against each audience
    public static async Task<Connection<GatheringForMember>> GetGatheringsAsync(
        PagingArguments paging,
        ClaimsPrincipal user,
        IDataLoader<SignInKey, Member> memberBySignIn,
        FindMemberGatherings find,
        CancellationToken cancellationToken
    )
    {
        var me = await memberBySignIn.RequireAsync(user, cancellationToken);
        // The audience is judged in memory, and the club has a bound on what lies ahead.
        IEnumerable<MemberGathering> all = (await find.AheadAsync(me, cancellationToken)).OrderBy(Position);
        if (Read(paging.After) is { } after)
        {
            all = all.Where(one => Position(one).CompareTo(after) > 0);
        }

        if (Read(paging.Before) is { } before)
        {
            all = all.Where(one => Position(one).CompareTo(before) < 0);
        }

        var rows = all.ToList();
        var isFromEnd = paging.Last is not null;
        var size = paging.Last ?? paging.First ?? SizeDefault;
        var page = isFromEnd ? rows.TakeLast(size) : rows.Take(size);
        var edges = page.Select(one => new Edge<GatheringForMember>(new(one, me), Write)).ToList();
        var isMore = rows.Count > size;
        return new(
            edges,
            PageInfo.Of(
                edges,
                hasNextPage: isFromEnd ? paging.Before is not null : isMore,
                hasPreviousPage: isFromEnd ? isMore : paging.After is not null
            )
        );
    }

    private static (long, GatheringId) Position(MemberGathering one) =>
        (one.Gathering.BeginsAt.ToUnixTimeMicroseconds(), one.Gathering.Id);

    private static string Write(GatheringForMember row) =>
        Base64Url.EncodeToString(
            Encoding.ASCII.GetBytes(
                MemberCursors.Write(row.Gathering.BeginsAt.ToUnixTimeMicroseconds(), row.Gathering.Id)
            )
        );

    private static (long, GatheringId)? Read(string? cursor) =>
        cursor is null ? null
        : Base64Url.IsValid(cursor)
        && MemberCursors.TryRead<GatheringId>(
            Encoding.ASCII.GetString(Base64Url.DecodeFromChars(cursor)),
            out var micros,
            out var id
        )
            ? (micros, id)
        : throw new GraphQLException(
            ErrorBuilder.New().SetMessage("This is not a cursor of this list.").SetCode("INVALID_CURSOR").Build()
        );
}
