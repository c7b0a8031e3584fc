using Loyalty.Application.Members;
using Loyalty.Application.Points;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Tiers;
using Loyalty.Storage;
using Loyalty.Storage.Tiers;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Tiers;

/// <summary>All that a member held of one set, and with it what the member held at any instant.</summary>
/// <param name="Rows">newest first.</param>
/// <param name="ReadAt">so that all that is said of it holds at the same instant.</param>
public sealed record TierRecord(
    Member Member,
    TierSet Set,
    TimeZoneInfo Zone,
    IReadOnlyList<MemberTier> Rows,
    DateTimeOffset ReadAt
)
{
    public HeldNow? Now => At(ReadAt);

    /// <summary>The tier at an instant; null when there was none.</summary>
    public HeldNow? At(DateTimeOffset instant)
    {
        if (!Set.IsInForceAt(instant) || instant < Member.EnrolledAt)
        {
            return null;
        }

        var row = Rows.Where(row => row.HoldsAt(instant)).MaxBy(row => row.Rank);
        if (row is null)
        {
            var since = Set.ActivatedAt > Member.EnrolledAt ? Set.ActivatedAt.Value : Member.EnrolledAt;
            return Set.Base is { } lowest ? new HeldNow(lowest, 0, since, LastDay: null, Row: null) : null;
        }

        return row.Tier is { } code ? new HeldNow(LevelOf(code), row.Rank, row.From, LastDayOf(row), row) : null;
    }

    /// <summary>The level of a code; of one that the set has no more, its code stands for its name.</summary>
    public TierLevel LevelOf(TierCode code) =>
        Set.Definition!.At(Set.Definition.RankOf(code))
        ?? new TierLevel(code, code.Value, new Dictionary<string, string>(StringComparer.Ordinal), 0);

    private DateOnly? LastDayOf(MemberTier row) =>
        (row.IsManual || row.Until is not null ? row.Until : row.NextCheckAt) is { } end
            ? end.AddMicroseconds(-1).DayIn(Zone)
            : null;
}

/// <param name="Since">when it was reached or given.</param>
/// <param name="LastDay">through which it is held without further activity, in the programme's zone; null for no end.</param>
/// <param name="Row">null for the tier that every member has.</param>
public sealed record HeldNow(TierLevel Level, int Rank, DateTimeOffset Since, DateOnly? LastDay, MemberTier? Row);

/// <summary>How far a member is in a set.</summary>
/// <param name="Value">of the basis in the current window.</param>
/// <param name="LastDay">on which all of the value counts: the window's last day, or the day before the oldest of it leaves.</param>
/// <param name="Next">the tier above the one held; null at the top.</param>
/// <param name="Missing">to its threshold; null at the top.</param>
public sealed record TierProgress(
    TierRecord Record,
    TierBasis Basis,
    decimal Value,
    DateOnly WindowFrom,
    DateOnly LastDay,
    TierLevel? Next,
    decimal? Missing
);

/// <summary>Reads what a member holds, held and lacks.</summary>
public sealed class FindMemberTiers(ClubTiers tiers, ProgrammeSettings settings, TimeProvider clock)
{
    /// <summary>Stretches of all sets that are read of a member, the newest; a member changes tier a few times a year.</summary>
    public const int RowsMax = 1_000;

    /// <returns>one for each set in force, in the order of display. One statement.</returns>
    public async Task<IReadOnlyList<TierRecord>> ReadAsync(
        LoyaltyDbContext context,
        Member member,
        bool retiredToo,
        CancellationToken cancellationToken
    )
    {
        var sets = retiredToo
            ? await tiers.EverActiveAsync(cancellationToken)
            : await tiers.ActiveAsync(cancellationToken);
        if (sets.Count == 0)
        {
            return [];
        }

        var zone = (await settings.CurrentAsync(cancellationToken)).Programme.Zone();
        var id = member.Id;
        var rows = await context
            .MemberTiers.AsNoTracking()
            .Where(row => row.MemberId == id)
            .OrderByDescending(row => row.From)
            .ThenByDescending(row => row.Id)
            .Take(RowsMax)
            .ToListAsync(cancellationToken);
        var now = clock.Instant();
        return
        [
            .. sets.Select(set => new TierRecord(member, set, zone, rows.FindAll(row => row.TierSet == set.Code), now)),
        ];
    }

    /// <summary>Of sets in force, in their order; one statement for each kind of basis at most.</summary>
    public async Task<TierProgress[]> ProgressAsync(
        LoyaltyDbContext context,
        IReadOnlyList<TierRecord> records,
        CancellationToken cancellationToken
    )
    {
        var now = clock.Instant();
        var found = new TierProgress[records.Count];
        var duplicates = await context.DuplicatesAsync(
            [.. records.Select(record => record.Member.Id).Distinct()],
            cancellationToken
        );
        foreach (var same in records.Index().GroupBy(one => one.Item.Set.Definition!.Basis))
        {
            var own = same.Select(one => (one.Index, one.Item, Calendar: CalendarOf(one.Item))).ToArray();
            var sums = await context.SumTierBasisAsync(
                same.Key,
                [
                    .. own.Select(one => new TierBasisKey(one.Item.Member.Id, one.Calendar.Current(now))
                    {
                        Duplicates = duplicates.GetValueOrDefault(one.Item.Member.Id),
                    }),
                ],
                cancellationToken
            );
            for (var i = 0; i < own.Length; i++)
            {
                found[own[i].Index] = Progress(own[i].Item, own[i].Calendar, sums[i], now);
            }
        }

        return found;
    }

    private static TierProgress Progress(TierRecord record, TierCalendar calendar, TierSum sum, DateTimeOffset now)
    {
        var definition = record.Set.Definition!;
        var window = calendar.Current(now);
        var end = sum.First is { } first ? calendar.CountsUntil(first) : window.To;
        var rank = record.Now?.Level.Code is { } code ? definition.RankOf(code) : -1;
        var next = rank + 1 < definition.Levels.Count ? definition.Levels[rank + 1] : null;
        return new TierProgress(
            record,
            definition.Basis,
            sum.Value,
            window.From.DayIn(record.Zone),
            end.AddMicroseconds(-1).DayIn(record.Zone),
            next,
            next is null ? null : Math.Max(0, next.Threshold - sum.Value)
        );
    }

    private static TierCalendar CalendarOf(TierRecord record) =>
        TierCalendar.Of(record.Set.Definition!.Window, record.Zone, record.Member.EnrolledAt);
}
