using Spectre.Console;

namespace Loyalty.Api.CommandLine;

/// <summary>A progress bar with rate and time left; on a terminal only, so that logs stay readable.</summary>
internal static class Progress
{
    /// <param name="work">is handed what it tells its progress to: done, of how many.</param>
    public static async Task<T> ShowAsync<T>(string what, Func<Action<long, long>, Task<T>> work)
    {
        if (!AnsiConsole.Profile.Capabilities.Interactive)
        {
            return await work((_, _) => { });
        }

        return await AnsiConsole
            .Progress()
            .AutoClear(enabled: true)
            .Columns(
                new TaskDescriptionColumn(),
                new ProgressBarColumn(),
                new PercentageColumn(),
                new RemainingTimeColumn(),
                new SpinnerColumn()
            )
            .StartAsync(async context =>
            {
                var clock = TimeProvider.System;
                var start = clock.GetTimestamp();
                var task = context.AddTask(what);
                return await work(
                    (done, total) =>
                    {
                        task.MaxValue = Math.Max(1, total);
                        task.Value = done;
                        var seconds = Math.Max(0.001, clock.GetElapsedTime(start).TotalSeconds);
                        task.Description = $"{what} {done:N0} of {total:N0}, {done / seconds:N0}/s";
                    }
                );
            });
    }
}
