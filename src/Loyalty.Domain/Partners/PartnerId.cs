namespace Loyalty.Domain.Partners;

/// <summary>Identifies a partner.</summary>
public readonly record struct PartnerId(Guid Value) : IIdentifier<PartnerId>
{
    public static string Prefix => "prt";

    public static PartnerId From(Guid value) => new(value);

    public override string ToString() => Identifier.Format(this);
}
