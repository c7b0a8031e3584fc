using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Loyalty.Application.Validation;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Points;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Points;

/// <param name="Points">not 0; negative ones take points away that are available.</param>
/// <param name="Reason">a code of the club's list of reasons.</param>
/// <param name="Note">for staff.</param>
public sealed record AdjustmentRequest(string? Currency, long Points, string? Reason, string? Note);

/// <summary>Who of staff asks.</summary>
/// <param name="Roles">all roles; the most generous limit counts.</param>
public sealed record StaffCaller(string Subject, IReadOnlyCollection<string> Roles);

/// <summary>
/// Corrections by staff. What lies within the limit of a role is posted at once; what lies above waits for a second person. What
/// one person asks for in a day is capped. The order is: the day's cap, the adjustment's row, the ledger; each step can be
/// taken again under its key.
/// </summary>
public sealed partial class AdjustPoints(LoyaltyDbContext context, PointsOperations operations)
{
    public async Task<Outcome<Adjustment>> RequestAsync(
        MemberId member,
        AdjustmentRequest request,
        StaffCaller caller,
        string key,
        CancellationToken cancellationToken
    )
    {
        var club = await operations.ClubAsync(cancellationToken);
        var errors = new FieldErrors();
        var currency = errors.Currency("currency", request.Currency, club);
        errors.Points("points", request.Points == long.MinValue ? 0 : Math.Abs(request.Points));
        var note = errors.Optional("note", request.Note, Adjustment.NoteLengthMax);
        // The database is asked only for what can be a code: it may not take every character.
        var isReason =
            AdjustmentReason.IsCode(request.Reason)
            && await context.AdjustmentReasons.AnyAsync(
                reason => reason.Code == request.Reason && reason.Active,
                cancellationToken
            );
        errors.Check(isReason, "reason", "is not the code of an active reason");
        var id = new AdjustmentId(Identifier.Derive(Encoding.UTF8.GetBytes($"adjustment\0{caller.Subject}\0{key}")));
        var hash = SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(new { member.Value, request }));
        // Whatever has changed since: the same request again gets the first answer.
        if (await FindAsync(id, cancellationToken) is { } known)
        {
            return known.ContentHash.AsSpan().SequenceEqual(hash)
                ? await FinishAsync(known, cancellationToken)
                : new PointsRefusal.OperationReused();
        }

        if (
            (errors.Refusal ?? await operations.WhyNotAsync(member, MemberOperation.Adjust, cancellationToken)) is
            { } refused
        )
        {
            return refused;
        }

        var limit = await LimitAsync(caller, cancellationToken);
        var count = Math.Abs(request.Points);
        if (await TakeFromDayAsync(caller.Subject, count, limit.PerDayMax, club, cancellationToken) is { } capped)
        {
            return capped;
        }

        var adjustment = new Adjustment
        {
            Id = id,
            MemberId = member,
            Currency = currency,
            Points = request.Points,
            Reason = request.Reason!,
            Note = note,
            Status = count > limit.AloneMax ? AdjustmentStatus.Pending : AdjustmentStatus.Approved,
            RequestedBy = caller.Subject,
            RequestedAt = operations.Now,
            ContentHash = hash,
        };
        context.Adjustments.Add(adjustment);
        try
        {
            await context.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException exception) when (exception.IsUniqueViolation())
        {
            // The same request was faster; what it took of the day counts once.
            context.ChangeTracker.Clear();
            await GiveBackToDayAsync(adjustment, club, cancellationToken);
            return await RequestAsync(member, request, caller, key, cancellationToken);
        }

        return await FinishAsync(adjustment, cancellationToken);
    }

    public async Task<Outcome<Adjustment>> DecideAsync(
        AdjustmentId id,
        bool approved,
        StaffCaller caller,
        CancellationToken cancellationToken
    )
    {
        var adjustment = await context.Adjustments.FirstOrDefaultAsync(row => row.Id == id, cancellationToken);
        if (adjustment is null)
        {
            return new Refusal.NoSuch("adjustment");
        }

        // Approved before, and the ledger was not reached: finish it.
        if (approved && adjustment.Status == AdjustmentStatus.Approved)
        {
            return await FinishAsync(adjustment, cancellationToken);
        }

        if (adjustment.Decide(approved, caller.Subject, operations.Now) is { } refusal)
        {
            return refusal;
        }

        try
        {
            await context.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            context.ChangeTracker.Clear();
            var now = await FindAsync(id, cancellationToken);
            return new Adjustment.IsDecided(now!.Status);
        }

        if (!approved)
        {
            var club = await operations.ClubAsync(cancellationToken);
            await GiveBackToDayAsync(adjustment, club, cancellationToken);
        }

        return await FinishAsync(adjustment, cancellationToken);
    }

    /// <summary>The operation that posted it, of an adjustment that is posted.</summary>
    public static OperationKey OperationOf(AdjustmentId id) =>
        OperationKey.Of(OperationKind.Adjustment, LedgerOperation.BySystem, id.ToString());

    private Task<Adjustment?> FindAsync(AdjustmentId id, CancellationToken cancellationToken) =>
        context.Adjustments.AsNoTracking().FirstOrDefaultAsync(row => row.Id == id, cancellationToken);

    private async Task<AdjustmentLimit> LimitAsync(StaffCaller caller, CancellationToken cancellationToken)
    {
        var limits = await context
            .AdjustmentLimits.AsNoTracking()
            .Where(limit => caller.Roles.Contains(limit.Role))
            .ToListAsync(cancellationToken);
        return new AdjustmentLimit
        {
            Role = "",
            AloneMax = limits.Select(limit => limit.AloneMax).DefaultIfEmpty(0).Max(),
            PerDayMax = limits.Select(limit => limit.PerDayMax).DefaultIfEmpty(0).Max(),
        };
    }

    /// <summary>Counts the points against the day in one conditional statement, so that requests at once cannot pass the cap
    /// together.</summary>
    private async Task<Refusal?> TakeFromDayAsync(
        string actor,
        long points,
        long cap,
        ClubSettings club,
        CancellationToken cancellationToken
    )
    {
        var day = operations.Now.DayIn(club.Programme.Zone());
        var rows = context.AdjustmentDays.Where(row => row.Actor == actor && row.Day == day);
        if (!await rows.AnyAsync(cancellationToken))
        {
            context.AdjustmentDays.Add(
                new AdjustmentDay
                {
                    Actor = actor,
                    Day = day,
                    Points = 0,
                }
            );
            try
            {
                await context.SaveChangesAsync(cancellationToken);
            }
            catch (DbUpdateException exception) when (exception.IsUniqueViolation())
            {
                // Another request of the same person made the row.
            }

            context.ChangeTracker.Clear();
        }

        var taken = await rows.Where(row => row.Points + points <= cap)
            .ExecuteUpdateAsync(row => row.SetProperty(r => r.Points, r => r.Points + points), cancellationToken);
        return taken == 1
            ? null
            : new Adjustment.DailyCapReached(
                cap,
                await rows.Select(row => row.Points).SingleAsync(cancellationToken),
                points
            );
    }

    private Task<int> GiveBackToDayAsync(Adjustment adjustment, ClubSettings club, CancellationToken cancellationToken)
    {
        var day = adjustment.RequestedAt.DayIn(club.Programme.Zone());
        var points = Math.Abs(adjustment.Points);
        return context
            .AdjustmentDays.Where(row => row.Actor == adjustment.RequestedBy && row.Day == day)
            .ExecuteUpdateAsync(row => row.SetProperty(r => r.Points, r => r.Points - points), cancellationToken);
    }
}
