using Loyalty.Application.Jobs;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Loyalty.Tests.Host;

/// <summary>What goes wrong in one round of a job.</summary>
public sealed class PeriodicWorkerTests
{
    [Fact]
    public async Task A_call_that_was_given_up_does_not_end_the_job()
    {
        using var worker = new Failing();
        await worker.StartAsync(CancellationToken.None);

        await worker.SecondRound.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        await worker.StopAsync(CancellationToken.None);
        worker.ExecuteTask!.IsFaulted.ShouldBeFalse();
    }

    /// <summary>Each of its rounds ends as a call does whose connection does not come about in time.</summary>
    private sealed class Failing()
        : PeriodicWorker(TimeSpan.FromMilliseconds(1), atOnce: true, TimeProvider.System, NullLogger.Instance)
    {
        private readonly TaskCompletionSource second = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int rounds;

        public Task SecondRound => second.Task;

        protected override Task RunAsync(CancellationToken cancellationToken)
        {
            if (++rounds == 2)
            {
                second.TrySetResult();
            }

            return Task.FromException(new TaskCanceledException("A connection could not be established in time."));
        }
    }
}
