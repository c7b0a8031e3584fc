namespace Loyalty.Domain.Care;

/// <summary>Identifies a file of letters.</summary>
public readonly record struct CareLetterFileId(Guid Value) : IIdentifier<CareLetterFileId>
{
    public static string Prefix => "clf";

    public static CareLetterFileId From(Guid value) => new(value);

    /// <summary>Declared here too, because routes bind only to a method of the type itself.</summary>
    public static bool TryParse(string? s, IFormatProvider? provider, out CareLetterFileId result) =>
        Identifier.TryParse(s, out result);

    public override string ToString() => Identifier.Format(this);
}
