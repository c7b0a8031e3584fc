using Loyalty.Domain;
using Loyalty.Domain.Care;
using Loyalty.Domain.Members;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Members;

/// <summary>What a duplicate did not want goes with its addresses and numbers: a refusal wins over the survivor's consent.</summary>
/// <param name="Refused">to what the survivor had consented.</param>
/// <param name="Muted">kinds of care that the survivor had not muted.</param>
/// <param name="SnoozedUntil">of the duplicate, where it is later than the survivor's.</param>
/// <param name="SnoozedBefore">of the survivor.</param>
internal sealed record MovedWishes(
    IReadOnlyList<MovedRefusal> Refused,
    IReadOnlyList<CareKind> Muted,
    DateTimeOffset? SnoozedUntil,
    DateTimeOffset? SnoozedBefore
)
{
    private const string Source = "merge";
    private const string UndoSource = "merge undone";

    public static async Task<MovedWishes> OfAsync(
        LoyaltyDbContext context,
        MemberId duplicate,
        MemberId survivor,
        CancellationToken cancellationToken
    )
    {
        var refused = await context
            .Consents.Where(consent =>
                consent.MemberId == duplicate
                && !consent.Granted
                && context.Consents.Any(other =>
                    other.MemberId == survivor
                    && other.Purpose == consent.Purpose
                    && other.Channel == consent.Channel
                    && other.Granted
                )
            )
            .Select(consent => new MovedRefusal(consent.Purpose, consent.Channel))
            .ToListAsync(cancellationToken);
        var wishes = await context
            .CarePreferences.AsNoTracking()
            .Where(row => row.MemberId == duplicate || row.MemberId == survivor)
            .ToListAsync(cancellationToken);
        var (gone, kept) = (
            wishes.Find(row => row.MemberId == duplicate),
            wishes.Find(row => row.MemberId == survivor)
        );
        var isLater = gone?.SnoozedUntil is { } until && !(kept?.SnoozedUntil >= until);
        return new MovedWishes(
            refused,
            [.. (gone?.Muted ?? []).Except(kept?.Muted ?? [])],
            isLater ? gone!.SnoozedUntil : null,
            kept?.SnoozedUntil
        );
    }

    /// <summary>Adds them to what the context saves next.</summary>
    public async Task ApplyAsync(
        LoyaltyDbContext context,
        MemberId survivor,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        await DecideAsync(context, survivor, isGranted: false, Source, now, cancellationToken);
        if (Muted.Count == 0 && SnoozedUntil is null)
        {
            return;
        }

        var row = await RowAsync(context, survivor, cancellationToken);
        if (row is null)
        {
            row = new CarePreferences { MemberId = survivor };
            context.CarePreferences.Add(row);
        }

        row.Muted = [.. row.Muted.Union(Muted)];
        row.SnoozedUntil = SnoozedUntil ?? row.SnoozedUntil;
    }

    /// <summary>Takes them back, but for what the survivor has decided since.</summary>
    public async Task UndoAsync(
        LoyaltyDbContext context,
        MemberId survivor,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        await DecideAsync(context, survivor, isGranted: true, UndoSource, now, cancellationToken);
        if (await RowAsync(context, survivor, cancellationToken) is not { } row)
        {
            return;
        }

        row.Muted = [.. row.Muted.Except(Muted)];
        if (SnoozedUntil is not null && row.SnoozedUntil == SnoozedUntil)
        {
            row.SnoozedUntil = SnoozedBefore;
        }
    }

    private async Task DecideAsync(
        LoyaltyDbContext context,
        MemberId member,
        bool isGranted,
        string source,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        if (Refused.Count == 0)
        {
            return;
        }

        var current = await context
            .Consents.AsTracking()
            .Where(consent => consent.MemberId == member)
            .ToListAsync(cancellationToken);
        var changes = Refused
            // What was decided since the merge stays.
            .Where(one =>
                !isGranted
                || current.Exists(consent =>
                    (consent.Purpose, consent.Channel) == (one.Purpose, one.Channel) && consent.Source == Source
                )
            )
            .Select(one => new ConsentChange
            {
                Id = Identifier.New<ConsentChangeId>(now),
                MemberId = member,
                Purpose = one.Purpose,
                Channel = one.Channel,
                Granted = isGranted,
                DecidedAt = now,
                Source = source,
                RecordedAt = now,
            })
            .ToList();
        context.AddConsents(changes, current);
    }

    private static Task<CarePreferences?> RowAsync(
        LoyaltyDbContext context,
        MemberId member,
        CancellationToken cancellationToken
    ) => context.CarePreferences.AsTracking().FirstOrDefaultAsync(row => row.MemberId == member, cancellationToken);
}

internal sealed record MovedRefusal(ConsentPurpose Purpose, ConsentChannel Channel);
