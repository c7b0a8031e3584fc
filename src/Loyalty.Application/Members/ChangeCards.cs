using Loyalty.Application.Validation;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Members;

/// <summary>Issues, blocks and replaces cards.</summary>
public sealed class ChangeCards(LoyaltyDbContext context, CardNumbers numbers, TimeProvider clock)
{
    private const int CardsMax = 100;
    private static readonly Refusal NoSuchCard = new Refusal.NoSuch("card");

    /// <summary>One card more for the member.</summary>
    public Task<Outcome<Card>> IssueAsync(MemberId id, CancellationToken cancellationToken) =>
        context.OnLostRacesAsync(async () =>
        {
            if (await context.WhyNotAddedToAsync(id, cancellationToken) is { } refusal)
            {
                return refusal;
            }

            if (await context.Cards.CountAsync(card => card.MemberId == id, cancellationToken) >= CardsMax)
            {
                return new TooManyCards();
            }

            var card = await AddAsync(id, cancellationToken);
            await context.SaveChangesAsync(cancellationToken);
            return (Outcome<Card>)card;
        });

    /// <summary>Takes a card out of use.</summary>
    public Task<Outcome<Card>> BlockAsync(CardNumber number, string reason, CancellationToken cancellationToken) =>
        ChangeAsync(
            number,
            reason,
            (card, clean) =>
                Task.FromResult(card.Block(clean, clock.Instant()) is { } refusal ? (Outcome<Card>)refusal : card),
            cancellationToken
        );

    /// <summary>Issues a new card in place of one. The old number goes on to name the member, but is refused in use.</summary>
    /// <returns>the new card.</returns>
    public Task<Outcome<Card>> ReplaceAsync(CardNumber number, string reason, CancellationToken cancellationToken) =>
        ChangeAsync(
            number,
            reason,
            async (old, clean) =>
            {
                if (await context.WhyNotAddedToAsync(old.MemberId, cancellationToken) is { } closed)
                {
                    return closed;
                }

                var fresh = await AddAsync(old.MemberId, cancellationToken);
                return old.Replace(fresh.Number, clean, clock.Instant()) is { } refusal
                    ? (Outcome<Card>)refusal
                    : fresh;
            },
            cancellationToken
        );

    public async Task<Outcome<Card>> FindAsync(CardNumber number, CancellationToken cancellationToken) =>
        await context.Cards.AsNoTracking().FirstOrDefaultAsync(card => card.Number == number, cancellationToken)
            is { } card
            ? card
            : NoSuchCard;

    private Task<Outcome<Card>> ChangeAsync(
        CardNumber number,
        string reason,
        Func<Card, string, Task<Outcome<Card>>> change,
        CancellationToken cancellationToken
    ) =>
        context.OnLostRacesAsync(async () =>
        {
            var errors = new FieldErrors();
            var clean = errors.Required("reason", reason);
            if (errors.Refusal is { } invalid)
            {
                return invalid;
            }

            var card = await context.Cards.FirstOrDefaultAsync(c => c.Number == number, cancellationToken);
            if (card is null)
            {
                return NoSuchCard;
            }

            var outcome = await change(card, clean);
            if (outcome.Refusal is null)
            {
                await context.SaveChangesAsync(cancellationToken);
            }

            return outcome;
        });

    private async Task<Card> AddAsync(MemberId id, CancellationToken cancellationToken)
    {
        var card = new Card
        {
            Number = await numbers.NextAsync(cancellationToken),
            MemberId = id,
            IssuedAt = clock.Instant(),
        };
        context.Cards.Add(card);
        return card;
    }

    public sealed record TooManyCards()
        : Refusal("too-many-cards", RefusalKind.Conflict, "The member has had as many cards as one may have.");
}
