using Loyalty.Application.Members;
using Loyalty.Domain;
using Loyalty.Domain.Care;
using Loyalty.Domain.Members;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Care;

/// <summary>Takes the letters that wait into a numbered file, those that wait longest first, and marks them sent. A letter stands in one
/// file. What is no longer due, and whoever may not be written to any more or has no address, is left out and skipped; who was
/// contacted as often as may be stays for a later file.</summary>
public sealed class PrintCareLetters(
    LoyaltyDbContext context,
    JudgeCare judge,
    CareRecipients recipients,
    TimeProvider clock
)
{
    private const int LettersPerLook = 500;

    /// <summary>Of two files at once the second looks again, and takes what the first has left.</summary>
    /// <param name="by">the subject of the member of staff.</param>
    public Task<Outcome<CareLetterFile>> ExecuteAsync(string by, CancellationToken cancellationToken) =>
        context.OnLostRacesAsync(() => TryAsync(by, cancellationToken));

    private async Task<Outcome<CareLetterFile>> TryAsync(string by, CancellationToken cancellationToken)
    {
        var now = clock.Instant();
        var waiting = await context
            .CareEvents.AsTracking()
            .Where(letter =>
                letter.Status == CareStatus.Queued
                && letter.Channel == ConsentChannel.Post
                // Recalls do not wait.
                && !(
                    letter.IsCounted
                    && context.CarePreferences.Any(row => row.MemberId == letter.MemberId && row.SnoozedUntil > now)
                )
            )
            .OrderBy(letter => letter.SentAt)
            .ThenBy(letter => letter.Id)
            .Take(CareLetterFile.LettersMax)
            .ToListAsync(cancellationToken);
        if (waiting.Count == 0)
        {
            return new CareRefusal.NothingToPrint();
        }

        var due = new List<CareEvent>();
        foreach (var some in waiting.Chunk(LettersPerLook))
        {
            var round = await judge.BeginAsync(context, some, cancellationToken);
            due.AddRange(some.Where(letter => IsDue(letter, round)));
        }

        var definitions = await context.ReadDefinitionsAsync(due, cancellationToken);
        var reached = await recipients.FindAsync(context, due, definitions, cancellationToken);
        var id = Identifier.New<CareLetterFileId>(now);
        foreach (var letter in due)
        {
            if (reached[letter.Id] is CareRecipient.Nobody nobody)
            {
                letter.Skip(nobody.Reason, now);
            }
            else
            {
                letter.Print(id, definitions[letter.Id].GoalDays, now);
            }
        }

        var printed = waiting.Count(letter => letter.Status == CareStatus.Sent);
        var leftOut = waiting.Count(letter => letter.Status == CareStatus.Skipped);
        var last = await context.CareLetterFiles.MaxAsync(file => (int?)file.Number, cancellationToken);
        var made = new CareLetterFile
        {
            Id = id,
            Number = (last ?? 0) + 1,
            CreatedAt = now,
            CreatedBy = by,
            Letters = printed,
            LeftOut = leftOut,
        };
        context.CareLetterFiles.Add(made);
        await context.SaveChangesAsync(cancellationToken);
        return made;
    }

    /// <summary>What is no longer due leaves the list. A letter wakes nobody: it may be printed in quiet hours.</summary>
    private static bool IsDue(CareEvent letter, CareRound round)
    {
        switch (round.Judge(letter))
        {
            case CareVerdict.Send or CareVerdict.Wait { Reason: CareReasons.QuietHours }:
                letter.Facts = round.FactsOf(letter);
                round.Count(letter);
                return true;
            case CareVerdict.Skip skip:
                letter.Skip(skip.Reason, round.Now);
                return false;
            case CareVerdict.Postpone later:
                round.Postpone(letter, later.DueOn);
                return false;
            default:
                return false;
        }
    }
}

/// <summary>A file with its letters.</summary>
/// <param name="Letters">as they read now; of a member who may not be written to any more there is none.</param>
public sealed record CareLetters(CareLetterFile File, IReadOnlyList<CareDispatch> Letters);

/// <summary>Reads files of letters.</summary>
public sealed class FindCareLetters(LoyaltyDbContext context, FindCareMessage messages)
{
    public async Task<Outcome<CareLetters>> ExecuteAsync(CareLetterFileId id, CancellationToken cancellationToken)
    {
        var file = await context
            .CareLetterFiles.AsNoTracking()
            .FirstOrDefaultAsync(one => one.Id == id, cancellationToken);
        if (file is null)
        {
            return new Refusal.NoSuch("file of letters");
        }

        var letters = await context
            .CareEvents.AsNoTracking()
            .Where(letter => letter.LetterFileId == id)
            .OrderBy(letter => letter.Id)
            .ToListAsync(cancellationToken);
        var composed = await messages.ComposeAsync(letters, cancellationToken);
        return new CareLetters(file, [.. composed.Where(letter => letter.Recipient is CareRecipient.ByPost)]);
    }
}
