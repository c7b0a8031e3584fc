namespace Loyalty.Application.Jobs;

/// <summary>Configuration section <c>Jobs</c>.</summary>
public sealed class JobSettings
{
    public const string SectionName = "Jobs";

    /// <summary>Whether this process runs the jobs that nodes share. Some process must.</summary>
    public bool Run { get; set; } = true;
}
