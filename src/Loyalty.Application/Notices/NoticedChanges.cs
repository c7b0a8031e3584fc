using Loyalty.Application.Earning;
using Loyalty.Application.Events;
using Loyalty.Application.Partners;
using Loyalty.Application.Points;
using Loyalty.Application.Tiers;
using Microsoft.Extensions.Hosting;

namespace Loyalty.Application.Notices;

/// <summary>
/// What one node keeps in memory is read anew at once when another node changes it. The caches compare with the database from
/// time to time all the same, for notices that were lost.
/// </summary>
internal sealed class NoticedChanges(
    ClubNotices notices,
    PublishedRules rules,
    PartnerDirectory partners,
    ProgrammeSettings settings,
    ClubTiers tiers,
    EventOutbox outbox,
    TimeProvider clock
) : IHostedService, IDisposable
{
    public const string Rules = "rules";
    public const string Partners = "partners";
    public const string Programme = "programme";
    public const string Tiers = "tiers";
    public const string Events = "events";

    /// <summary>The change's transaction may end after its notice.</summary>
    private static readonly TimeSpan TransactionTime = TimeSpan.FromSeconds(2);

    private readonly List<IDisposable> listening = [];
    private ITimer? again;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        again = clock.CreateTimer(_ => partners.Forget(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        listening.Add(notices.Listen(Rules, _ => rules.CompareFirst()));
        listening.Add(notices.Listen(Programme, _ => settings.ReadFirst()));
        listening.Add(notices.Listen(Tiers, _ => tiers.ReadFirst()));
        listening.Add(notices.Listen(Events, _ => outbox.ReadFirst()));
        listening.Add(
            notices.Listen(
                Partners,
                _ =>
                {
                    partners.Forget();
                    again.Change(TransactionTime, Timeout.InfiniteTimeSpan);
                }
            )
        );
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        listening.ForEach(one => one.Dispose());
        again?.Dispose();
    }
}
