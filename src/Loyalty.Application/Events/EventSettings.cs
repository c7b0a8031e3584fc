using System.Globalization;
using Loyalty.Domain.Events;

namespace Loyalty.Application.Events;

/// <summary>Configuration section <c>Events</c>: how what happens in the club is told to others.</summary>
public sealed class EventSettings
{
    public const string SectionName = "Events";

    /// <summary>Between taking a lane and the first call, and between the last answer and writing it down.</summary>
    private const double LeaseSecondsBesideCall = 5;

    /// <summary>The <c>source</c> of each event: tells installations apart that send to one consumer.</summary>
    public string Source { get; set; } = "/loyalty";

    /// <summary>How long events and their deliveries are kept. What could not be delivered by then is given up.</summary>
    public int KeepDays { get; set; } = 30;

    /// <summary>How often a node looks for what is due.</summary>
    public double PollSeconds { get; set; } = 1;

    /// <summary>How long a call may take.</summary>
    public double CallSeconds { get; set; } = 15;

    /// <summary>How long a lane is left to the process that works at it: longer than some calls take, because two processes at one lane
    /// would mix up its order. What a process that died had in hand goes on after it.</summary>
    public double LeaseSeconds { get; set; } = 2 * 60;

    internal TimeSpan PollTime => TimeSpan.FromSeconds(PollSeconds);

    internal TimeSpan CallTime => TimeSpan.FromSeconds(CallSeconds);

    internal TimeSpan LeaseTime => TimeSpan.FromSeconds(LeaseSeconds);

    /// <returns>null when the settings can be used; else the sentence that says why not.</returns>
    public string? WhyInvalid() =>
        Source.Length is 0 or > CloudEvent.SourceLengthMax || !Uri.TryCreate(Source, UriKind.RelativeOrAbsolute, out _)
            ? $"Events:Source must be a URI reference of at most {CloudEvent.SourceLengthMax} characters."
        : KeepDays is < 4 or > 3650
            ? "Events:KeepDays must be between 4, for as long as deliveries are tried, and 3650."
        : PollSeconds is not (>= 0.01 and <= 60) ? "Events:PollSeconds must be between 0.01 and 60."
        : CallSeconds is not (>= 0.5 and <= 60) ? "Events:CallSeconds must be between 0.5 and 60."
        : !(LeaseSeconds >= CallSeconds + LeaseSecondsBesideCall && LeaseSeconds <= 3600)
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"Events:LeaseSeconds must be at least {LeaseSecondsBesideCall} more than Events:CallSeconds "
                    + $"({CallSeconds}), so that no call outlives its lease, and at most 3600."
            )
        : null;
}
