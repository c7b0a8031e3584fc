using Loyalty.Application.Members;
using Loyalty.Domain;
using Loyalty.Domain.Partners;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Partners;

/// <param name="By">the subject of the member of staff.</param>
public sealed record BindClientRequest(string Partner, string ClientId, string By);

/// <summary>Lets an OAuth client speak for a partner. Binding it again to the same partner changes nothing.</summary>
public sealed class BindClient(LoyaltyDbContext context, TimeProvider clock)
{
    /// <summary>The client speaks for another partner.</summary>
    public sealed record ClientBoundElsewhere()
        : Refusal("client-bound-elsewhere", RefusalKind.Conflict, "This client speaks for another partner.");

    /// <summary>The partner has as many as one may have.</summary>
    public sealed record TooManyClients()
        : Refusal(
            "too-many-clients",
            RefusalKind.Conflict,
            $"A partner has at most {PartnerClient.ClientsMax} clients. Unbind one first."
        );

    public Task<Outcome<PartnerClient>> ExecuteAsync(BindClientRequest request, CancellationToken cancellationToken) =>
        context.OnLostRacesAsync(() => BindAsync(request, cancellationToken));

    private async Task<Outcome<PartnerClient>> BindAsync(BindClientRequest request, CancellationToken cancellationToken)
    {
        if (WhyNot(request.ClientId) is { } unsound)
        {
            return unsound;
        }

        if (await context.FindPartnerAsync(request.Partner, cancellationToken) is not { } partner)
        {
            return new Refusal.NoSuch("partner");
        }

        var known = await context
            .PartnerClients.AsNoTracking()
            .FirstOrDefaultAsync(client => client.ClientId == request.ClientId, cancellationToken);
        if (known is not null)
        {
            return known.PartnerId == partner.Id ? known : new ClientBoundElsewhere();
        }

        if (
            await context.PartnerClients.CountAsync(client => client.PartnerId == partner.Id, cancellationToken)
            >= PartnerClient.ClientsMax
        )
        {
            return new TooManyClients();
        }

        var bound = new PartnerClient
        {
            ClientId = request.ClientId,
            PartnerId = partner.Id,
            BoundAt = clock.Instant(),
            BoundBy = request.By[..Math.Min(request.By.Length, PartnerClient.BoundByLengthMax)],
        };
        context.PartnerClients.Add(bound);
        // Counts as a change of the partner, so that two at once do not bind one too many.
        context.Entry(partner).Property(p => p.Version).IsModified = true;
        await context.SaveChangesAsync(cancellationToken);
        return bound;
    }

    /// <returns>Null for what can be a client's id: visible ASCII characters.</returns>
    public static Refusal? WhyNot(string? clientId) =>
        clientId is { Length: >= 1 and <= PartnerClient.ClientIdLengthMax } && clientId.All(c => c is > ' ' and <= '~')
            ? null
            : new Refusal.InvalidRequest(
                "clientId",
                $"must be 1 to {PartnerClient.ClientIdLengthMax} visible ASCII characters"
            );
}

/// <summary>Ends what a client may do for a partner, at once.</summary>
public sealed class UnbindClient(LoyaltyDbContext context)
{
    public async Task<Outcome<int>> ExecuteAsync(string idOrSlug, string clientId, CancellationToken cancellationToken)
    {
        if (await context.FindPartnerAsync(idOrSlug, cancellationToken) is not { } partner)
        {
            return new Refusal.NoSuch("partner");
        }

        var gone = BindClient.WhyNot(clientId) is null
            ? await context
                .PartnerClients.Where(client => client.PartnerId == partner.Id && client.ClientId == clientId)
                .ExecuteDeleteAsync(cancellationToken)
            : 0;
        return gone > 0 ? gone : new Refusal.NoSuch("client");
    }
}
