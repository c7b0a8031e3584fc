using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Partners;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Partners;

/// <param name="Text"><c>lnk_…</c>, which nobody can read again.</param>
public sealed record NewLinkToken(string Text, DateTimeOffset ExpiresAt);

/// <summary>Makes a token that the member hands to a partner.</summary>
public sealed class CreateLinkToken(LoyaltyDbContext context, TimeProvider clock)
{
    /// <summary>Tokens that one member may have at a time.</summary>
    public const int LiveMax = 5;

    public sealed record TooManyLinkTokens()
        : Refusal(
            "too-many-link-tokens",
            RefusalKind.Busy,
            $"{LiveMax} tokens of this member are live. Use one of them, or wait until one ends."
        );

    public async Task<Outcome<NewLinkToken>> ExecuteAsync(MemberId member, CancellationToken cancellationToken)
    {
        var now = clock.Instant();
        var live = await context.LinkTokens.CountAsync(
            token => token.MemberId == member && token.UsedAt == null && token.ExpiresAt > now,
            cancellationToken
        );
        if (live >= LiveMax)
        {
            return new TooManyLinkTokens();
        }

        var text = LinkToken.NewText();
        LinkToken.TryHash(text, out var hash);
        var token = new LinkToken
        {
            TokenHash = hash!,
            MemberId = member,
            CreatedAt = now,
            ExpiresAt = now + LinkToken.Lifetime,
        };
        context.LinkTokens.Add(token);
        await context.SaveChangesAsync(cancellationToken);
        return new NewLinkToken(text, token.ExpiresAt);
    }
}

/// <summary>Links a partner's customer to the member who made the token, and posts what waited for the customer.</summary>
public sealed class LinkByToken(LoyaltyDbContext context, LinkCustomers linkCustomers, TimeProvider clock)
{
    /// <summary>No such token, or it was used, or its time is over; which of these is not told.</summary>
    public sealed record LinkTokenInvalid()
        : Refusal(
            "link-token-invalid",
            RefusalKind.Invalid,
            "The token is unknown, was used, or its time is over. The member makes a new one in the app."
        )
    {
        public override IEnumerable<KeyValuePair<string, object?>> Fields => [new("field", "token")];
    }

    public async Task<Outcome<CustomerLink>> ExecuteAsync(
        Partner partner,
        string token,
        string partnerCustomerId,
        CancellationToken cancellationToken
    )
    {
        if (!PlainText.IsSound(partnerCustomerId, MemberLink.PartnerCustomerIdLengthMax))
        {
            return new Refusal.InvalidRequest(
                "partnerCustomerId",
                $"must have 1 to {MemberLink.PartnerCustomerIdLengthMax} characters and no control characters"
            );
        }

        if (!LinkToken.TryHash(token, out var hash))
        {
            return new LinkTokenInvalid();
        }

        // A customer of somebody else does not use the token up.
        var elsewhere = await context
            .MemberLinks.AsNoTracking()
            .Where(link => link.PartnerId == partner.Id && link.PartnerCustomerId == partnerCustomerId)
            .Select(link => (MemberId?)link.MemberId)
            .FirstOrDefaultAsync(cancellationToken);
        var now = clock.Instant();
        var live = context.LinkTokens.Where(one => one.TokenHash == hash && one.UsedAt == null && one.ExpiresAt > now);
        var member = await live.Select(one => (MemberId?)one.MemberId).FirstOrDefaultAsync(cancellationToken);
        if (member is not { } owner)
        {
            return new LinkTokenInvalid();
        }

        if (elsewhere is { } other && other != owner)
        {
            return new EventRefusal.CustomerLinkedElsewhere();
        }

        // Spent by one statement, so that of two at once only one gets it.
        DateTimeOffset? used = now;
        PartnerId? by = partner.Id;
        var spent = await live.ExecuteUpdateAsync(
            row => row.SetProperty(one => one.UsedAt, used).SetProperty(one => one.UsedBy, by),
            cancellationToken
        );
        if (spent == 0)
        {
            return new LinkTokenInvalid();
        }

        var link = new CustomerLink(partnerCustomerId, owner);
        var linked = await linkCustomers.ExecuteAsync(partner.Slug, [link], cancellationToken);
        var refusal = linked.Refusal ?? linked.Value.Refusals[0];
        return refusal is null ? link : refusal;
    }
}
