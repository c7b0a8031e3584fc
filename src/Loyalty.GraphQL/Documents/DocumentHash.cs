using System.Security.Cryptography;
using System.Text;

namespace Loyalty.GraphQL.Documents;

/// <summary>The name of a document: the SHA-256 of its text in UTF-8, in lower-case hexadecimal digits.</summary>
public static class DocumentHash
{
    private const string Prefix = "sha256:";

    public static string Of(string document) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(document)));

    /// <summary>Reads an id as clients send it, with or without <c>sha256:</c> before it.</summary>
    /// <returns>Null when it is no SHA-256.</returns>
    public static string? Parse(string? id)
    {
        if (id is null)
            return null;
        var digits = id.StartsWith(Prefix, StringComparison.Ordinal) ? id[Prefix.Length..] : id;
        return digits.Length == 64 && digits.All(char.IsAsciiHexDigit) ? digits.ToLowerInvariant() : null;
    }
}
