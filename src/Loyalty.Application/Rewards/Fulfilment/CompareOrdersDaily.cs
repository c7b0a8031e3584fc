using Loyalty.Application.Jobs;
using Loyalty.Application.Points;
using Loyalty.Domain;
using Loyalty.Domain.Partners;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Loyalty.Application.Rewards.Fulfilment;

/// <summary>
/// Compares each partner's orders of each day that has ended, once, whichever node does it. A day whose list could not be had is
/// tried again the next time, for up to <see cref="DaysMax"/> days.
/// </summary>
public sealed partial class CompareOrdersDaily(
    IServiceScopeFactory scopes,
    JobLeases leases,
    FulfilmentSettings settings,
    TimeProvider clock,
    ILogger<CompareOrdersDaily> logger
)
{
    /// <summary>Older days are left to staff.</summary>
    public const int DaysMax = 7;

    public static string JobName(PartnerId partner) => $"compare-orders/{partner}";

    /// <returns>how many days of partners were compared.</returns>
    public async Task<int> ExecuteAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<LoyaltyDbContext>();
        var club = await scope.ServiceProvider.GetRequiredService<ProgrammeSettings>().CurrentAsync(cancellationToken);
        var through = clock.Instant().AddHours(-settings.CompareOrdersHour).DayIn(club.Programme.Zone()).AddDays(-1);
        var partners = await context
            .RedemptionEndpoints.Join(
                context.Partners.Where(partner => partner.Status == PartnerStatus.Active),
                endpoint => endpoint.PartnerId,
                partner => partner.Id,
                (_, partner) => partner.Id
            )
            .ToListAsync(cancellationToken);
        var compared = 0;
        foreach (var partner in partners)
        {
            try
            {
                compared += await CompareAsync(partner, through, cancellationToken);
            }
#pragma warning disable CA1031 // The others' orders are compared all the same; this one's the next time.
            catch (Exception exception)
                when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                LogFailed(exception, partner);
            }
        }

        return compared;
    }

    private async Task<int> CompareAsync(PartnerId partner, DateOnly through, CancellationToken cancellationToken)
    {
        var known = await leases.FindAsync(JobName(partner), cancellationToken);
        if (
            known?.DoneThrough >= through
            || await leases.TakeAsync(JobName(partner), cancellationToken) is not { } lease
        )
        {
            return 0;
        }

        await using (lease)
        {
            var compared = 0;
            var first = lease.Job.DoneThrough?.AddDays(1) ?? through;
            var oldest = through.AddDays(1 - DaysMax);
            for (var day = first > oldest ? first : oldest; day <= through; day = day.AddDays(1))
            {
                await using var scope = scopes.CreateAsyncScope();
                var done = await scope
                    .ServiceProvider.GetRequiredService<ReconcileOrders>()
                    .ExecuteAsync(partner.ToString(), day, cancellationToken);
                if (done.Refusal is { } refusal)
                {
                    LogNoList(partner, day, (refusal as ReconcileOrders.NoList)?.Cause ?? refusal.Code);
                    break;
                }

                compared++;
                LogCompared(partner, day, done.Value.Listed, done.Value.Repaired, done.Value.Differences);
                lease.Job.DoneThrough = day;
                if (!await lease.NoteAsync(cancellationToken))
                {
                    break;
                }
            }

            return compared;
        }
    }

    [LoggerMessage(
        LogLevel.Information,
        "Orders of partner {Partner} of {Day} compared: {Listed} listed, {Repaired} taken over, {Differences} new differences."
    )]
    private partial void LogCompared(PartnerId partner, DateOnly day, int listed, int repaired, int differences);

    [LoggerMessage(LogLevel.Warning, "Partner {Partner} gave no list of its orders of {Day}: {Cause}.")]
    private partial void LogNoList(PartnerId partner, DateOnly day, string cause);

    [LoggerMessage(LogLevel.Error, "Orders of partner {Partner} could not be compared. It is tried again.")]
    private partial void LogFailed(Exception exception, PartnerId partner);
}
