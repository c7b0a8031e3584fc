using Loyalty.Domain.Members;

namespace Loyalty.Domain.Tiers;

/// <summary>Identifies a pass over all members.</summary>
public readonly record struct TierRunId(Guid Value) : IIdentifier<TierRunId>
{
    public static string Prefix => "trn";

    public static TierRunId From(Guid value) => new(value);

    /// <summary>Declared here too, because routes bind only to a method of the type itself.</summary>
    public static bool TryParse(string? s, IFormatProvider? provider, out TierRunId result) =>
        Identifier.TryParse(s, out result);

    public override string ToString() => Identifier.Format(this);
}

public enum TierRunKind
{
    /// <summary>Counts who would move by the definition, and changes nothing.</summary>
    Preview,

    /// <summary>Judges everybody by the definition in force.</summary>
    Evaluation,
}

/// <summary>A pass over all members for one tier set. It goes on where it stopped, on whichever node.</summary>
public sealed class TierRun : IVersioned
{
    public required TierRunId Id { get; init; }

    public required TierSetCode TierSet { get; init; }

    public required TierRunKind Kind { get; init; }

    /// <summary>Of a preview: the definition that is tried.</summary>
    public TierSetDefinition? Definition { get; init; }

    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>The subject of the member of staff, or <c>command line</c>.</summary>
    public required string RequestedBy { get; init; }

    /// <summary>The last member who was judged; null before the first.</summary>
    public MemberId? Position { get; set; }

    public long MembersDone { get; set; }

    /// <summary>As counted when it began.</summary>
    public long MembersTotal { get; set; }

    /// <summary>How many members move, or moved, from where to where.</summary>
    public required IReadOnlyList<TierMove> Moves { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }

    public long Version { get; set; }
}

/// <summary>Members who go the same way; who stays stands with the same tier twice.</summary>
/// <param name="From">null for none.</param>
/// <param name="To">null for none. Of a preview: after the grace time.</param>
public sealed record TierMove(TierCode? From, TierCode? To, long Members);

/// <summary>Who works, and how far: the only row.</summary>
public sealed class TierWork
{
    public const int OnlyId = 1;

    public int Id { get; init; } = OnlyId;

    /// <summary>Until then nobody else works.</summary>
    public DateTimeOffset LeasedUntil { get; set; } = DateTimeOffset.UnixEpoch;

    /// <summary>Whoever has the lease.</summary>
    public Guid LeasedBy { get; set; }

    /// <summary>Events that were received before are looked through for upgrades that were missed.</summary>
    public DateTimeOffset CaughtUpTo { get; set; } = DateTimeOffset.UnixEpoch;
}
