namespace Loyalty.Domain.Earning;

/// <summary>Identifies an earning rule over all its versions.</summary>
public readonly record struct RuleId(Guid Value) : IIdentifier<RuleId>
{
    public static string Prefix => "rul";

    public static RuleId From(Guid value) => new(value);

    public override string ToString() => Identifier.Format(this);
}
