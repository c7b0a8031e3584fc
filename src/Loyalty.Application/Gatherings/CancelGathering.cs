using Loyalty.Domain;
using Loyalty.Domain.Gatherings;
using Loyalty.Storage;

namespace Loyalty.Application.Gatherings;

/// <summary>Says that a gathering does not take place. Nobody can sign up from then on; <see cref="TellCancellations"/> tells those who
/// were signed up.</summary>
public sealed class CancelGathering(LoyaltyDbContext context, TimeProvider clock)
{
    public Task<Outcome<Gathering>> ExecuteAsync(GatheringStepRequest request, CancellationToken cancellationToken) =>
        context.InTurnAsync(
            request.Gathering,
            gathering =>
                Task.FromResult<Outcome<Gathering>>(
                    gathering.Version != request.Version ? new Refusal.StaleVersion()
                    : gathering.Cancel(clock.Instant()) is { } refused ? refused
                    : gathering
                ),
            cancellationToken
        );
}
