using System.Buffers.Text;
using System.Text;
using Loyalty.Api.Members;
using Loyalty.Application.Care;
using Loyalty.Domain;
using Loyalty.Domain.Care;
using Loyalty.Domain.Members;
using Loyalty.GraphQL;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Api.Care;

/// <summary>How the club cares for a member.</summary>
[ObjectType<Member>(BindExplicitly = true)]
public static class MemberCare
{
    private const int SizeDefault = 20;
    private const int SizeMax = 50;

    /// <summary>What the club sent the member or is about to say on the telephone, the latest first.</summary>
    /// <param name="kinds">Only those of one of these kinds; null for all.</param>
    [UsePaging(DefaultPageSize = SizeDefault, MaxPageSize = SizeMax)]
    public static async Task<Connection<CareEvent>> GetCareEventsAsync(
        [Parent] Member member,
        PagingArguments paging,
        IReadOnlyList<CareKind>? kinds,
        IDbContextFactory<LoyaltyDbContext> contexts,
        CancellationToken cancellationToken
    )
    {
        var isFromEnd = paging.Last is not null;
        var size = paging.Last ?? paging.First ?? SizeDefault;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = context.OwnCareEvents(member.Id).AsNoTracking();
        if (kinds is not null)
        {
            rows = rows.Where(row => kinds.Contains(row.Kind));
        }

        if (Read(paging.After) is var (newerAt, newerId))
        {
            rows = rows.Where(row => row.SentAt < newerAt || (row.SentAt == newerAt && row.Id < newerId));
        }

        if (Read(paging.Before) is var (olderAt, olderId))
        {
            rows = rows.Where(row => row.SentAt > olderAt || (row.SentAt == olderAt && row.Id > olderId));
        }

        var ordered = isFromEnd
            ? rows.OrderBy(row => row.SentAt).ThenBy(row => row.Id)
            : rows.OrderByDescending(row => row.SentAt).ThenByDescending(row => row.Id);
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

        var edges = found.ConvertAll(row => new Edge<CareEvent>(row, Write));
        return new(
            edges,
            PageInfo.Of(
                edges,
                hasNextPage: isFromEnd ? paging.Before is not null : isMore,
                hasPreviousPage: isFromEnd ? isMore : paging.After is not null
            )
        );
    }

    /// <summary>How the member wants to be cared for, beyond the consents.</summary>
    public static async Task<CarePreferences> GetCarePreferencesAsync(
        [Parent] Member member,
        IDbContextFactory<LoyaltyDbContext> contexts,
        CancellationToken cancellationToken
    )
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.OwnCarePreferencesAsync(member.Id, cancellationToken);
    }

    /// <summary>What a contact says, all of a page together.</summary>
    [DataLoader]
    public static Task<IReadOnlyDictionary<CareEvent, OwnCareMessage>> GetMessageByCareEventAsync(
        IReadOnlyList<CareEvent> contacts,
        FindOwnCareMessages messages,
        CancellationToken cancellationToken
    ) => messages.OfAsync(contacts, cancellationToken);

    /// <summary>What reached the member, or is on its way: not what was planned, skipped or left out on purpose.</summary>
    internal static IQueryable<CareEvent> OwnCareEvents(this LoyaltyDbContext context, MemberId member) =>
        context.CareEvents.Where(row =>
            row.MemberId == member
            && !row.IsControl
            && row.SentAt != null
            && row.Status != CareStatus.Planned
            && row.Status != CareStatus.Skipped
        );

    internal static async Task<CarePreferences> OwnCarePreferencesAsync(
        this LoyaltyDbContext context,
        MemberId member,
        CancellationToken cancellationToken
    ) =>
        await context
            .CarePreferences.AsNoTracking()
            .FirstOrDefaultAsync(row => row.MemberId == member, cancellationToken)
        ?? new CarePreferences { MemberId = member };

    private static string Write(CareEvent row) =>
        Base64Url.EncodeToString(
            Encoding.ASCII.GetBytes(MemberCursors.Write(row.SentAt!.Value.ToUnixTimeMicroseconds(), row.Id))
        );

    private static (DateTimeOffset At, CareEventId Id)? Read(string? cursor) =>
        cursor is null ? null
        : Base64Url.IsValid(cursor)
        && MemberCursors.TryRead<CareEventId>(
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
