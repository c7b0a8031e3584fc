namespace Loyalty.Domain.Partners;

/// <summary>What of an event earns by the rules: what was bought, and how.</summary>
/// <param name="Operation">see <see cref="PartnerEvent.TransactionPosted.Operation"/>; the kind of an interaction.</param>
/// <param name="Lines">the parts of the amount; empty when there are none.</param>
public sealed record Spending(
    Money Amount,
    string? Operation,
    string? Category,
    string? Channel,
    IReadOnlyList<TransactionLine> Lines
)
{
    internal static Spending Of(PartnerEvent.TransactionPosted posted) =>
        new(posted.Amount, posted.Operation, posted.Category, posted.Channel, posted.Lines);

    /// <param name="amount">of the interaction.</param>
    internal static Spending Of(PartnerEvent.InteractionRecorded told, Money amount) =>
        new(amount, Code(told.Kind.ToString()), Category: null, Code(told.Channel.ToString()), []);

    /// <summary>As partners write it, and rules ask for it: <c>serviceVisit</c>.</summary>
    private static string Code(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
