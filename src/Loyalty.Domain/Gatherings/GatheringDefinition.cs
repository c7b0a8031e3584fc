using Loyalty.Domain.Members;
using Loyalty.Domain.Rewards;

namespace Loyalty.Domain.Gatherings;

/// <summary>What a gathering is: what it is called, where and when it takes place, for whom and for how many.</summary>
public sealed record GatheringDefinition
{
    public const int CodeLengthMax = 60;
    public const int PlaceLengthMax = 400;
    public const int PlacesMax = 1_000_000;
    public const int GuestsLimitMax = 20;

    /// <summary>Sixty days.</summary>
    public const int ReminderHoursMax = 60 * 24;

    /// <summary>The longest that a gathering lasts.</summary>
    public static readonly TimeSpan DurationMax = TimeSpan.FromDays(60);

    /// <summary>Over which an invitation can be delivered: somebody outside does it, told by an event.</summary>
    public static readonly IReadOnlyList<ConsentChannel> InvitingChannels =
    [
        ConsentChannel.Email,
        ConsentChannel.Sms,
        ConsentChannel.Push,
    ];

    /// <summary>Title, description and terms by language; the first is shown to whoever speaks none of them.</summary>
    public IReadOnlyList<RewardText> Texts { get; init; } = [];

    /// <summary>Where it is, as one line that says enough to get there.</summary>
    public string Place { get; init; } = "";

    /// <summary>IANA name of the zone in which its times are told.</summary>
    public string TimeZone { get; init; } = "";

    public DateTimeOffset BeginsAt { get; init; }

    public DateTimeOffset EndsAt { get; init; }

    /// <summary>From this instant on members can sign up; null: since it was published.</summary>
    public DateTimeOffset? SignUpOpensAt { get; init; }

    /// <summary>From this instant on members cannot sign up any more; null: since it begins.</summary>
    public DateTimeOffset? SignUpClosesAt { get; init; }

    /// <summary>How many persons can come; null for no limit.</summary>
    public int? Places { get; init; }

    /// <summary>How many guests a member may bring. Each takes a place.</summary>
    public int GuestsMax { get; init; }

    /// <summary>Whether who finds no place left waits for one; else the sign-up is refused.</summary>
    public bool HasWaitingList { get; init; }

    /// <summary>Who is invited, and who sees it in the app.</summary>
    public RewardEligibility Audience { get; init; } = new();

    /// <summary>Over which the audience is invited, the first that reaches a member; empty: nobody is, and members find it in the app.</summary>
    public IReadOnlyList<ConsentChannel> Channels { get; init; } = [];

    /// <summary>So many hours before it begins who has a place is reminded; null: nobody is.</summary>
    public int? ReminderHours { get; init; }

    /// <summary>The end of sign-up for members.</summary>
    public DateTimeOffset SignUpEnd() => SignUpClosesAt ?? BeginsAt;

    /// <summary>When reminders are due; null for never.</summary>
    public DateTimeOffset? ReminderDue() => ReminderHours is { } hours ? BeginsAt.AddHours(-hours) : null;
}
