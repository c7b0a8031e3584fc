using System.Globalization;
using Loyalty.Application.Jobs;
using Loyalty.Application.Points;
using Loyalty.Domain;
using Loyalty.Domain.Offers;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Loyalty.Application.Offers;

/// <summary>
/// Looks for members to whom open offers give something, and gives it. Each offer is one job, under a lease: what was looked at is noted
/// step by step, so that another process goes on from there. Looking twice changes nothing, because a grant is made once.
/// </summary>
public sealed partial class RunOffers(
    IDbContextFactory<LoyaltyDbContext> contexts,
    JobLeases leases,
    ProgrammeSettings settings,
    NewcomerCandidates newcomers,
    BirthdayCandidates birthdays,
    DormantCandidates dormant,
    ChallengeCandidates challenges,
    GrantOffers grants,
    AdvanceReferrals referrals,
    PostGrantedPoints points,
    TimeProvider clock,
    ILogger<RunOffers> logger
)
{
    private const string JobPrefix = "offer/";

    /// <summary>What each look begins before the last one: what was written at the same moment may not have been seen.</summary>
    internal static readonly TimeSpan Overlap = TimeSpan.FromMinutes(10);

    /// <summary>One round over all offers.</summary>
    /// <returns>how many grants were made.</returns>
    public async Task<int> ExecuteAsync(CancellationToken cancellationToken)
    {
        var now = clock.Instant();
        List<Offer> open;
        Dictionary<string, Job> jobs;
        await using (var context = await contexts.CreateDbContextAsync(cancellationToken))
        {
            open = await context.OpenOffersAsync(now, cancellationToken);
            jobs = await context
                .Jobs.AsNoTracking()
                .Where(job => job.Name.StartsWith(JobPrefix))
                .ToDictionaryAsync(job => job.Name, StringComparer.Ordinal, cancellationToken);
        }

        var today = now.DayIn((await settings.CurrentAsync(cancellationToken)).Programme.Zone());
        var granted = 0;
        foreach (var offer in open.Where(one => one.Trigger != OfferTrigger.Referral))
        {
            if (IsDaily(offer) && jobs.GetValueOrDefault(JobPrefix + offer.Id)?.DoneThrough >= today)
            {
                continue;
            }

            try
            {
                granted += await RunAsync(offer, now, today, cancellationToken);
            }
#pragma warning disable CA1031 // One offer that fails must not keep the others from granting; the next round tries again.
            catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
            {
                LogFailed(exception, offer.Id);
            }
        }

        granted += await referrals.ExecuteAsync(cancellationToken);
        await points.ExecuteAsync(cancellationToken);
        return granted;
    }

    private static bool IsDaily(Offer offer) => offer.Trigger is OfferTrigger.Birthday or OfferTrigger.Dormant;

    private async Task<int> RunAsync(
        Offer offer,
        DateTimeOffset now,
        DateOnly today,
        CancellationToken cancellationToken
    )
    {
        await using var lease = await leases.TakeAsync(JobPrefix + offer.Id, cancellationToken);
        if (lease is null)
        {
            return 0;
        }

        var job = lease.Job;
        (job.StartedAt, job.FinishedAt) = (now, null);
        var granted = 0;
        var begin = offer.BeginsAt!.Value;
        var since = IsDaily(offer) || job.Cursor is null ? begin : Max(begin, ReadInstant(job.Cursor) - Overlap);
        var steps = offer.Trigger switch
        {
            OfferTrigger.Welcome => newcomers.ReadAsync(offer, since, cancellationToken),
            OfferTrigger.Birthday => birthdays.ReadAsync(offer, job, today, cancellationToken),
            OfferTrigger.Dormant => dormant.ReadAsync(offer, job, today, cancellationToken),
            _ => challenges.ReadAsync(offer, since, today, cancellationToken),
        };
        await foreach (var step in steps.WithCancellation(cancellationToken))
        {
            foreach (var some in step.Candidates.Chunk(GrantOffers.CandidatesMax))
            {
                var report = await grants.ExecuteAsync(
                    offer,
                    offer.Definition.Benefit!,
                    some,
                    judgesAudience: true,
                    cancellationToken
                );
                granted += report.Granted;
            }

            job.Cursor = step.Cursor ?? job.Cursor;
            if (!await lease.NoteAsync(cancellationToken))
            {
                return granted;
            }
        }

        (job.FinishedAt, job.Processed) = (clock.Instant(), granted);
        (job.Cursor, job.DoneThrough) = IsDaily(offer) ? (null, today) : (WriteInstant(now), job.DoneThrough);
        await lease.NoteAsync(cancellationToken);
        return granted;
    }

    internal static string WriteInstant(DateTimeOffset instant) =>
        instant.ToUnixTimeMicroseconds().ToString(CultureInfo.InvariantCulture);

    private static DateTimeOffset ReadInstant(string text) =>
        Clock.FromUnixTimeMicroseconds(long.Parse(text, CultureInfo.InvariantCulture));

    private static DateTimeOffset Max(DateTimeOffset left, DateTimeOffset right) => left > right ? left : right;

    [LoggerMessage(LogLevel.Error, "Offer {Offer} could not be looked after. It is tried again.")]
    private partial void LogFailed(Exception exception, OfferId offer);
}

/// <summary>Some candidates of a look over the members.</summary>
/// <param name="Cursor">from where to go on after them; null to leave it as it was.</param>
public sealed record CandidateStep(IReadOnlyList<OfferCandidate> Candidates, string? Cursor);

internal static class OpenOffers
{
    /// <summary>At most <see cref="PublishOffer.PublishedMax"/>, the first published first.</summary>
    public static async Task<List<Offer>> OpenOffersAsync(
        this LoyaltyDbContext context,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var published = await context
            .Offers.AsNoTracking()
            .Where(offer => offer.Status == OfferStatus.Published)
            .OrderBy(offer => offer.Id)
            .ToListAsync(cancellationToken);
        return [.. published.Where(offer => offer.IsOpenAt(now)).OrderBy(offer => offer.PublishedAt)];
    }
}
