using System.Text;
using System.Text.RegularExpressions;
using Loyalty.Domain;
using Loyalty.Domain.Members;

namespace Loyalty.Api.Http;

/// <summary>Whom an answer is about that is kept for repeated requests, so that it can be erased with the member.</summary>
internal static partial class AnswerSubject
{
    /// <summary>The member of the path; else the only one whom the answer names. Null when it names several, or none.</summary>
    public static MemberId? Of(HttpContext http, byte[] body)
    {
        if (Identifier.TryParse<MemberId>(http.Request.RouteValues["id"] as string, out var id))
        {
            return id;
        }

        var named = MemberIds()
            .Matches(http.Response.Headers.Location + "\n" + Encoding.UTF8.GetString(body))
            .Select(match => match.Value)
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .ToArray();
        return named is [var only] && Identifier.TryParse<MemberId>(only, out var member) ? member : null;
    }

    [GeneratedRegex("mbr_[0-9a-z]+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex MemberIds();
}
