namespace Loyalty.Application.Magazine;

/// <summary>One round of what the magazine does by itself.</summary>
public sealed class RunMagazine(
    PayForSubscription pay,
    EnrolEntitled enrol,
    AddressIssues address,
    DispatchIssues dispatch
)
{
    /// <returns>how much was done: subscriptions settled and made, copies written and sent.</returns>
    public async Task<int> ExecuteAsync(CancellationToken cancellationToken) =>
        await pay.SettleAsync(cancellationToken)
        + await enrol.ExecuteAsync(cancellationToken)
        + await address.ExecuteAsync(cancellationToken)
        + await dispatch.ExecuteAsync(cancellationToken);
}
