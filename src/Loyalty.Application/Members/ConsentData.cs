using Loyalty.Application.Validation;
using Loyalty.Domain;
using Loyalty.Domain.Members;

namespace Loyalty.Application.Members;

/// <summary>One decision of a member on one purpose over one channel.</summary>
public sealed record ConsentData
{
    public required ConsentPurpose Purpose { get; init; }

    public required ConsentChannel Channel { get; init; }

    public required bool Granted { get; init; }

    /// <summary>Where the member decided: <c>app</c>, <c>paper form</c>, <c>call centre</c>.</summary>
    public required string Source { get; init; }

    /// <summary>When the member decided; now, when not given. Not in the future.</summary>
    public DateTimeOffset? DecidedAt { get; init; }

    internal const int CountMax = 100;

    private static readonly DateTimeOffset DecidedMin = new(1990, 1, 1, 0, 0, 0, TimeSpan.Zero);

    // Clocks of apps and of this machine differ a little.
    private static readonly TimeSpan SkewMax = TimeSpan.FromMinutes(5);

    internal ConsentChange Check(FieldErrors errors, string prefix, MemberId member, DateTimeOffset now)
    {
        var decidedAt = (DecidedAt ?? now).ToStoredInstant();
        errors.Check(decidedAt >= DecidedMin, $"{prefix}decidedAt", "is too long ago");
        errors.Check(decidedAt <= now + SkewMax, $"{prefix}decidedAt", "must not be in the future");
        return new ConsentChange
        {
            Id = Identifier.New<ConsentChangeId>(now),
            MemberId = member,
            Purpose = Purpose,
            Channel = Channel,
            Granted = Granted,
            DecidedAt = decidedAt,
            Source = errors.Required($"{prefix}source", Source, 100),
            RecordedAt = now,
        };
    }
}
