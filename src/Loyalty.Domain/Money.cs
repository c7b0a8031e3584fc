using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Loyalty.Domain;

/// <summary>An amount of money with its ISO 4217 currency. Never a binary fraction.</summary>
public readonly record struct Money(decimal Amount, MoneyCurrency Currency)
{
    /// <summary>The same amount with as many decimal places as the currency's smallest unit has, and more only where it needs
    /// them.</summary>
    public Money InPlainForm()
    {
        // Dividing drops the zeros behind the last digit, adding a zero of the unit brings those back that belong there.
        var trimmed = Amount / 1.000000000000000000000000000m;
        return this with { Amount = trimmed + new decimal(0, 0, 0, isNegative: false, (byte)Currency.Decimals) };
    }

    public override string ToString() => $"{Amount.ToString(CultureInfo.InvariantCulture)} {Currency}";
}

/// <summary>An alphabetic currency code of ISO 4217 (list of active codes as of 2025).</summary>
public readonly record struct MoneyCurrency
{
    // Codes with other than two decimal places stand in the tables below (ISO 4217, minor unit).
    private static readonly HashSet<string> Codes = new(
        (
            "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF "
            + "CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD "
            + "HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL "
            + "LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP "
            + "PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT "
            + "TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG"
        ).Split(' '),
        StringComparer.Ordinal
    );

    private static readonly HashSet<string> WithoutDecimals = new(
        "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF".Split(' '),
        StringComparer.Ordinal
    );

    private static readonly HashSet<string> WithThreeDecimals = new(
        "BHD IQD JOD KWD LYD OMR TND".Split(' '),
        StringComparer.Ordinal
    );

    private MoneyCurrency(string code) => Code = code;

    public string Code { get; }

    /// <summary>Decimal places of the smallest unit: 2 for CZK, 0 for JPY, 3 for KWD.</summary>
    public int Decimals =>
        WithoutDecimals.Contains(Code) ? 0
        : WithThreeDecimals.Contains(Code) ? 3
        : 2;

    public static bool TryParse([NotNullWhen(true)] string? code, out MoneyCurrency currency)
    {
        currency = code is not null && Codes.TryGetValue(code, out var known) ? new MoneyCurrency(known) : default;
        return currency.Code is not null;
    }

    /// <exception cref="FormatException">not an active code.</exception>
    public static MoneyCurrency Parse(string code) =>
        TryParse(code, out var currency) ? currency : throw new FormatException("Not an ISO 4217 currency code.");

    public override string ToString() => Code;
}
