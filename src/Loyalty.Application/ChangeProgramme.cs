using Loyalty.Application.Points;
using Loyalty.Domain;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application;

/// <param name="Version">the version that the caller read.</param>
/// <param name="TimeZone">an id of the IANA database.</param>
/// <param name="LapsedReturnGraceDays">see <see cref="Programme.LapsedReturnGraceDays"/>.</param>
public sealed record ChangeProgrammeRequest(
    long Version,
    string Name,
    string TimeZone,
    ReturnPolicy ReturnPolicy,
    int? LapsedReturnGraceDays,
    bool TransfersAllowed,
    int MergeUndoDays
);

/// <summary>Changes what holds for the whole club. It holds for what happens from then on: days of expiry that lots already
/// have stay.</summary>
public sealed class ChangeProgramme(LoyaltyDbContext context, ProgrammeSettings settings)
{
    public async Task<Outcome<Programme>> ExecuteAsync(
        ChangeProgrammeRequest request,
        CancellationToken cancellationToken
    )
    {
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        if (PlainText.WhyNot(request.Name, Programme.NameLengthMax) is { } why)
        {
            errors["name"] = [why];
        }

        if (!Programme.TryFindTimeZone(request.TimeZone, out _))
        {
            errors["timeZone"] = ["is not a zone of the IANA database, such as Asia/Shanghai"];
        }

        if (request.LapsedReturnGraceDays is < 1 or > Programme.LapsedReturnGraceDaysMax)
        {
            errors["lapsedReturnGraceDays"] = [$"must be between 1 and {Programme.LapsedReturnGraceDaysMax}, or null"];
        }

        if (request.MergeUndoDays is < 0 or > Programme.MergeUndoDaysMax)
        {
            errors["mergeUndoDays"] = [$"must be between 0 and {Programme.MergeUndoDaysMax}"];
        }

        if (errors.Count > 0)
        {
            return new Refusal.InvalidRequest(errors);
        }

        var programme = await context.Programmes.SingleAsync(cancellationToken);
        if (programme.Version != request.Version)
        {
            return new Refusal.StaleVersion();
        }

        programme.Name = request.Name;
        programme.TimeZone = request.TimeZone;
        programme.ReturnPolicy = request.ReturnPolicy;
        programme.LapsedReturnGraceDays = request.LapsedReturnGraceDays;
        programme.TransfersAllowed = request.TransfersAllowed;
        programme.MergeUndoDays = request.MergeUndoDays;
        try
        {
            await context.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            return new Refusal.StaleVersion();
        }

        settings.ExpectChange();
        return programme;
    }
}
