using Loyalty.Domain.Events;

namespace Loyalty.Application.Events;

/// <summary>Configuration section <c>Events</c>: how what happens in the club is told to others.</summary>
public sealed class EventSettings
{
    public const string SectionName = "Events";

    /// <summary>How long a call may take.</summary>
    public static readonly TimeSpan CallTime = TimeSpan.FromSeconds(15);

    /// <summary>The <c>source</c> of each event: tells installations apart that send to one consumer.</summary>
    public string Source { get; set; } = "/loyalty";

    /// <summary>How long events and their deliveries are kept. What could not be delivered by then is given up.</summary>
    public int KeepDays { get; set; } = 30;

    /// <summary>How often a node looks for what is due.</summary>
    public double PollSeconds { get; set; } = 1;

    /// <summary>How long a lane is left to the process that works at it: longer than some calls take. What a process that died had in hand
    /// goes on after it.</summary>
    public double LeaseSeconds { get; set; } = 2 * 60;

    internal TimeSpan PollTime => TimeSpan.FromSeconds(PollSeconds);

    internal TimeSpan LeaseTime => TimeSpan.FromSeconds(LeaseSeconds);

    /// <returns>null when the settings can be used; else the sentence that says why not.</returns>
    public string? WhyInvalid() =>
        Source.Length is 0 or > CloudEvent.SourceLengthMax || !Uri.TryCreate(Source, UriKind.RelativeOrAbsolute, out _)
            ? $"Events:Source must be a URI reference of at most {CloudEvent.SourceLengthMax} characters."
        : KeepDays is < 4 or > 3650
            ? "Events:KeepDays must be between 4, for as long as deliveries are tried, and 3650."
        : PollSeconds is not (>= 0.01 and <= 60) ? "Events:PollSeconds must be between 0.01 and 60."
        : LeaseSeconds is not (>= 1 and <= 3600) ? "Events:LeaseSeconds must be between 1 and 3600."
        : null;
}
