using Loyalty.Domain.Members;

namespace Loyalty.Domain.Care;

/// <summary>How a member wants to be cared for, beyond the consents. Without a row: as the club has it.</summary>
public sealed class CarePreferences : IVersioned
{
    public required MemberId MemberId { get; init; }

    /// <summary>An id of the IANA database in whose days quiet hours lie; null for the programme's.</summary>
    public string? TimeZone { get; set; }

    /// <summary>Nothing goes out before; null for no such wish.</summary>
    public DateTimeOffset? SnoozedUntil { get; set; }

    /// <summary>Kinds that are not wanted.</summary>
    public IReadOnlyList<CareKind> Muted { get; set; } = [];

    public long Version { get; set; }
}
