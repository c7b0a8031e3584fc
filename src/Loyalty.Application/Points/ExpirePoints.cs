using System.Globalization;
using Loyalty.Application.Jobs;
using Loyalty.Application.Points.Ledger;
using Loyalty.Domain;
using Loyalty.Domain.Points;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Points;

/// <summary>What a run of the expiry did.</summary>
/// <param name="Through">all that lapsed to the end of this day has its entry.</param>
/// <param name="Wallets">that lost points.</param>
/// <param name="Points">that lapsed, of all currencies together.</param>
public sealed record ExpiryReport(DateOnly Through, long Wallets, long Points);

/// <summary>
/// Writes down what lapsed. It reads in pages and hands the ledger's writer one command a wallet, so that it takes its turn among
/// requests; memory does not grow with the number of wallets. It may be run any number of times and on several nodes: one
/// works, another takes over where it left off, and a wallet is asked twice in vain. Balances do not wait for it.
/// </summary>
public sealed class ExpirePoints(
    IDbContextFactory<LoyaltyDbContext> contexts,
    LedgerWriter ledger,
    ProgrammeSettings settings,
    JobLeases leases,
    TimeProvider clock
)
{
    public const string JobName = "expire-points";

    /// <summary>One batch of the ledger.</summary>
    private const int WalletsPerPage = LedgerSettings.BatchMax;

    /// <summary>Days that were done are looked at once more, for what was written around their end.</summary>
    private const int DaysAgain = 1;

    private static readonly TimeSpan PauseWhenBusy = TimeSpan.FromMilliseconds(200);

    /// <summary>The last day whose points have lapsed: yesterday in the programme's zone.</summary>
    public async Task<DateOnly> LapsedThroughAsync(CancellationToken cancellationToken)
    {
        var programme = (await settings.CurrentAsync(cancellationToken)).Programme;
        return clock.Instant().DayIn(programme.Zone()).AddDays(-1);
    }

    /// <param name="all">whether to look at the whole past again, and not only at what is new since the last run.</param>
    /// <param name="progress">told how many of how many wallets are done.</param>
    /// <returns>null when another process is at it.</returns>
    /// <exception cref="LedgerUnavailableException">the database failed; the next run goes on from there.</exception>
    public async Task<ExpiryReport?> ExecuteAsync(
        bool all = false,
        Action<long, long>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        await using var lease = await leases.TakeAsync(JobName, cancellationToken);
        if (lease is null)
        {
            return null;
        }

        var job = lease.Job;
        var through = await LapsedThroughAsync(cancellationToken);
        var place = Place.Parse(all ? null : job.Cursor) ?? Place.After(all ? null : job.DoneThrough);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        context.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
        context.Database.SetCommandTimeout(TimeSpan.FromMinutes(10));
        if (job.Cursor is null || all)
        {
            (job.StartedAt, job.FinishedAt, job.Processed) = (clock.Instant(), null, 0);
            job.Total = await context.CountLapsedAsync(place.Day.AddDays(-1), through, cancellationToken);
        }

        long wallets = 0;
        long points = 0;
        DateOnly? day = place.Wallet is null ? await NextDayAsync(place.Day.AddDays(-1)) : place.Day;
        while (day is { } current)
        {
            var after = current == place.Day ? place.Wallet : null;
            var page = await context.LapsedOnAsync(current, after, WalletsPerPage, cancellationToken);
            while (page is { Last: { } last })
            {
                // The next page is read while this one is written.
                var writing = WriteAsync(page.Wallets, through.AddDays(1), cancellationToken);
                var next = page.IsLast
                    ? new LapsedPage([], Last: null, IsLast: true)
                    : await context.LapsedOnAsync(current, last, WalletsPerPage, cancellationToken);
                var written = await writing;
                wallets += written.Wallets;
                points += written.Points;
                (job.Cursor, job.Processed) = (new Place(current, last).ToString(), job.Processed + page.Wallets.Count);
                if (!await lease.NoteAsync(cancellationToken))
                {
                    return null;
                }

                progress?.Invoke(job.Processed, Math.Max(job.Total, job.Processed));
                page = next;
            }

            day = await NextDayAsync(current);
        }

        (job.DoneThrough, job.Cursor, job.FinishedAt) = (through, null, clock.Instant());
        return new ExpiryReport(through, wallets, points);

        Task<DateOnly?> NextDayAsync(DateOnly last) => context.NextLapseDayAsync(last, through, cancellationToken);
    }

    private async Task<(long Wallets, long Points)> WriteAsync(
        IReadOnlyList<LapsedWallet> page,
        DateOnly today,
        CancellationToken cancellationToken
    )
    {
        var commands = page.Select(one => new ExpireCommand
            {
                Member = one.Member,
                Wallet = one.Wallet,
                Day = today,
            })
            .ToArray();
        while (true)
        {
            if (await ledger.WriteAsync(commands, cancellationToken) is { } outcomes)
            {
                var entries = outcomes.OfType<LedgerOutcome.Posted>().SelectMany(posted => posted.Entries).ToArray();
                return (entries.Length, -entries.Sum(entry => entry.Points));
            }

            // Requests come first.
            await Task.Delay(PauseWhenBusy, cancellationToken);
        }
    }

    /// <summary>Where a run stands: <c>2026-11-30/wal_…</c>.</summary>
    /// <param name="Wallet">the last one of the day that is done; null for none.</param>
    private readonly record struct Place(DateOnly Day, WalletId? Wallet)
    {
        private const string DayForm = "yyyy-MM-dd";

        /// <param name="done">null: from the beginning of time.</param>
        public static Place After(DateOnly? done) =>
            new(done?.AddDays(1 - DaysAgain) ?? DateOnly.MinValue.AddDays(1), Wallet: null);

        public static Place? Parse(string? text) =>
            text?.Split('/') is [var day, var wallet]
            && DateOnly.TryParseExact(day, DayForm, CultureInfo.InvariantCulture, DateTimeStyles.None, out var parsed)
            && Identifier.TryParse<WalletId>(wallet, out var id)
                ? new Place(parsed, id)
                : null;

        public override string ToString() =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Day.ToString(DayForm, CultureInfo.InvariantCulture)}/{Wallet}"
            );
    }
}
