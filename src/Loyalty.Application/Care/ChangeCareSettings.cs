using Loyalty.Application.Rewards;
using Loyalty.Application.Validation;
using Loyalty.Domain;
using Loyalty.Domain.Care;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Care;

/// <summary>What holds over all care rules, as staff write it.</summary>
/// <param name="CapContacts">1 to 100: a member is contacted at most so often ...</param>
/// <param name="CapDays">... within 1 to 366 days up to the moment.</param>
/// <param name="QuietFrom">nobody is contacted from this time of the member's day on, ...</param>
/// <param name="QuietUntil">... until this one; the same for no quiet hours.</param>
/// <param name="ComplaintDays">1 to 90 days to answer a complaint.</param>
public sealed record CareSettingsDocument(
    int CapContacts,
    int CapDays,
    TimeOnly QuietFrom,
    TimeOnly QuietUntil,
    int ComplaintDays
)
{
    public static CareSettingsDocument Of(CareSettings settings) =>
        new(settings.CapContacts, settings.CapDays, settings.QuietFrom, settings.QuietUntil, settings.ComplaintDays);
}

/// <summary>Reads and replaces what holds over all care rules.</summary>
public sealed class ChangeCareSettings(LoyaltyDbContext context)
{
    private const int ComplaintDaysMax = 90;

    public Task<CareSettings> ReadAsync(CancellationToken cancellationToken) =>
        context.CareSettingsAsync(cancellationToken);

    /// <param name="version">that the caller read; 0 before the first change.</param>
    public async Task<Outcome<CareSettings>> ExecuteAsync(
        CareSettingsDocument document,
        long version,
        CancellationToken cancellationToken
    )
    {
        var errors = new FieldErrors();
        errors.Within("capContacts", document.CapContacts, 1, CareSettings.CapContactsMax);
        errors.Within("capDays", document.CapDays, 1, CareSettings.CapDaysMax);
        errors.Within("complaintDays", document.ComplaintDays, 1, ComplaintDaysMax);
        if (errors.Refusal is { } unsound)
        {
            return unsound;
        }

        var settings = await context.CareSettings.AsTracking().SingleOrDefaultAsync(cancellationToken);
        if ((settings?.Version ?? 0) != version)
        {
            return new Refusal.StaleVersion();
        }

        if (settings is null)
        {
            settings = new CareSettings();
            context.CareSettings.Add(settings);
        }

        (settings.CapContacts, settings.CapDays) = (document.CapContacts, document.CapDays);
        (settings.QuietFrom, settings.QuietUntil) = (document.QuietFrom, document.QuietUntil);
        settings.ComplaintDays = document.ComplaintDays;
        try
        {
            return await context.SaveAsync(settings, cancellationToken);
        }
        catch (DbUpdateException exception) when (exception.IsUniqueViolation())
        {
            return new Refusal.StaleVersion();
        }
    }
}

internal static class CareSettingsRow
{
    /// <summary>The defaults before staff changed anything.</summary>
    public static async Task<CareSettings> CareSettingsAsync(
        this LoyaltyDbContext context,
        CancellationToken cancellationToken
    ) => await context.CareSettings.AsNoTracking().SingleOrDefaultAsync(cancellationToken) ?? new CareSettings();
}
