using Loyalty.Application.Partners;
using Loyalty.Application.Points.Ledger;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;
using Loyalty.Storage;

namespace Loyalty.Application.Points;

public sealed partial class EarnPoints
{
    /// <summary>Posts what was never sent before, as nearly everything is, without looking it up first: the ledger does that where it
    /// writes.</summary>
    /// <returns>null for each event that has to be looked at more closely; nothing has become of it yet.</returns>
    private async Task<EventResult?[]> PostUnseenAsync(
        LoyaltyDbContext context,
        Partner partner,
        IReadOnlyList<IncomingEvent> run,
        CancellationToken cancellationToken
    )
    {
        var results = new EventResult?[run.Count];
        // What takes points back beside them would come after them.
        if (!run.All(MayBePosted))
        {
            return results;
        }

        var now = clock.Instant();
        var club = await settings.CurrentAsync(cancellationToken);
        var rules = await publishedRules.CurrentAsync(cancellationToken);
        var commands = new EventCommands(partner, rules, club.Programme, club.Currencies, now);
        if (await MemberMatches.FindAsync(lookups, partner.Id, run, cancellationToken) is not { } members)
        {
            return [.. run.Select(_ => TooBusy())];
        }

        var facts = await findFacts.ReadAsync(
            context,
            rules.Facts,
            partner.Id,
            members.OfTransactions(run),
            commands.Zone,
            cancellationToken
        );
        var unseen = EventRecords.Unseen(partner.Id, now);
        var submitted = new List<(int Index, EventCommand Command)>(run.Count);
        for (var i = 0; i < run.Count; i++)
        {
            if (Decide(partner, run[i], unseen, members, facts, commands) is Step.Submit submit)
            {
                submitted.Add((i, submit.Command with { IsUnseen = true }));
            }
        }

        if (submitted.Count == 0)
        {
            return results;
        }

        var outcomes = await WriteAsync(submitted, cancellationToken);
        for (var i = 0; i < submitted.Count; i++)
        {
            results[submitted[i].Index] = outcomes?[i] switch
            {
                null => TooBusy(),
                LedgerOutcome.Posted posted => EventAnswers.Of(posted.Postings, posted.Entries),
                _ => null,
            };
        }

        return results;
    }

    private static bool MayBePosted(IncomingEvent incoming) =>
        incoming is IncomingEvent.Sound { Event: PartnerEvent.TransactionPosted or PartnerEvent.PointsGranted };
}
