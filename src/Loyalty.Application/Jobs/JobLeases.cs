using System.Globalization;
using System.Security.Cryptography;
using Loyalty.Domain;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Jobs;

/// <summary>
/// Gives a job to one process at a time. The lease is renewed with every note of progress, and ends by itself when the process
/// dies; whoever takes over goes on from the last note. A job must bear that a process whose lease has ended does a
/// little more before it notices.
/// </summary>
public sealed class JobLeases(IDbContextFactory<LoyaltyDbContext> contexts, TimeProvider clock)
{
    private static readonly TimeSpan LeaseTime = TimeSpan.FromMinutes(1);

    private readonly string node = string.Create(
        CultureInfo.InvariantCulture,
        $"{Short(Environment.MachineName)}/{Environment.ProcessId}/{RandomNumberGenerator.GetHexString(6, lowercase: true)}"
    );

    /// <returns>null when it was never begun.</returns>
    public async Task<Job?> FindAsync(string name, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Jobs.AsNoTracking().FirstOrDefaultAsync(job => job.Name == name, cancellationToken);
    }

    /// <returns>null when another process is at it.</returns>
    public async Task<JobLease?> TakeAsync(string name, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (!await context.Jobs.AnyAsync(job => job.Name == name, cancellationToken))
        {
            context.Jobs.Add(new Job { Name = name });
            try
            {
                await context.SaveChangesAsync(cancellationToken);
            }
            catch (DbUpdateException exception) when (exception.IsUniqueViolation())
            {
                // Another process was faster; who gets the lease is decided below.
            }
        }

        var now = clock.Instant();
        var until = now + LeaseTime;
        var holder = $"{node}/{RandomNumberGenerator.GetHexString(6, lowercase: true)}";
        var tooFar = until + LeaseTime;
        var taken = await context
            .Jobs.Where(job =>
                job.Name == name
                // A lease far ahead was written by a clock that went wrong.
                && (job.LeaseUntil == null || job.LeaseUntil <= now || job.LeaseUntil > tooFar)
            )
            .ExecuteUpdateAsync(
                job => job.SetProperty(j => j.Node, holder).SetProperty(j => j.LeaseUntil, until),
                cancellationToken
            );
        if (taken == 0)
        {
            return null;
        }

        var job = await context.Jobs.AsNoTracking().SingleAsync(job => job.Name == name, cancellationToken);
        return new JobLease(this, job, holder);
    }

    /// <returns>whether the lease was still the holder's.</returns>
    internal async Task<bool> NoteAsync(Job job, string holder, bool isOver, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        DateTimeOffset? until = isOver ? null : clock.Instant() + LeaseTime;
        return await context
                .Jobs.Where(row => row.Name == job.Name && row.Node == holder && row.LeaseUntil != null)
                .ExecuteUpdateAsync(
                    row =>
                        row.SetProperty(r => r.DoneThrough, job.DoneThrough)
                            .SetProperty(r => r.Cursor, job.Cursor)
                            .SetProperty(r => r.LeaseUntil, until)
                            .SetProperty(r => r.Processed, job.Processed)
                            .SetProperty(r => r.Total, job.Total)
                            .SetProperty(r => r.StartedAt, job.StartedAt)
                            .SetProperty(r => r.FinishedAt, job.FinishedAt),
                    cancellationToken
                ) > 0;
    }

    private static string Short(string name) => name[..Math.Min(name.Length, 60)];
}

/// <summary>The right to run a job. Ended without a finish, the job stays where it was noted, for the next one.</summary>
public sealed class JobLease(JobLeases leases, Job job, string holder) : IAsyncDisposable
{
    private bool isMine = true;

    /// <summary>To be changed and noted.</summary>
    public Job Job { get; } = job;

    /// <summary>Keeps progress and the lease.</summary>
    /// <returns>false when another process took over: stop.</returns>
    public async Task<bool> NoteAsync(CancellationToken cancellationToken) =>
        isMine = await leases.NoteAsync(Job, holder, isOver: false, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (isMine)
        {
            await leases.NoteAsync(Job, holder, isOver: true, CancellationToken.None);
        }
    }
}
