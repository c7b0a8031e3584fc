namespace Loyalty.Domain.Members;

/// <summary>Identifies a merge of two members.</summary>
public readonly record struct MergeId(Guid Value) : IIdentifier<MergeId>
{
    public static string Prefix => "mrg";

    public static MergeId From(Guid value) => new(value);

    /// <summary>Declared here too, because routes bind only to a method of the type itself.</summary>
    public static bool TryParse(string? s, IFormatProvider? provider, out MergeId result) =>
        Identifier.TryParse(s, out result);

    public override string ToString() => Identifier.Format(this);
}

/// <summary>Two accounts of one person became one. It keeps what moved, so that the merge can be undone.</summary>
public sealed class MemberMerge : IVersioned
{
    public required MergeId Id { get; init; }

    /// <summary>The account that goes on.</summary>
    public required MemberId SurvivorId { get; init; }

    /// <summary>The account that became part of it.</summary>
    public required MemberId DuplicateId { get; init; }

    /// <summary>The duplicate's status before, which undoing gives back.</summary>
    public required MemberStatus StatusBefore { get; init; }

    /// <summary>What moved besides points, as JSON. Holds personal data; emptied with an erasure.</summary>
    public required string Moved { get; set; }

    /// <summary>The member of staff.</summary>
    public required string MergedBy { get; init; }

    public required DateTimeOffset MergedAt { get; init; }

    /// <summary>From this instant on it cannot be undone.</summary>
    public required DateTimeOffset UndoUntil { get; init; }

    public DateTimeOffset? UndoneAt { get; set; }

    public string? UndoneBy { get; set; }

    public long Version { get; set; }
}
