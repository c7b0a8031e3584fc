using Loyalty.Application.Points;
using Loyalty.Domain;
using Loyalty.Domain.Care;
using Loyalty.Domain.Members;
using Loyalty.Domain.Points;
using Loyalty.Domain.Rewards;
using Loyalty.Domain.Tiers;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Care;

/// <summary>What a contact says.</summary>
/// <param name="Language">of the text that was taken, as a tag of BCP 47.</param>
/// <param name="Body">may have line breaks; empty where the rule has a subject only.</param>
public sealed record CareMessage(string Language, string Subject, string Body);

/// <summary>Puts together what contacts say, in the member's language, out of the texts of the rule as it was when it sent them, what they
/// are about, and the record as it is now.</summary>
public sealed class CareMessages(ProgrammeSettings settings, TimeProvider clock)
{
    private const int ContactsPerStatement = 500;

    /// <returns>one for each contact.</returns>
    internal async Task<Dictionary<CareEventId, CareMessage>> ComposeAsync(
        LoyaltyDbContext context,
        IReadOnlyCollection<CareEvent> contacts,
        IReadOnlyDictionary<CareEventId, CareRuleDefinition> definitions,
        CancellationToken cancellationToken
    )
    {
        var composed = new Dictionary<CareEventId, CareMessage>();
        foreach (var some in contacts.Chunk(ContactsPerStatement))
        {
            var known = await ReadAsync(context, some, definitions, cancellationToken);
            foreach (var contact in some)
            {
                composed.Add(contact.Id, Compose(contact, definitions[contact.Id], known));
            }
        }

        return composed;
    }

    private static CareMessage Compose(CareEvent contact, CareRuleDefinition definition, Known known)
    {
        var member = known.Members[contact.MemberId];
        var text = definition.Texts.In(member.PreferredLanguage);
        // Of one language, the member's own region says how a date is written.
        var language =
            member.PreferredLanguage is { } own
            && own.Split('-')[0].Equals(text.Language.Split('-')[0], StringComparison.OrdinalIgnoreCase)
                ? own
                : text.Language;
        var wording = CareWording.In(language);
        return new CareMessage(
            text.Language,
            CarePlaceholders.Fill(text.Title, Value),
            CarePlaceholders.Fill(text.Description ?? "", Value)
        );

        string? Value(string place) =>
            place switch
            {
                CarePlaceholders.Name => member.Name.Display,
                CarePlaceholders.Date => wording.Date(contact.Facts.Day),
                CarePlaceholders.Points => known.Points.TryGetValue(contact.Id, out var points)
                    ? wording.Number(points)
                    : null,
                CarePlaceholders.Currency => known.CurrencyName(contact.Facts.Currency),
                CarePlaceholders.Vehicle => contact.Facts.Vehicle is { } id
                && known.Vehicles.GetValueOrDefault(id) is { } vehicle
                    ? vehicle.Model ?? vehicle.Vin.Value
                    : null,
                CarePlaceholders.Kilometres => Number(contact.Facts.Kilometres),
                CarePlaceholders.Percent => Number(contact.Facts.Percent),
                CarePlaceholders.Reward => known.RewardName(contact.Facts.Reward, language),
                CarePlaceholders.Tier => known.TierName(contact.Facts.Tier, language),
                _ => null,
            };

        string? Number(int? number) => number is { } some ? wording.Number(some) : null;
    }

    private async Task<Known> ReadAsync(
        LoyaltyDbContext context,
        CareEvent[] contacts,
        IReadOnlyDictionary<CareEventId, CareRuleDefinition> definitions,
        CancellationToken cancellationToken
    )
    {
        var members = contacts.Select(contact => contact.MemberId).Distinct().ToArray();
        var vehicles = contacts.Select(contact => contact.Facts.Vehicle).OfType<VehicleId>().Distinct().ToArray();
        var rewards = contacts
            .Select(contact => Identifier.TryParse<RewardId>(contact.Facts.Reward, out var id) ? id : (RewardId?)null)
            .OfType<RewardId>()
            .Distinct()
            .ToArray();
        return new Known(
            await context
                .Members.AsNoTracking()
                .Where(member => members.Contains(member.Id))
                .ToDictionaryAsync(member => member.Id, cancellationToken),
            vehicles.Length == 0
                ? new()
                : await context
                    .Vehicles.AsNoTracking()
                    .Where(vehicle => vehicles.Contains(vehicle.Id))
                    .ToDictionaryAsync(vehicle => vehicle.Id, cancellationToken),
            rewards.Length == 0
                ? new()
                : await context
                    .Rewards.AsNoTracking()
                    .Where(reward => rewards.Contains(reward.Id))
                    .ToDictionaryAsync(reward => reward.Id, cancellationToken),
            Array.Exists(contacts, contact => contact.Facts.Tier is not null)
                ? await TiersAsync(context, cancellationToken)
                : new Dictionary<string, TierLevel>(StringComparer.Ordinal),
            await PointsAsync(context, contacts, definitions, cancellationToken),
            (await settings.CurrentAsync(cancellationToken)).Currencies
        );
    }

    private static async Task<Dictionary<string, TierLevel>> TiersAsync(
        LoyaltyDbContext context,
        CancellationToken cancellationToken
    )
    {
        var sets = await context.TierSets.AsNoTracking().ToListAsync(cancellationToken);
        return sets.SelectMany(set => set.Definition?.Levels ?? [])
            .DistinctBy(level => level.Code)
            .ToDictionary(level => level.Code.Value, StringComparer.Ordinal);
    }

    /// <summary>Of contacts that are about points: as many as it is now, since some may have been spent since they were planned.</summary>
    private async Task<Dictionary<CareEventId, long>> PointsAsync(
        LoyaltyDbContext context,
        CareEvent[] contacts,
        IReadOnlyDictionary<CareEventId, CareRuleDefinition> definitions,
        CancellationToken cancellationToken
    )
    {
        var points = new Dictionary<CareEventId, long>();
        var today = clock.Instant().DayIn((await settings.CurrentAsync(cancellationToken)).Programme.Zone());
        foreach (var contact in contacts.Where(contact => contact.Facts.Points is not null))
        {
            points[contact.Id] = contact.Facts.Points!.Value;
            if (
                definitions[contact.Id].Trigger is CareTrigger.PointsLapsing or CareTrigger.RewardWithinReach
                && PointCurrencyCode.TryParse(contact.Facts.Currency, out var currency)
            )
            {
                var wallets = await context.LoadWalletsAsync(contact.MemberId, cancellationToken);
                var wallet = wallets.FirstOrDefault(one => one.State.Currency == currency);
                points[contact.Id] =
                    wallet is null ? 0
                    : definitions[contact.Id].Trigger == CareTrigger.RewardWithinReach ? wallet.AvailableOn(today)
                    : wallet.LapsingFrom(today).Where(lot => lot.Day == contact.Facts.Day).Sum(lot => lot.Points);
            }
        }

        return points;
    }

    private sealed record Known(
        Dictionary<MemberId, Member> Members,
        Dictionary<VehicleId, Vehicle> Vehicles,
        Dictionary<RewardId, Reward> Rewards,
        Dictionary<string, TierLevel> Tiers,
        Dictionary<CareEventId, long> Points,
        IReadOnlyDictionary<PointCurrencyCode, PointCurrency> Currencies
    )
    {
        public string? CurrencyName(string? code) =>
            PointCurrencyCode.TryParse(code, out var known)
                ? Currencies.GetValueOrDefault(known)?.Name ?? known.Value
                : null;

        /// <summary>Of a reward by its id; what is no id is taken for the name.</summary>
        public string? RewardName(string? reward, string language) =>
            Identifier.TryParse<RewardId>(reward, out var id)
                ? Rewards.GetValueOrDefault(id)?.Definition.TextIn(language).Title
                : reward;

        public string? TierName(string? tier, string language) =>
            tier is not null && Tiers.GetValueOrDefault(tier) is { } level ? level.NameIn(language) : tier;
    }
}
