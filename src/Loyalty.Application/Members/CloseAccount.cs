using Loyalty.Application.Points;
using Loyalty.Domain;
using Loyalty.Domain.Members;

namespace Loyalty.Application.Members;

/// <summary>
/// Closes an account and gives up its points: first the status, so that nothing new comes in, then the points, under a key that
/// follows from the member. Whoever calls again, or the sweep a minute later, finishes what a crash between the two left.
/// </summary>
public sealed class CloseAccount(ChangeMemberStatus change, ForfeitPoints forfeit)
{
    public async Task<Outcome<Member>> ExecuteAsync(
        MemberId id,
        string reason,
        string by,
        CancellationToken cancellationToken
    )
    {
        var request = new ChangeMemberStatusRequest(id, MemberStatus.Closed, reason, by);
        var closed = await change.ExecuteAsync(request, cancellationToken);
        if (closed.Refusal is null)
        {
            // A ledger that is too busy now gives the points up later: the account is closed all the same.
            _ = await forfeit.ExecuteAsync(id, "closing", cancellationToken);
        }

        return closed;
    }
}
