using System.Globalization;

namespace Loyalty.Domain.Points;

/// <summary>Identifies an entry by its place: the wallet and the number within it. Outside it is the wallet's text with
/// another prefix and the number behind a dot: <c>ent_….42</c>.</summary>
public readonly record struct EntryId(WalletId Wallet, long Sequence)
{
    private const string Prefix = "ent";

    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Prefix}{Identifier.Format(Wallet).AsSpan(WalletId.Prefix.Length)}.{Sequence}"
        );

    public static bool TryParse(string? text, out EntryId id)
    {
        id = default;
        var dot = text?.IndexOf('.', StringComparison.Ordinal) ?? -1;
        if (
            dot < 0
            || !text!.StartsWith(Prefix, StringComparison.Ordinal)
            || !Identifier.TryParse<WalletId>(
                string.Concat(WalletId.Prefix, text.AsSpan(Prefix.Length, dot - Prefix.Length)),
                out var wallet
            )
            // The parser below lets NUL characters pass behind the number.
            || text.AsSpan(dot + 1).ContainsAnyExceptInRange('0', '9')
            || !long.TryParse(text.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
        )
        {
            return false;
        }

        id = new EntryId(wallet, sequence);
        return true;
    }
}
