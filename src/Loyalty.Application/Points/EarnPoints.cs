using Loyalty.Application.Earning;
using Loyalty.Application.Partners;
using Loyalty.Application.Points.Ledger;
using Loyalty.Application.Tiers;
using Loyalty.Domain;
using Loyalty.Domain.Earning;
using Loyalty.Domain.Members;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Points;

/// <summary>
/// Takes a partner's verified events, in order, and says what became of each. What was sent under an event's key before comes
/// first: a posted event is answered as duplicate, another content under the key of a posted or quarantined one as reused, and
/// only then is a refusal looked at, so that a contract changed meanwhile does not turn a repeat into a rejection.
/// </summary>
public sealed partial class EarnPoints(
    IDbContextFactory<LoyaltyDbContext> contexts,
    EventLookups lookups,
    PublishedRules publishedRules,
    FindMemberFacts findFacts,
    ProgrammeSettings settings,
    LedgerWriter ledger,
    EvaluateTiers tiers,
    PrepaidWatch prepaid,
    TimeProvider clock
)
{
    private const int RetryAfterSeconds = 1;

    /// <exception cref="LedgerUnavailableException">the database failed; sending the same again is safe.</exception>
    public async Task<IReadOnlyList<EventResult>> ExecuteAsync(
        Partner partner,
        IReadOnlyList<IncomingEvent> events,
        CancellationToken cancellationToken
    )
    {
        var results = new List<EventResult>(events.Count);
        await using var context = new ContextOnDemand(contexts);
        foreach (var run in EventRuns.Split(partner.Id, events))
        {
            // Nearly everything comes for the first time. The ledger looks each event up where it writes, so that nobody need look before.
            var taken = run.All(GivesPoints)
                ? await TakeAsync(context, partner, run, isUnseen: true, cancellationToken)
                : new EventResult?[run.Count];
            var rest = Enumerable.Range(0, run.Count).Where(i => taken[i] is null).ToArray();
            if (rest.Length > 0)
            {
                var closer = rest.Length == run.Count ? run : [.. rest.Select(i => run[i])];
                var looked = await TakeAsync(context, partner, closer, isUnseen: false, cancellationToken);
                for (var i = 0; i < rest.Length; i++)
                {
                    taken[rest[i]] = looked[i];
                }
            }

            results.AddRange(taken!);
        }

        return results;
    }

    /// <summary>Whether it gives points by itself and is about no earlier event.</summary>
    private static bool GivesPoints(IncomingEvent incoming) =>
        incoming is IncomingEvent.Sound { Event: PartnerEvent.TransactionPosted or PartnerEvent.PointsGranted };

    /// <summary>Takes events of which none depends on what becomes of another.</summary>
    /// <param name="isUnseen">nothing is looked up of what was sent before.</param>
    /// <returns>null, where <paramref name="isUnseen"/>, for each event that is to be taken again, looked up; nothing has become of it
    /// yet.</returns>
    private async Task<EventResult?[]> TakeAsync(
        ContextOnDemand context,
        Partner partner,
        IReadOnlyList<IncomingEvent> run,
        bool isUnseen,
        CancellationToken cancellationToken
    )
    {
        var now = clock.Instant();
        var club = await settings.CurrentAsync(cancellationToken);
        var rules = await publishedRules.CurrentAsync(cancellationToken);
        var mustWait = await prepaid.IsUsedUpAsync(partner, cancellationToken);
        var commands = new EventCommands(partner, rules, club.Programme, club.Currencies, now);
        var finding = isUnseen
            ? Task.FromResult<EventRecords?>(EventRecords.Unseen(partner, now))
            : EventRecords.FindAsync(lookups, partner, run, now, cancellationToken);
        var matching = MemberMatches.FindAsync(lookups, partner.Id, run, cancellationToken);
        await Task.WhenAll(finding, matching);
        if (await finding is not { } records || await matching is not { } members)
        {
            return [.. run.Select(_ => TooBusy())];
        }

        var facts =
            rules.Facts == FactKinds.None
                ? new KnownFacts(partner.Id, commands.Zone)
                : await findFacts.ReadAsync(
                    context.Value,
                    rules.Facts,
                    partner.Id,
                    members.OfTransactions(run, partner.Contract),
                    commands.Zone,
                    cancellationToken
                );

        var taking = new Taking(run, records, isUnseen);
        for (var i = 0; i < run.Count; i++)
        {
            switch (Decide(partner, run[i], records, members, facts, commands, mustWait))
            {
                case Step.Submit submit:
                    taking.Submitted.Add((i, submit.Command with { IsUnseen = isUnseen }));
                    break;
                case var _ when isUnseen:
                    break;
                case Step.Answer answer:
                    taking.Results[i] = answer.Result;
                    break;
                case Step.Repeat repeat:
                    taking.Repeats.Add((i, repeat.Record));
                    break;
                case Step.Note note:
                    await NoteAsync(context.Value, taking, i, note.Command, cancellationToken);
                    break;
                case Step.Change change:
                    taking.Results[i] = await ChangeAsync(
                        context.Value,
                        change.Record,
                        run[i],
                        records,
                        cancellationToken
                    );
                    break;
            }
        }

        await FollowMergedAsync(context, run, taking.Submitted, members, now, cancellationToken);
        await SubmitAsync(taking, cancellationToken);
        await AnswerRepeatsAsync(context, taking, cancellationToken);
        if (!isUnseen)
        {
            await records.SaveAsync(context.Value, cancellationToken);
        }

        return taking.Results;
    }

    private async Task SubmitAsync(Taking taking, CancellationToken cancellationToken)
    {
        var (results, submitted) = (taking.Results, taking.Submitted);
        if (submitted.Count == 0)
        {
            return;
        }

        var outcomes = await ledger.WriteAsync([.. submitted.Select(one => one.Command)], cancellationToken);
        await tiers.AfterPostingAsync(
            () => PostedActivity.Of(submitted.Select(one => one.Command), outcomes, clock.Instant()),
            cancellationToken
        );
        for (var i = 0; i < submitted.Count; i++)
        {
            var (index, command) = submitted[i];
            switch (outcomes?[i])
            {
                case null:
                    results[index] = TooBusy();
                    break;
                case LedgerOutcome.Posted posted:
                    results[index] = EventAnswers.Of(posted.Postings, posted.Entries);
                    break;
                case LedgerOutcome.Duplicate duplicate:
                    taking.Repeats.Add((index, duplicate.Event));
                    break;
                case LedgerOutcome.Refused { Reason: EventRefusal.EventIdReused reused }:
                    results[index] = new EventResult.Rejected(reused);
                    break;
                case LedgerOutcome.Refused refused when !taking.IsUnseen:
                    results[index] = taking.Records.Reject(command.Event, taking.Run[index], refused.Reason);
                    break;
            }
        }
    }

    private static async Task AnswerRepeatsAsync(
        ContextOnDemand context,
        Taking taking,
        CancellationToken cancellationToken
    )
    {
        if (taking.Repeats.Count == 0)
        {
            return;
        }

        var first = await EventAnswers.LoadAsync(
            context.Value,
            [.. taking.Repeats.Select(one => one.Record)],
            cancellationToken
        );
        for (var i = 0; i < taking.Repeats.Count; i++)
        {
            taking.Results[taking.Repeats[i].Index] = new EventResult.Duplicate(first[i]);
        }
    }

    private static EventResult.Rejected TooBusy() => new(new EventRefusal.TooBusy(RetryAfterSeconds));

    private static Step Decide(
        Partner partner,
        IncomingEvent incoming,
        EventRecords records,
        MemberMatches members,
        KnownFacts facts,
        EventCommands commands,
        bool mustWait
    )
    {
        if (records.Find(incoming.KeyFor(partner.Id)) is { } known && known.Status != PartnerEventStatus.Rejected)
        {
            if (!known.ContentHash.AsSpan().SequenceEqual(incoming.ContentHash))
            {
                return new Step.Answer(new EventResult.Rejected(new EventRefusal.EventIdReused()));
            }

            if (known.Status == PartnerEventStatus.Posted)
            {
                return new Step.Repeat(known);
            }
        }

        var record = records.Begin(incoming);
        if (incoming is not IncomingEvent.Sound { Event: var partnerEvent })
        {
            return new Step.Answer(records.Reject(record, incoming, ((IncomingEvent.Refused)incoming).Reason));
        }

        if (partnerEvent is PartnerEvent.MemberUnlinked)
        {
            return new Step.Change(record);
        }

        if (members.Of(partnerEvent.Member) is { IsErased: true })
        {
            records.KeepNoJson(record);
        }

        // What was earned can be taken back whatever has become of the link, the card or the account since.
        if (partnerEvent is PartnerEvent.AboutEarlier later)
        {
            return DecideLater(partner, later, incoming, record, records, commands);
        }

        if (members.Of(partnerEvent.Member) is not { } match)
        {
            return new Step.Answer(records.Quarantine(record, partnerEvent, new EventRefusal.MemberUnknown()));
        }

        var refusal =
            match.Refusal ?? (match.Status.Allows(MemberOperation.Earn) ? null : new EventRefusal.MemberMayNotEarn());
        record.MemberId = match.Member;
        if (refusal is not null)
        {
            return new Step.Answer(records.Reject(record, incoming, refusal));
        }

        var spending = partner.Contract.SpendingOf(partnerEvent);
        if (mustWait && (spending is not null || GivesPoints(incoming)))
        {
            var usedUp = new EventRefusal.PrepaidUsedUp();
            return new Step.Answer(
                records.Quarantine(record, partnerEvent, usedUp, PartnerEventRecord.WaitingForPoints)
            );
        }

        return partnerEvent switch
        {
            PartnerEvent.TransactionPosted => new Step.Submit(
                Earn(partnerEvent, spending!, match.Member!.Value, record, facts, commands)
            ),
            PartnerEvent.InteractionRecorded when spending is not null => new Step.Note(
                Earn(partnerEvent, spending, match.Member!.Value, record, facts, commands)
            ),
            PartnerEvent.PointsGranted granted => new Step.Submit(commands.Grant(granted, match.Member!.Value, record)),
            PartnerEvent.MemberLinked or PartnerEvent.InteractionRecorded => new Step.Change(record),
            _ => throw new InvalidOperationException($"No such event: {partnerEvent.Type}."),
        };
    }
}
