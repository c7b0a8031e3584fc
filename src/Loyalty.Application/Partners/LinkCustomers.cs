using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Partners;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Partners;

/// <summary>A customer of the partner and the member that it is.</summary>
public sealed record CustomerLink(string PartnerCustomerId, MemberId MemberId);

/// <param name="Refusals">one for each link, in order; null where it holds now.</param>
public sealed record LinkResults(IReadOnlyList<Refusal?> Refusals);

/// <summary>Links customers of a partner to members, each on its own, and posts what waited for them.</summary>
public sealed class LinkCustomers(
    IDbContextFactory<LoyaltyDbContext> contexts,
    ReplayEvents replayEvents,
    TimeProvider clock
)
{
    public const int LinksMax = 1_000;
    private const int AttemptsMax = 5;

    public sealed record MemberNotFound()
        : Refusal("member-not-found", RefusalKind.Invalid, "There is no member with this id.");

    public async Task<Outcome<LinkResults>> ExecuteAsync(
        string idOrSlug,
        IReadOnlyList<CustomerLink> links,
        CancellationToken cancellationToken
    )
    {
        if (links.Count is 0 or > LinksMax)
        {
            return new Refusal.InvalidRequest("links", $"must hold 1 to {LinksMax} links");
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (await context.FindPartnerAsync(idOrSlug, cancellationToken) is not { } partner)
        {
            return new Refusal.NoSuch("partner");
        }

        var attempt = 1;
        while (true)
        {
            context.ChangeTracker.Clear();
            try
            {
                var refusals = await LinkAsync(context, partner, links, cancellationToken);
                await context.SaveChangesAsync(cancellationToken);
                var linked = links
                    .Where((_, i) => refusals[i] is null)
                    .Select(link => link.PartnerCustomerId)
                    .ToArray();
                await replayEvents.ForCustomersAsync(partner, linked, cancellationToken);
                return new LinkResults(refusals);
            }
            catch (DbUpdateException exception) when (attempt < AttemptsMax && exception.IsUniqueViolation())
            {
                // Somebody linked one of them at the same moment; the next look finds it.
                attempt++;
            }
        }
    }

    private async Task<Refusal?[]> LinkAsync(
        LoyaltyDbContext context,
        Partner partner,
        IReadOnlyList<CustomerLink> links,
        CancellationToken cancellationToken
    )
    {
        var customerIds = links.Select(link => link.PartnerCustomerId).Distinct(StringComparer.Ordinal).ToArray();
        var memberIds = links.Select(link => link.MemberId).Distinct().ToArray();
        var members = await context
            .Members.Where(member => memberIds.Contains(member.Id))
            .Select(member => member.Id)
            .ToHashSetAsync(cancellationToken);
        var known = await context
            .MemberLinks.AsNoTracking()
            .Where(link => link.PartnerId == partner.Id && customerIds.Contains(link.PartnerCustomerId))
            .ToDictionaryAsync(
                link => link.PartnerCustomerId,
                link => link.MemberId,
                StringComparer.Ordinal,
                cancellationToken
            );
        var now = clock.Instant();
        var refusals = new Refusal?[links.Count];
        for (var i = 0; i < refusals.Length; i++)
        {
            var (customerId, memberId) = links[i];
            if (!PlainText.IsSound(customerId, MemberLink.PartnerCustomerIdLengthMax))
            {
                refusals[i] = new Refusal.InvalidRequest(
                    "partnerCustomerId",
                    $"must have 1 to {MemberLink.PartnerCustomerIdLengthMax} characters and no control characters"
                );
            }
            else if (!members.Contains(memberId))
            {
                refusals[i] = new MemberNotFound();
            }
            else if (known.TryGetValue(customerId, out var other))
            {
                refusals[i] = other == memberId ? null : new EventRefusal.CustomerLinkedElsewhere();
            }
            else
            {
                known[customerId] = memberId;
                context.MemberLinks.Add(
                    new MemberLink
                    {
                        PartnerId = partner.Id,
                        PartnerCustomerId = customerId,
                        MemberId = memberId,
                        LinkedAt = now,
                    }
                );
            }
        }

        return refusals;
    }
}

/// <summary>Ends a link. What was posted stays; what comes afterwards waits in quarantine.</summary>
public sealed class UnlinkCustomer(LoyaltyDbContext context)
{
    public async Task<Outcome<int>> ExecuteAsync(
        string idOrSlug,
        string partnerCustomerId,
        CancellationToken cancellationToken
    )
    {
        if (await context.FindPartnerAsync(idOrSlug, cancellationToken) is not { } partner)
        {
            return new Refusal.NoSuch("partner");
        }

        var gone = PlainText.IsSound(partnerCustomerId, MemberLink.PartnerCustomerIdLengthMax)
            ? await context
                .MemberLinks.Where(link => link.PartnerId == partner.Id && link.PartnerCustomerId == partnerCustomerId)
                .ExecuteDeleteAsync(cancellationToken)
            : 0;
        return gone > 0 ? gone : new Refusal.NoSuch("link");
    }
}
