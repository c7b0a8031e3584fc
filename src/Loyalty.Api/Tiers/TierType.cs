using Loyalty.Application.Tiers;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Tiers;
using Loyalty.GraphQL;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Api.Tiers;

/// <summary>A member's tiers.</summary>
[ObjectType<Member>(BindExplicitly = true)]
public static class MemberTiers
{
    /// <summary>Where the member stands in the club's first tier set: what to show as the member's tier. Null when the club has
    /// no tiers.</summary>
    public static async Task<TierRecord?> GetTierAsync(
        [Parent] Member member,
        IDataLoader<TierOwner, TierRecord[]> tiersByMember,
        CancellationToken cancellationToken
    ) => (await tiersByMember.LoadAsync(new TierOwner(member), cancellationToken))?.FirstOrDefault();

    /// <summary>Where the member stands in each tier set, in the club's order.</summary>
    [ListSize(AssumedSize = 3)]
    public static async Task<IReadOnlyList<TierRecord>> GetTiersAsync(
        [Parent] Member member,
        IDataLoader<TierOwner, TierRecord[]> tiersByMember,
        CancellationToken cancellationToken
    ) => await tiersByMember.LoadAsync(new TierOwner(member), cancellationToken) ?? [];

    /// <summary>All stretches of a member in one statement; what holds, the history and the past are read from them.</summary>
    [DataLoader]
    public static async Task<ILookup<TierOwner, TierRecord>> GetTiersByMemberAsync(
        IReadOnlyList<TierOwner> members,
        IDbContextFactory<LoyaltyDbContext> contexts,
        FindMemberTiers find,
        CancellationToken cancellationToken
    )
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var found = new List<(TierOwner Owner, TierRecord Record)>();
        // A request sees one member.
        foreach (var owner in members)
        {
            var records = await find.ReadAsync(context, owner.Member, retiredToo: false, cancellationToken);
            found.AddRange(records.Select(record => (owner, record)));
        }

        return found.ToLookup(one => one.Owner, one => one.Record);
    }

    /// <summary>All sets that are asked for together; sets with the same basis share a statement.</summary>
    [DataLoader]
    public static async Task<IReadOnlyDictionary<TierRecord, TierProgress>> GetProgressByTierAsync(
        IReadOnlyList<TierRecord> records,
        IDbContextFactory<LoyaltyDbContext> contexts,
        FindMemberTiers find,
        CancellationToken cancellationToken
    )
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var progress = await find.ProgressAsync(context, records, cancellationToken);
        return records.Zip(progress).ToDictionary(one => one.First, one => one.Second);
    }
}

/// <summary>Whose tiers are read; the same member is the same whichever object it came in.</summary>
/// <param name="Member">The member.</param>
public sealed record TierOwner(Member Member)
{
    public bool Equals(TierOwner? other) => other?.Member.Id == Member.Id;

    public override int GetHashCode() => Member.Id.GetHashCode();
}

/// <summary>Where the member stands in one of the club's tier sets, as of the moment of the request.</summary>
[GraphQLName("TierStanding")]
[ObjectType<TierRecord>(BindExplicitly = true)]
public static class TierStandingType
{
    private const int HistorySizeMax = 100;

    /// <summary>The tiers among which this one stands.</summary>
    public static TierSet GetTierSet([Parent] TierRecord record) => record.Set;

    /// <summary>The tier that the member holds; null for none.</summary>
    public static TierInSet? GetTier([Parent] TierRecord record) =>
        record.Now is { } held ? new TierInSet(held.Level, record) : null;

    /// <summary>When the tier was reached or given.</summary>
    public static DateTimeOffset? GetSince([Parent] TierRecord record) => record.Now?.Since;

    /// <summary>The last day on which the tier is held though nothing more is collected, days of grace included; null for no end. Spending
    /// points never changes it.</summary>
    public static DateOnly? GetUntil([Parent] TierRecord record) => record.Now?.LastDay;

    /// <summary>Why the member holds the tier; null for the one that every member has.</summary>
    public static TierStretch? GetReason([Parent] TierRecord record) =>
        record.Now?.Row is { } row ? new TierStretch(row, record) : null;

    /// <summary>How far the member is on the way to the next tier.</summary>
    [Cost(1)] // all sets in one statement
    public static Task<TierProgress?> GetProgressAsync(
        [Parent] TierRecord record,
        IDataLoader<TierRecord, TierProgress> progressByTier,
        CancellationToken cancellationToken
    ) => progressByTier.LoadAsync(record, cancellationToken);

    /// <summary>Every tier that the member reached, lost or was given in this set, the latest first.</summary>
    [UsePaging(DefaultPageSize = 20, MaxPageSize = HistorySizeMax)]
    public static Connection<TierStretch> GetHistory([Parent] TierRecord record, PagingArguments paging) =>
        TierPages.Of(record, paging);

    /// <summary>The tier that the member held at an instant; null for none.</summary>
    /// <param name="instant">Any instant.</param>
    public static TierInSet? GetAt([Parent] TierRecord record, DateTimeOffset instant) =>
        record.At(instant.ToStoredInstant()) is { } held ? new TierInSet(held.Level, record) : null;
}

/// <summary>Tiers that a member passes through.</summary>
[ObjectType<TierSet>(BindExplicitly = true)]
public static class TierSetType
{
    /// <summary>The club's code: capital letters, digits and underscores.</summary>
    public static string GetCode([Parent] TierSet set) => set.Code.Value;

    /// <summary>How the club calls them.</summary>
    public static string GetName([Parent] TierSet set) => set.Name;
}

/// <summary>A tier, for a member's eyes.</summary>
/// <param name="Level">The level.</param>
/// <param name="Record">Whose it is.</param>
public sealed record TierInSet(TierLevel Level, TierRecord Record);

/// <summary>A level of a tier set.</summary>
[GraphQLName("Tier")]
[ObjectType<TierInSet>(BindExplicitly = true)]
public static class TierType
{
    /// <summary>The club's code: capital letters, digits and underscores.</summary>
    public static string GetCode([Parent] TierInSet tier) => tier.Level.Code.Value;

    /// <summary>Its name in a language, or the nearest that there is.</summary>
    /// <param name="language">A tag of BCP 47; the member's own when left out.</param>
    public static string GetName([Parent] TierInSet tier, string? language) =>
        tier.Level.NameIn(
            language is null ? tier.Record.Member.PreferredLanguage : LanguageTag.Canonical(language) ?? language
        );

    /// <summary>Its place in the set, from 0 for the lowest; -1 for one that the set has no more.</summary>
    public static int GetRank([Parent] TierInSet tier) => tier.Record.Set.Definition!.RankOf(tier.Level.Code);

    /// <summary>What the basis must come to.</summary>
    public static decimal GetThreshold([Parent] TierInSet tier) => tier.Level.Threshold;
}
