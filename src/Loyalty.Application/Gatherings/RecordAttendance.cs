using Loyalty.Application.Validation;
using Loyalty.Domain;
using Loyalty.Domain.Gatherings;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Gatherings;

/// <param name="SignUp">one that holds a place.</param>
/// <param name="Attended">null where nobody knows, after all.</param>
public sealed record AttendanceLine(SignUpId SignUp, bool? Attended);

/// <summary>Writes down who came, from the begin of the gathering on. All lines or none.</summary>
public sealed class RecordAttendance(LoyaltyDbContext context, TimeProvider clock)
{
    public const int LinesMax = 500;

    public Task<Outcome<Gathering>> ExecuteAsync(
        GatheringId id,
        IReadOnlyList<AttendanceLine>? lines,
        CancellationToken cancellationToken
    ) => context.InTurnAsync(id, gathering => RecordAsync(gathering, lines, cancellationToken), cancellationToken);

    private async Task<Outcome<Gathering>> RecordAsync(
        Gathering gathering,
        IReadOnlyList<AttendanceLine>? lines,
        CancellationToken cancellationToken
    )
    {
        if (gathering.WhyNoAttendance(clock.Instant()) is { } refused)
        {
            return refused;
        }

        var errors = new FieldErrors();
        errors.Check(lines is { Count: > 0 }, "lines", "must have at least one");
        var read = errors.List("lines", lines, LinesMax);
        var ids = read.Select(line => line.SignUp).ToArray();
        var known = await context
            .SignUpsWithPlace(gathering.Id)
            .AsTracking()
            .Where(row => ids.Contains(row.Id))
            .ToDictionaryAsync(row => row.Id, cancellationToken);
        var seen = new HashSet<SignUpId>();
        foreach (var (i, line) in read.Index())
        {
            errors.Check(seen.Add(line.SignUp), $"lines[{i}].signUp", "is the sign-up of another line");
            if (known.TryGetValue(line.SignUp, out var signUp))
            {
                signUp.Attended = line.Attended;
            }
            else
            {
                errors.Add($"lines[{i}].signUp", "is no sign-up of the gathering that holds a place");
            }
        }

        return errors.Refusal is { } unsound ? unsound : gathering;
    }
}
