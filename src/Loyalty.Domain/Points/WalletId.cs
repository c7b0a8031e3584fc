namespace Loyalty.Domain.Points;

/// <summary>Identifies a wallet.</summary>
public readonly record struct WalletId(Guid Value) : IIdentifier<WalletId>
{
    public static string Prefix => "wal";

    public static WalletId From(Guid value) => new(value);

    public override string ToString() => Identifier.Format(this);
}
