using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Loyalty.Application.Points;
using Loyalty.Application.Points.Ledger;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Offers;
using Loyalty.Domain.Points;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Loyalty.Application.Offers;

/// <summary>Has the ledger post the points of grants. Each has a key that follows from the grant, so that doing it again after a crash
/// changes nothing.</summary>
public sealed partial class PostGrantedPoints(
    IDbContextFactory<LoyaltyDbContext> contexts,
    ProgrammeSettings settings,
    LedgerWriter ledger,
    TimeProvider clock,
    ILogger<PostGrantedPoints> logger
)
{
    private const int PerStep = 100;

    /// <summary>Posts what is due, step by step.</summary>
    /// <returns>how many grants were posted.</returns>
    public async Task<int> ExecuteAsync(CancellationToken cancellationToken)
    {
        var posted = 0;
        while (true)
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            var now = clock.Instant();
            var due = await context
                .OfferGrants.AsNoTracking()
                .Where(grant => grant.PointsDueAt <= now)
                .OrderBy(grant => grant.PointsDueAt)
                .ThenBy(grant => grant.Id)
                .Take(PerStep)
                .ToListAsync(cancellationToken);
            if (due.Count == 0 || await StepAsync(context, due, cancellationToken) is not { } done)
            {
                return posted;
            }

            posted += done;
        }
    }

    /// <summary>Posts at once what the use of a referral code gave, and nothing else that is due. What the ledger does not take now the
    /// worker posts.</summary>
    public async Task ExecuteAsync(ReferralId id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var now = clock.Instant();
        var referral = await context.Referrals.AsNoTracking().SingleAsync(row => row.Id == id, cancellationToken);
        MemberId[] both = [referral.ReferrerId, referral.ReferredId];
        var occasion = Occasions.Referral(referral.Id, stage: 1);
        var due = await context
            .OfferGrants.AsNoTracking()
            .Where(grant =>
                grant.OfferId == referral.OfferId
                && both.Contains(grant.MemberId)
                && grant.Occasion == occasion
                && grant.PointsDueAt <= now
            )
            .ToListAsync(cancellationToken);
        if (due.Count > 0)
        {
            await StepAsync(context, due, cancellationToken);
        }
    }

    /// <returns>null when the ledger takes no more now.</returns>
    private async Task<int?> StepAsync(
        LoyaltyDbContext context,
        List<OfferGrant> due,
        CancellationToken cancellationToken
    )
    {
        var ids = due.Select(grant => grant.OfferId).Distinct().ToArray();
        var offers = await context
            .Offers.AsNoTracking()
            .Where(offer => ids.Contains(offer.Id))
            .ToDictionaryAsync(offer => offer.Id, cancellationToken);
        var club = await settings.CurrentAsync(cancellationToken);
        var commands = new List<(OfferGrant Grant, OfferGrantCommand Command)>();
        foreach (var grant in due)
        {
            var (member, status) = await context.SurvivorOfAsync(grant.MemberId, cancellationToken);
            if (status.Allows(MemberOperation.Earn))
            {
                commands.Add((grant, Command(grant, member, offers[grant.OfferId], club)));
            }
            else
            {
                await RefuseAsync(context, grant, "member-may-not", cancellationToken);
            }
        }

        if (commands.Count == 0)
        {
            return 0;
        }

        var outcomes = await ledger.WriteAsync([.. commands.Select(one => one.Command)], cancellationToken);
        if (outcomes is null)
        {
            return null;
        }

        var done = new List<GrantId>();
        foreach (var ((grant, _), outcome) in commands.Zip(outcomes))
        {
            if (outcome is LedgerOutcome.Refused refused)
            {
                await RefuseAsync(context, grant, refused.Reason.Code, cancellationToken);
            }
            else
            {
                done.Add(grant.Id);
            }
        }

        await context
            .OfferGrants.Where(grant => done.Contains(grant.Id))
            .ExecuteUpdateAsync(
                row => row.SetProperty(grant => grant.PointsDueAt, (DateTimeOffset?)null),
                cancellationToken
            );
        return done.Count;
    }

    private async Task RefuseAsync(
        LoyaltyDbContext context,
        OfferGrant grant,
        string code,
        CancellationToken cancellationToken
    )
    {
        LogRefused(grant.Id, code);
        await context
            .OfferGrants.Where(row => row.Id == grant.Id)
            .ExecuteUpdateAsync(
                row =>
                    row.SetProperty(one => one.PointsDueAt, (DateTimeOffset?)null)
                        .SetProperty(one => one.PointsRefusal, code),
                cancellationToken
            );
    }

    private OfferGrantCommand Command(OfferGrant grant, MemberId member, Offer offer, ClubSettings club)
    {
        var now = clock.Instant();
        var day = now.DayIn(club.Programme.Zone());
        var currency = grant.Currency!.Value;
        var asked = string.Create(CultureInfo.InvariantCulture, $"{grant.Id}/{currency}/{grant.Points}");
        return new OfferGrantCommand
        {
            Member = member,
            Operation = new LedgerOperation
            {
                OperationKey = grant.OperationKey,
                Kind = OperationKind.OfferGrant,
                MemberId = member,
                Actor = LedgerOperation.BySystem,
                ContentHash = SHA256.HashData(Encoding.UTF8.GetBytes(asked)),
                RecordedAt = now,
                Reference = grant.Id.ToString(),
            },
            Day = day,
            Currency = currency,
            Points = grant.Points,
            Lot = new LotKey(club.ExpiryOf(currency, day), LotKey.AtOnce, Funder.Club),
            Offer = new ExplainedOffer(
                offer.Id.ToString(),
                grant.OfferVersion,
                [.. offer.Definition.Texts.Select(text => new ExplainedTitle(text.Language, text.Title))]
            ),
        };
    }

    [LoggerMessage(LogLevel.Warning, "The ledger does not post the points of grant {Grant}: {Code}.")]
    private partial void LogRefused(GrantId grant, string code);
}
