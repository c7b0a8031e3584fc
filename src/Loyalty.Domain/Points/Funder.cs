using Loyalty.Domain.Partners;

namespace Loyalty.Domain.Points;

/// <summary>Who pays for points: a partner, or the club itself.</summary>
public readonly record struct Funder(Guid Value)
{
    public static Funder Club => default;

    public static Funder Of(PartnerId partner) => new(partner.Value);

    /// <summary>The counter-account of whatever the funder gives or gets back.</summary>
    public string CounterAccount => Value == Guid.Empty ? CounterAccounts.Club : new PartnerId(Value).ToString();
}
