using Loyalty.Application.Points;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Partners;

/// <summary>What a member can spend at an instant.</summary>
/// <param name="Points">by point currency, in the order of the codes.</param>
public sealed record MemberBalance(IReadOnlyList<MemberBalance.OfCurrency> Points, DateTimeOffset At)
{
    public sealed record OfCurrency(PointCurrencyCode Currency, long Available);
}

/// <summary>
/// Tells a partner a member's balance, where the contract and the member allow it: the member has agreed to sharing with
/// partners, over whichever channel. A member who has not is to the partner as one who does not exist.
/// </summary>
public sealed class FindBalance(
    LoyaltyDbContext context,
    EventLookups lookups,
    ProgrammeSettings settings,
    TimeProvider clock
)
{
    public sealed record BalanceNotCovered()
        : Refusal("balance-not-covered", RefusalKind.NotAllowed, "The contract does not cover balance inquiries.");

    public async Task<Outcome<MemberBalance>> ExecuteAsync(
        Partner partner,
        string? cardNumber,
        string? partnerCustomerId,
        CancellationToken cancellationToken
    )
    {
        if (!partner.Contract.BalanceInquiry)
        {
            return new BalanceNotCovered();
        }

        if (cardNumber is null == partnerCustomerId is null)
        {
            return new Refusal.InvalidRequest("cardNumber", "or partnerCustomerId must be given, and not both");
        }

        if (!PlainText.IsSound(cardNumber ?? partnerCustomerId, MemberLink.PartnerCustomerIdLengthMax))
        {
            return new Refusal.InvalidRequest(
                cardNumber is null ? "partnerCustomerId" : "cardNumber",
                $"must have 1 to {MemberLink.PartnerCustomerIdLengthMax} characters and no control characters"
            );
        }

        MemberReference reference = cardNumber is null
            ? new MemberReference.ByPartnerCustomer(partnerCustomerId!)
            : new MemberReference.ByCard(cardNumber);
        var match = await MemberMatches.FindOneAsync(lookups, partner.Id, reference, cancellationToken);
        return
            match is { Refusal: null, Member: { } member, Status: not (MemberStatus.Closed or MemberStatus.Merged) }
            && await AgreesAsync(member, cancellationToken)
            ? await ReadAsync(member, cancellationToken)
            : new Refusal.NoSuch("member who agreed to this");
    }

    private Task<bool> AgreesAsync(MemberId member, CancellationToken cancellationToken) =>
        context.Consents.AnyAsync(
            consent =>
                consent.MemberId == member && consent.Purpose == ConsentPurpose.PartnerSharing && consent.Granted,
            cancellationToken
        );

    private async Task<MemberBalance> ReadAsync(MemberId member, CancellationToken cancellationToken)
    {
        var now = clock.Instant();
        var day = now.DayIn((await settings.CurrentAsync(cancellationToken)).Programme.Zone());
        // A wallet and its lots of one moment.
        await using var snapshot = await context.BeginSnapshotAsync(cancellationToken);
        var wallets = await context
            .Wallets.AsNoTracking()
            .Where(wallet => wallet.MemberId == member)
            .ToListAsync(cancellationToken);
        var ids = wallets.Select(wallet => wallet.WalletId).ToArray();
        var lots = await context
            .Lots.AsNoTracking()
            .Where(lot => ids.Contains(lot.WalletId) && lot.Points > 0)
            .ToListAsync(cancellationToken);
        return new MemberBalance(
            [
                .. wallets
                    .OrderBy(wallet => wallet.Currency.Value, StringComparer.Ordinal)
                    .Select(wallet => new MemberBalance.OfCurrency(
                        wallet.Currency,
                        Wallet.Load(wallet, lots.Where(lot => lot.WalletId == wallet.WalletId)).AvailableOn(day)
                    )),
            ],
            now
        );
    }
}
