using System.Diagnostics.CodeAnalysis;
using Loyalty.Domain.Points;
using Loyalty.Domain.Rewards;

namespace Loyalty.Domain.Partners;

/// <summary>
/// Names a line within its statement, such as <c>issued:evt_…:POINTS</c>, <c>fulfilled:red_…</c> or <c>correction:dsp_…</c>; what is
/// in the books and in no event of the partner is <c>reversed:others:POINTS</c>.
/// </summary>
/// <param name="Subject">the event, the redemption or the dispute; null for what stands for others.</param>
/// <param name="PointCurrency">of points that the partner funds; null of redemptions.</param>
public readonly record struct StatementLineName(StatementMovement Movement, Guid? Subject, string? PointCurrency)
{
    public const int LengthMax = 100;

    private const string Others = "others";

    public bool IsOfRedemption => Movement is StatementMovement.Fulfilled or StatementMovement.Returned;

    public override string ToString()
    {
        var subject =
            Subject is not { } id ? Others
            : Movement == StatementMovement.Correction ? new DisputeId(id).ToString()
            : IsOfRedemption ? new RedemptionId(id).ToString()
            : new PartnerEventKey(id).ToString();
        var name = $"{Movement.ToString().ToLowerInvariant()}:{subject}";
        // A dispute has one correction, in one currency or none.
        return IsOfRedemption || Movement == StatementMovement.Correction ? name : $"{name}:{PointCurrency}";
    }

    public static bool TryParse([NotNullWhen(true)] string? text, out StatementLineName name)
    {
        name = default;
        if (
            text is not { Length: <= LengthMax }
            || text.Split(':') is not [var word, var subject, .. var rest]
            || rest.Length > 1
            || !Enum.TryParse<StatementMovement>(word, ignoreCase: true, out var movement)
        )
        {
            return false;
        }

        var currency = rest is [var code] && PointCurrencyCode.TryParse(code, out _) ? code : null;
        Guid? id = movement switch
        {
            StatementMovement.Correction => Identifier.TryParse<DisputeId>(subject, out var dispute)
                ? dispute.Value
                : null,
            StatementMovement.Fulfilled or StatementMovement.Returned => Identifier.TryParse<RedemptionId>(
                subject,
                out var redemption
            )
                ? redemption.Value
                : null,
            _ => Identifier.TryParse<PartnerEventKey>(subject, out var key) ? key.Value : null,
        };
        name = new(movement, id, currency);
        // What is written otherwise is another text for the same line, and would be disputed beside it.
        return (id is not null || movement is StatementMovement.Issued or StatementMovement.Reversed)
            && string.Equals(name.ToString(), text, StringComparison.Ordinal);
    }
}
