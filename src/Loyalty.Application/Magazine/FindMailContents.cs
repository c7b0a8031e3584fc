using System.Globalization;
using Loyalty.Application.Offers;
using Loyalty.Application.Points;
using Loyalty.Domain;
using Loyalty.Domain.Magazine;
using Loyalty.Domain.Members;
using Loyalty.Domain.Offers;
using Loyalty.Domain.Points;
using Loyalty.Domain.Rewards;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Magazine;

/// <summary>A mail as it is to be sent.</summary>
/// <param name="To">the address of the freeze; once it has left, that of the dispatch.</param>
public sealed record WrittenMail(CopyId Copy, MemberId Member, string To, string Language, string Subject, string Text);

/// <summary>Reads what mails say to members about themselves, and writes the mails: as many statements for a page of members as for one.
/// Offers are challenges and referrals that are open, and whose audience the member belongs to.</summary>
public sealed class FindMailContents(FindAudience audience, ProgrammeSettings settings, TimeProvider clock)
{
    /// <summary>Offers that a mail names.</summary>
    private const int OffersMax = 3;

    private static readonly MemberStatus[] Writable =
    [
        .. Enum.GetValues<MemberStatus>().Where(status => status.Allows(MemberOperation.Message)),
    ];

    /// <param name="members">some hundreds at the most.</param>
    internal async Task<IReadOnlyDictionary<MemberId, MailContent>> ReadAsync(
        LoyaltyDbContext context,
        IReadOnlyCollection<MemberId> members,
        CancellationToken cancellationToken
    )
    {
        var club = await settings.CurrentAsync(cancellationToken);
        var now = clock.Instant();
        var day = now.DayIn(club.Programme.Zone());
        var currencies = club
            .Currencies.Values.Where(one => one.Kind == PointCurrencyKind.Redeemable)
            .Select(one => one.Code)
            .OrderBy(code => code.Value, StringComparer.Ordinal)
            .ToArray();
        var wallets = members.SelectMany(_ => currencies, WalletId.Of).ToArray();
        var lots = await context
            .Lots.AsNoTracking()
            .Where(lot => wallets.Contains(lot.WalletId) && lot.Points > 0)
            .ToListAsync(cancellationToken);
        var free = lots.Where(lot => lot.Key.IsValidOn(day))
            .ToLookup(lot => lot.WalletId, lot => lot.Points - lot.Held);
        var offers = (await context.OpenOffersAsync(now, cancellationToken)).FindAll(offer =>
            offer.Trigger is OfferTrigger.Challenge or OfferTrigger.Referral
        );
        var facts = await audience.ReadAsync(
            context,
            [.. offers.Select(offer => offer.Definition.Audience)],
            members,
            cancellationToken
        );
        return members
            .Distinct()
            .ToDictionary(
                member => member,
                member => new MailContent(
                    [
                        .. currencies.Select(currency => new MailPoints(
                            currency,
                            free[WalletId.Of(member, currency)].Sum()
                        )),
                    ],
                    [
                        .. offers
                            .Where(offer =>
                                offer.Trigger == OfferTrigger.Referral
                                || offer.Definition.Audience.Missing(facts[member]).Count == 0
                            )
                            .Take(OffersMax),
                    ]
                )
            );
    }

    /// <summary>The mails of an issue to those who may still be written to, in the order of their copies.</summary>
    /// <param name="after">the last copy of the page before; null for the first page.</param>
    /// <returns>up to one more than the limit, which tells that there is a next page.</returns>
    public async Task<List<WrittenMail>> MailsAsync(
        LoyaltyDbContext context,
        Publication publication,
        Issue issue,
        CopyId? after,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var (id, last, writable) = (issue.Id, after ?? default, Writable);
        var copies = await context
            .MagazineCopies.AsNoTracking()
            .Where(copy =>
                copy.IssueId == id
                && copy.Channel == MagazineChannel.Email
                && copy.Country == ""
                && copy.PostalCode == ""
                && copy.Id > last
                && copy.Recipient != null
                && copy.Status != CopyStatus.Returned
                && context.MagazineSubscriptions.Any(row =>
                    row.Id == copy.SubscriptionId
                    && context.Members.Any(member => member.Id == row.MemberId && writable.Contains(member.Status))
                    && context.Consents.Any(consent =>
                        consent.MemberId == row.MemberId
                        && consent.Purpose == ConsentPurpose.Magazine
                        && consent.Channel == ConsentChannel.Email
                        && consent.Granted
                    )
                )
            )
            .OrderBy(copy => copy.Id)
            .Take(limit + 1)
            .ToListAsync(cancellationToken);
        if (copies.Count == 0)
        {
            return [];
        }

        var members = copies.Select(copy => copy.MemberId).Distinct().ToArray();
        var values = await ReadAsync(context, members, cancellationToken);
        var names = await context
            .Members.Where(member => members.Contains(member.Id))
            .Select(member => new { member.Id, member.Name.Display })
            .ToDictionaryAsync(member => member.Id, member => member.Display, cancellationToken);
        return copies.ConvertAll(copy => Write(publication, issue, copy, names[copy.MemberId], values[copy.MemberId]));
    }

    private static WrittenMail Write(
        Publication publication,
        Issue issue,
        MagazineCopy copy,
        string name,
        MailContent content
    )
    {
        var template = publication.Definition.MailIn(copy.Language);
        var values = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["name"] = name,
            ["title"] = issue.Definition.Texts.In(copy.Language).Title,
            ["link"] = issue.Definition.ContentIn(copy.Language)?.Url ?? "",
            ["points"] = string.Join(
                ", ",
                content.Points.Select(one =>
                    content.Points.Count == 1
                        ? one.Points.ToString(CultureInfo.InvariantCulture)
                        : string.Create(CultureInfo.InvariantCulture, $"{one.Points} {one.Currency}")
                )
            ),
            ["offers"] = string.Join(
                ", ",
                content.Offers.Select(offer => offer.Definition.Texts.In(copy.Language).Title)
            ),
        };
        return new WrittenMail(
            copy.Id,
            copy.MemberId,
            copy.Recipient!,
            copy.Language,
            MailTemplate.Fill(template?.Subject ?? "{title}", values),
            MailTemplate.Fill(template?.Text ?? "{link}", values)
        );
    }
}
