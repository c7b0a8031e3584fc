using System.Security.Cryptography;
using System.Text.Json;
using Loyalty.Application.Members;
using Loyalty.Application.Offers;
using Loyalty.Application.Points;
using Loyalty.Application.Rewards;
using Loyalty.Application.Validation;
using Loyalty.Domain;
using Loyalty.Domain.Magazine;
using Loyalty.Domain.Members;
using Loyalty.Domain.Points;
using Loyalty.Domain.Rewards;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Magazine;

/// <param name="Member">who is to receive it.</param>
/// <param name="Channel">one of the publication's; null for its first.</param>
/// <param name="Language">one of the publication's; null for the one that suits the member best.</param>
/// <param name="FromIssue">the number of the first issue; null for the next whose addresses are not taken.</param>
/// <param name="UntilIssue">the number of the last issue; null for no end, or for that which the price says.</param>
/// <param name="IsGift">who may have it is not asked.</param>
/// <param name="Giver">who pays for the gift; null: the club gives it, and nobody pays.</param>
public sealed record SubscribeRequest(
    PublicationId Publication,
    MemberId Member,
    MagazineChannel? Channel = null,
    string? Language = null,
    int? UntilIssue = null,
    bool IsGift = false,
    MemberId? Giver = null,
    int? FromIssue = null
);

/// <summary>
/// Makes a member a subscriber from the next issue on. Where points are to be paid the subscription is written first and sends nothing
/// until they are taken; whoever dies between leaves one that <see cref="PayForSubscription"/> brings to its end.
/// </summary>
public sealed class SubscribeToMagazine(
    LoyaltyDbContext context,
    FindAudience audience,
    PointsOperations operations,
    PayForSubscription pay,
    TimeProvider clock
)
{
    /// <summary>Without a transaction at hand: the ledger has its own.</summary>
    /// <param name="caller">who asks, and under which key: the same key again gets the same subscription.</param>
    public async Task<Outcome<MagazineSubscription>> ExecuteAsync(
        SubscribeRequest request,
        OperationCaller caller,
        CancellationToken cancellationToken
    )
    {
        var id = SubscriptionId.Of(request.Member, $"{caller.Actor}/{caller.Key}");
        var hash = SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(request));
        if (await FindAsync(id, cancellationToken) is { } known)
        {
            return await RepeatAsync(known, hash, cancellationToken);
        }

        var made = await MakeAsync(id, request, hash, cancellationToken);
        if (made.Refusal is { } refusal)
        {
            return refusal;
        }

        var (subscription, next) = made.Value;
        if (await InsertAsync(subscription, next, cancellationToken) is { } taken)
        {
            return await FindAsync(id, cancellationToken) is { } same
                ? await RepeatAsync(same, hash, cancellationToken)
                : taken;
        }

        return await SettleAsync(subscription, cancellationToken);
    }

    private async Task<Outcome<(MagazineSubscription Subscription, int Next)>> MakeAsync(
        SubscriptionId id,
        SubscribeRequest request,
        byte[] hash,
        CancellationToken cancellationToken
    )
    {
        var publication = await context
            .Publications.AsNoTracking()
            .FirstOrDefaultAsync(row => row.Id == request.Publication, cancellationToken);
        if (publication is null)
        {
            return new Refusal.NoSuch("publication");
        }

        if (publication.Status != PublicationStatus.Published)
        {
            return new MagazineRefusal.PublicationNotOpen();
        }

        var member = await context
            .Members.AsNoTracking()
            .FirstOrDefaultAsync(row => row.Id == request.Member, cancellationToken);
        if (member is null)
        {
            return MemberRefusals.NoSuchMember;
        }

        var now = clock.Instant();
        var definition = publication.Definition;
        var next = await context.NextIssueAsync(publication.Id, now, cancellationToken);
        var from = request.FromIssue ?? next;
        var errors = new FieldErrors();
        var (channel, language) = (
            errors.Channel("channel", request.Channel ?? definition.Channels[0], definition),
            request.Language is null
                ? definition.LanguageFor(member.PreferredLanguage)
                : errors.Language("language", request.Language, definition)
        );
        errors.Within("fromIssue", from, next, Issue.NumberMax);
        errors.Check(!(request.UntilIssue < from), "untilIssue", $"must not be before the first issue, {from}");
        errors.Check(!(request.UntilIssue > Issue.NumberMax), "untilIssue", $"must be at most {Issue.NumberMax}");
        errors.Check(request.IsGift || request.Giver is null, "giver", "must be left out without gift");
        errors.Check(request.Giver != request.Member, "giver", "must be another member");
        var price = request is { IsGift: true, Giver: null } ? null : definition.Price;
        errors.Check(
            price is null || request.UntilIssue is null,
            "untilIssue",
            "must be left out with a price, which says how many issues it pays"
        );
        if (errors.Refusal is { } unsound)
        {
            return unsound;
        }

        if (await WhyNotAsync(member, request, definition, price, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        var made = new MagazineSubscription
        {
            Id = id,
            PublicationId = publication.Id,
            MemberId = member.Id,
            Source = request.IsGift ? SubscriptionSource.Gift : SubscriptionSource.Choice,
            Status = price is null ? SubscriptionStatus.Active : SubscriptionStatus.AwaitingPayment,
            Channel = channel,
            Language = language,
            FromIssue = from,
            UntilIssue = price is null ? request.UntilIssue : from + price.Issues - 1,
            GiverId = request.Giver,
            Points = price?.Points ?? 0,
            Currency = price?.Currency,
            ContentHash = hash,
            CreatedAt = now,
        };
        return (made, next);
    }

    private async Task<Refusal?> WhyNotAsync(
        Member member,
        SubscribeRequest request,
        PublicationDefinition definition,
        PublicationPrice? price,
        CancellationToken cancellationToken
    )
    {
        if (await context.WhyNotAddedToAsync(member.Id, cancellationToken) is { } closed)
        {
            return closed;
        }

        if (request.Giver is { } giver && !await context.Members.AnyAsync(row => row.Id == giver, cancellationToken))
        {
            return new Refusal.InvalidRequest("giver", "is not a member");
        }

        if (
            price is not null
            && await operations.WhyNotAsync(request.Giver ?? member.Id, MemberOperation.Spend, cancellationToken)
                is { } mayNot
        )
        {
            return mayNot;
        }

        if (request.IsGift)
        {
            return null;
        }

        var facts = await audience.ReadAsync(context, [definition.Audience], [member.Id], cancellationToken);
        var missing = definition.Audience.Missing(facts[member.Id]);
        return missing.Count > 0 ? new MagazineRefusal.NotForMember(missing) : null;
    }

    /// <param name="next">the number of the next issue.</param>
    /// <returns>null when it was written.</returns>
    private async Task<Refusal?> InsertAsync(MagazineSubscription made, int next, CancellationToken cancellationToken)
    {
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        // One whose last issue is out makes room for the next.
        await context
            .MagazineSubscriptions.Where(row =>
                row.MemberId == made.MemberId
                && row.PublicationId == made.PublicationId
                && row.EndedAt == null
                && row.UntilIssue < next
            )
            .ExecuteUpdateAsync(
                row =>
                    row.SetProperty(one => one.Status, SubscriptionStatus.Ended)
                        .SetProperty(one => one.EndedAt, made.CreatedAt)
                        .SetProperty(one => one.Version, one => one.Version + 1),
                cancellationToken
            );
        context.MagazineSubscriptions.Add(made);
        try
        {
            await context.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return null;
        }
        catch (DbUpdateException exception) when (exception.IsUniqueViolation())
        {
            return new MagazineRefusal.SubscriptionExists();
        }
        catch (Exception exception) when (exception.IsLostRace())
        {
            return new MemberRefusals.TryAgain();
        }
        finally
        {
            context.ChangeTracker.Clear();
        }
    }

    private async Task<Outcome<MagazineSubscription>> RepeatAsync(
        MagazineSubscription known,
        byte[] hash,
        CancellationToken cancellationToken
    ) =>
        known.ContentHash.AsSpan().SequenceEqual(hash)
            ? await SettleAsync(known, cancellationToken)
            : new PointsRefusal.OperationReused();

    private async Task<Outcome<MagazineSubscription>> SettleAsync(
        MagazineSubscription subscription,
        CancellationToken cancellationToken
    ) =>
        subscription.Status != SubscriptionStatus.AwaitingPayment ? subscription
        : await pay.ExecuteAsync(subscription, cancellationToken) is { } refusal ? refusal
        : (await FindAsync(subscription.Id, cancellationToken))!;

    private Task<MagazineSubscription?> FindAsync(SubscriptionId id, CancellationToken cancellationToken) =>
        context.MagazineSubscriptions.AsNoTracking().FirstOrDefaultAsync(row => row.Id == id, cancellationToken);
}
