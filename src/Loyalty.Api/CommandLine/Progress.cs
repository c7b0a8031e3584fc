using Spectre.Console;

namespace Loyalty.Api.CommandLine;

/// <summary>Progress bars with rate and time left; on a terminal only, so that logs stay readable.</summary>
internal static class Progress
{
    /// <param name="work">is handed what it tells its progress to: the step, done, of how many; from several threads.</param>
    public static async Task<T> ShowAsync<T>(Func<Action<string, long, long>, Task<T>> work)
    {
        if (!AnsiConsole.Profile.Capabilities.Interactive)
        {
            return await work((_, _, _) => { });
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
                var gate = new Lock();
                var steps = new Dictionary<string, (ProgressTask Task, long Start)>(StringComparer.Ordinal);
                return await work(
                    (step, done, total) =>
                    {
                        lock (gate)
                        {
                            if (!steps.TryGetValue(step, out var known))
                            {
                                steps[step] = known = (context.AddTask(step), TimeProvider.System.GetTimestamp());
                            }

                            var seconds = Math.Max(0.001, TimeProvider.System.GetElapsedTime(known.Start).TotalSeconds);
                            known.Task.MaxValue = Math.Max(1, total);
                            known.Task.Value = Math.Max(known.Task.Value, done);
                            known.Task.Description = $"{step} {done:N0} of {total:N0}, {done / seconds:N0}/s";
                        }
                    }
                );
            });
    }
}
