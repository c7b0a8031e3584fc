namespace Loyalty.Application.Rewards.Fulfilment;

/// <summary>Configuration section <c>Fulfilment</c>: how redemption partners are called.</summary>
public sealed class FulfilmentSettings
{
    public const string SectionName = "Fulfilment";

    /// <summary>After a call without an answer the next one comes after this; the time doubles with each, up to
    /// <see cref="RetrySecondsMax"/>, and is shortened by chance by up to a half, so that those who failed together do not come
    /// back together.</summary>
    public double RetrySecondsMin { get; set; } = 2;

    public double RetrySecondsMax { get; set; } = 15 * 60;

    /// <summary>A partner that has an order in hand is asked how it stands after this; later after a quarter of the time since it was
    /// accepted, up to <see cref="PollSecondsMax"/>.</summary>
    public double PollSecondsMin { get; set; } = 30;

    public double PollSecondsMax { get; set; } = 60 * 60;

    /// <summary>Redemptions that a node works at at the same time.</summary>
    public int CallsMax { get; set; } = 8;

    /// <summary>How long a redemption is left to the process that works at it: longer than a step may take, a partner's call included.
    /// What a process that died had in hand goes on after it.</summary>
    public double LeaseSeconds { get; set; } = 2 * 60;

    /// <summary>The hour of the programme's zone from which the orders of the day before are compared with partners.</summary>
    public int CompareOrdersHour { get; set; } = 4;

    internal TimeSpan LeaseTime => TimeSpan.FromSeconds(LeaseSeconds);

    /// <param name="attempts">calls without an answer so far, from 1.</param>
    internal TimeSpan RetryTime(int attempts)
    {
        var seconds = Math.Min(RetrySecondsMin * Math.Pow(2, Math.Min(attempts, 30) - 1), RetrySecondsMax);
        return TimeSpan.FromSeconds(seconds * (0.5 + (Random.Shared.NextDouble() / 2)));
    }

    internal TimeSpan PollTime(TimeSpan sinceAccepted) =>
        TimeSpan.FromSeconds(Math.Clamp(sinceAccepted.TotalSeconds / 4, PollSecondsMin, PollSecondsMax));
}
