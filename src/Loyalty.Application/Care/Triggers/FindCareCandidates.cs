using Loyalty.Domain.Care;

namespace Loyalty.Application.Care.Triggers;

/// <summary>Finds to whom a rule owes a contact.</summary>
public sealed class FindCareCandidates(PointsTriggers points)
{
    internal Task<IEnumerable<CareCandidate>> ExecuteAsync(CareLook look, CancellationToken cancellationToken) =>
        look.Rule.Trigger switch
        {
            CareTrigger.AfterPurchase => VehicleTriggers.AfterPurchaseAsync(look, cancellationToken),
            CareTrigger.AfterService => VehicleTriggers.AfterServiceAsync(look, cancellationToken),
            CareTrigger.Recall => VehicleTriggers.RecallAsync(look, cancellationToken),
            CareTrigger.Birthday => PersonTriggers.BirthdayAsync(look, cancellationToken),
            CareTrigger.EnrolmentAnniversary => PersonTriggers.EnrolmentAnniversaryAsync(look, cancellationToken),
            CareTrigger.Festival => PersonTriggers.FestivalAsync(look, cancellationToken),
            CareTrigger.ServiceDue => VehicleTriggers.ServiceDueAsync(look, cancellationToken),
            CareTrigger.WarrantyEnding => VehicleTriggers.WarrantyEndingAsync(look, cancellationToken),
            CareTrigger.InsuranceEnding => VehicleTriggers.InsuranceEndingAsync(look, cancellationToken),
            CareTrigger.InspectionDue => VehicleTriggers.InspectionDueAsync(look, cancellationToken),
            CareTrigger.PointsLapsing => PointsTriggers.PointsLapsingAsync(look, cancellationToken),
            CareTrigger.RewardWithinReach => points.RewardWithinReachAsync(look, cancellationToken),
            CareTrigger.TierEnding => PointsTriggers.TierEndingAsync(look, cancellationToken),
            CareTrigger.TierWithinReach => points.TierWithinReachAsync(look, cancellationToken),
            CareTrigger.NoActivity => TrendTriggers.NoActivityAsync(look, cancellationToken),
            CareTrigger.SpendingDown or CareTrigger.SpendingUp or CareTrigger.FrequencyDown =>
                TrendTriggers.ChangedAsync(look, cancellationToken),
            CareTrigger.HouseholdGrown => PersonTriggers.HouseholdGrownAsync(look, cancellationToken),
            CareTrigger.Moved => PersonTriggers.MovedAsync(look, cancellationToken),
            CareTrigger.AttributeChanged => PersonTriggers.AttributeChangedAsync(look, cancellationToken),
            _ => throw new InvalidOperationException($"No look for {look.Rule.Trigger}."),
        };
}
