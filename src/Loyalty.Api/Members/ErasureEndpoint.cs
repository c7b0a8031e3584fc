using Loyalty.Api.Authentication;
using Loyalty.Api.Http;
using Loyalty.Api.Points;
using Loyalty.Application.Members;
using Loyalty.Domain.Members;
using Loyalty.Identity.Administration;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Loyalty.Api.Members;

/// <param name="By">the subject of the member of staff.</param>
public sealed record ErasureView(MemberId Member, DateTimeOffset ErasedAt, string By)
{
    internal static ErasureView Of(Member member) => new(member.Id, member.ErasedAt!.Value, member.ErasedBy!);
}

/// <summary>The end of what the club knows of a person.</summary>
internal static partial class ErasureEndpoint
{
    public static void MapErasure(this RouteGroupBuilder members) =>
        members
            .MapPost("/{id}/erasure", Erase)
            .RequireAuthorization(Policies.StaffManage)
            .WithName("eraseMember")
            .WithSummary("Erase all personal data of a closed account, for good")
            .WithDescription(
                "Removes the record, what merged into it, the sign-in accounts of the club's own sign-in, kept events and kept answers. The points ledger stays as it is: it names nobody. Cannot be undone. Erasing what is erased changes nothing."
            )
            // Done twice it is done once, and it runs in a transaction of its own.
            .KeepsItsKey()
            .Refuses(404, 409);

    private static async Task<Results<Ok<ErasureView>, ProblemHttpResult>> Erase(
        MemberId id,
        EraseMember erase,
        AuthenticationSettings authentication,
        IServiceProvider services,
        HttpContext http,
        ILogger<ErasureView> logger,
        CancellationToken cancellationToken
    )
    {
        var signIns = await erase.SignInsAsync(id, cancellationToken);
        if (signIns.Refusal is { } refusal)
        {
            return refusal.ToProblem();
        }

        // First, because afterwards nobody knows which accounts they were.
        if (authentication.IsEmbedded)
        {
            var users = services.GetRequiredService<UserAdministration>();
            foreach (
                var own in signIns.Value.Where(one =>
                    string.Equals(one.Issuer, authentication.Issuer, StringComparison.Ordinal)
                )
            )
            {
                await users.DeleteAsync(own.Subject);
            }
        }

        var erased = await erase.ExecuteAsync(id, http.User.Subject(), cancellationToken);
        if (erased.Refusal is null)
        {
            LogErased(logger, id);
        }

        return erased.ToOk(ErasureView.Of);
    }

    [LoggerMessage(LogLevel.Information, "The personal data of {Member} was erased.")]
    private static partial void LogErased(ILogger logger, MemberId member);
}
