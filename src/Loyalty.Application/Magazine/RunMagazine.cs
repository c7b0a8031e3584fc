namespace Loyalty.Application.Magazine;

/// <summary>One round of what the magazine does by itself.</summary>
public sealed class RunMagazine(PayForSubscription pay, EnrolEntitled enrol)
{
    /// <returns>how much was done: subscriptions settled and made.</returns>
    public async Task<int> ExecuteAsync(CancellationToken cancellationToken) =>
        await pay.SettleAsync(cancellationToken) + await enrol.ExecuteAsync(cancellationToken);
}
