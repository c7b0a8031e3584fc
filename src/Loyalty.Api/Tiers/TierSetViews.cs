using Loyalty.Application.Tiers;
using Loyalty.Domain.Tiers;

namespace Loyalty.Api.Tiers;

/// <param name="Code">2 to 16 capital letters, digits and underscores, beginning with a letter; stays for ever.</param>
/// <param name="Name">for members and staff.</param>
/// <param name="DisplayOrder">0 to 1000; the active set with the smallest gives what an app shows as the member's tier.</param>
public sealed record CreateTierSetBody(
    string? Code = null,
    string? Name = null,
    int DisplayOrder = 0,
    TierSetDocument? Definition = null
);

/// <param name="Definition">the new draft; left out, the draft stays as it is.</param>
public sealed record ChangeTierSetBody(string? Name = null, int DisplayOrder = 0, TierSetDocument? Definition = null);

/// <param name="Draft">what the next activation puts in force; null when nothing was changed since the last.</param>
/// <param name="Definition">in force, or when the set was retired; null while it is a draft only.</param>
/// <param name="DefinitionVersion">number of the definition in force, from 1; null before the first.</param>
public sealed record TierSetView(
    string Code,
    string Name,
    int DisplayOrder,
    TierSetStatus Status,
    TierSetDocument? Draft,
    TierSetDocument? Definition,
    int? DefinitionVersion,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ActivatedAt,
    DateTimeOffset? RetiredAt
)
{
    internal static TierSetView Of(TierSet set) =>
        new(
            set.Code.Value,
            set.Name,
            set.DisplayOrder,
            set.Status,
            set.Draft is { } draft ? TierSetDocument.Of(draft) : null,
            set.Definition is { } definition ? TierSetDocument.Of(definition) : null,
            set.Number == 0 ? null : set.Number,
            set.CreatedAt,
            set.ActivatedAt,
            set.RetiredAt
        );
}

/// <param name="Number">counts from 1 within the set.</param>
/// <param name="ActivatedBy">the subject of the member of staff.</param>
public sealed record TierSetVersionView(
    int Number,
    TierSetDocument Definition,
    DateTimeOffset ActivatedAt,
    string ActivatedBy
)
{
    internal static TierSetVersionView Of(TierSetVersion version) =>
        new(version.Number, TierSetDocument.Of(version.Definition), version.ActivatedAt, version.ActivatedBy);
}

/// <summary>A pass over all members.</summary>
/// <param name="MembersTotal">as counted when it began; 0 before.</param>
/// <param name="Moves">of a preview: who would move, once grace is over; else who moved so far.</param>
/// <param name="FinishedAt">null while it goes on.</param>
public sealed record TierRunView(
    TierRunId Id,
    string TierSet,
    TierRunKind Kind,
    DateTimeOffset RequestedAt,
    string RequestedBy,
    long MembersDone,
    long MembersTotal,
    IReadOnlyList<TierMoveView> Moves,
    DateTimeOffset? FinishedAt
)
{
    internal static TierRunView Of(TierRun run) =>
        new(
            run.Id,
            run.TierSet.Value,
            run.Kind,
            run.RequestedAt,
            run.RequestedBy,
            run.MembersDone,
            run.MembersTotal,
            [.. run.Moves.Select(TierMoveView.Of)],
            run.FinishedAt
        );
}

/// <param name="From">a tier's code; null for none.</param>
/// <param name="To">a tier's code; null for none. The same as <paramref name="From"/> for who stays.</param>
public sealed record TierMoveView(string? From, string? To, long Members)
{
    internal static TierMoveView Of(TierMove move) => new(move.From?.Value, move.To?.Value, move.Members);
}

/// <param name="Run">the pass over all members that judges them by the new definition.</param>
public sealed record ActivatedTierSetView(TierSetView TierSet, TierRunView Run);
