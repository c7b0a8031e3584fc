namespace Loyalty.Domain.Rewards;

/// <summary>Identifies a reward of the catalogue.</summary>
public readonly record struct RewardId(Guid Value) : IIdentifier<RewardId>
{
    public static string Prefix => "rwd";

    public static RewardId From(Guid value) => new(value);

    /// <summary>Declared here too, because routes bind only to a method of the type itself.</summary>
    public static bool TryParse(string? s, IFormatProvider? provider, out RewardId result) =>
        Identifier.TryParse(s, out result);

    public override string ToString() => Identifier.Format(this);
}
