using System.Security.Cryptography;
using Loyalty.Domain.Members;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Members;

/// <summary>Configuration section <c>Club</c>.</summary>
public sealed class ClubOptions
{
    public const string SectionName = "Club";

    /// <summary>The issuer's prefix on every card: 6 to 8 digits beginning with 9, which ISO/IEC 7812-1 leaves to national
    /// standards bodies, so that no bank's card begins so.</summary>
    public string CardPrefix { get; set; } = "900100";

    /// <summary>Where the club posts its letters, as alpha-2 code of ISO 3166-1: labels within it go without the country. Null: each
    /// label names its country.</summary>
    public string? Country { get; set; }

    /// <summary>What is wrong with the settings; null when nothing is.</summary>
    public string? WhyInvalid() =>
        CardPrefix is not { Length: >= 6 and <= 8 } || CardPrefix[0] != '9' || !CardPrefix.All(char.IsAsciiDigit)
            ? "Club:CardPrefix must be 6 to 8 digits beginning with 9."
        : Country is { Length: > 0 } && !CountryCodes.Contains(Country)
            ? "Club:Country must be an alpha-2 code of ISO 3166-1 in capitals, such as DE."
        : null;
}

/// <summary>
/// Makes the numbers of new cards: prefix, random digits, check digit, 16 in all. The digits come from a cryptographic
/// generator and not from a counter, so that all numbers issued so far tell nothing about the next one, and there is no
/// secret whose loss would change that; the primary key keeps them apart.
/// </summary>
public sealed class CardNumbers(LoyaltyDbContext context, ErasedReferences erased, ClubOptions club)
{
    private const int PayloadLength = 15;

    // With a million cards in a space of 10^9 a draw is taken once in a thousand: ten in a row never are.
    private const int DrawsMax = 10;

    public async Task<CardNumber> NextAsync(CancellationToken cancellationToken)
    {
        for (var draw = 0; draw < DrawsMax; draw++)
        {
            var number = CardNumber.FromPayload(
                club.CardPrefix + RandomNumberGenerator.GetString("0123456789", PayloadLength - club.CardPrefix.Length)
            );
            if (
                !await context.Cards.AnyAsync(card => card.Number == number, cancellationToken)
                && !await erased.HasAsync(context, number, cancellationToken)
            )
            {
                return number;
            }
        }

        throw new InvalidOperationException(
            "The card numbers of this prefix are used up: set another Club:CardPrefix."
        );
    }
}
