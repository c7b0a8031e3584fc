using Loyalty.Application.Earning;
using Loyalty.Application.Partners;
using Loyalty.Application.Points.Ledger;
using Loyalty.Domain;
using Loyalty.Domain.Earning;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Points;

public sealed partial class EarnPoints
{
    /// <summary>Says what would become of events, by the same decisions as <see cref="ExecuteAsync"/> takes, and writes nothing.
    /// What depends on an event that is sent with it is not tried: <see cref="EventForecast.DependsOnRequest"/>.</summary>
    internal async Task<IReadOnlyList<EventForecast>> TryAsync(
        Partner partner,
        IReadOnlyList<IncomingEvent> events,
        LedgerTrial trial,
        CancellationToken cancellationToken
    )
    {
        var forecasts = new List<EventForecast>(events.Count);
        var seen = new Dictionary<PartnerEventKey, (byte[] Hash, EventForecast Forecast)>();
        var linked = new HashSet<string>(StringComparer.Ordinal);
        await using var context = new ContextOnDemand(contexts);
        foreach (var run in EventRuns.Split(partner.Id, events))
        {
            var alone = run.Select(incoming => Earlier(partner, incoming, seen)).ToArray();
            IncomingEvent[] open = [.. run.Where((_, i) => alone[i] is null)];
            var tried = open.Length == 0 ? [] : await TryRunAsync(context, partner, open, trial, cancellationToken);
            var next = 0;
            for (var i = 0; i < run.Count; i++)
            {
                var forecast = alone[i] ?? AfterLink(run[i], tried[next++], linked);
                forecasts.Add(forecast);
                if (run[i] is IncomingEvent.Sound { Event: PartnerEvent.MemberLinked link })
                {
                    linked.Add(link.PartnerCustomerId);
                }

                seen.TryAdd(run[i].KeyFor(partner.Id), (run[i].ContentHash, forecast));
            }
        }

        return forecasts;
    }

    /// <param name="linked">customers whom events of the same request link.</param>
    private static EventForecast AfterLink(IncomingEvent incoming, EventForecast forecast, HashSet<string> linked) =>
        incoming is IncomingEvent.Sound { Event.Member: MemberReference.ByPartnerCustomer customer }
        && linked.Contains(customer.PartnerCustomerId)
            ? new EventForecast.DependsOnRequest()
            : forecast;

    /// <summary>What follows from events of the same request alone; null when nothing does.</summary>
    private static EventForecast? Earlier(
        Partner partner,
        IncomingEvent incoming,
        Dictionary<PartnerEventKey, (byte[] Hash, EventForecast Forecast)> seen
    )
    {
        if (
            seen.TryGetValue(incoming.KeyFor(partner.Id), out var first)
            && first.Forecast is not EventForecast.Known { Result: EventResult.Rejected }
        )
        {
            return first.Hash.AsSpan().SequenceEqual(incoming.ContentHash)
                ? first.Forecast
                : new EventForecast.Known(new EventResult.Rejected(new EventRefusal.EventIdReused()));
        }

        var dependsOnOriginal =
            incoming is IncomingEvent.Sound { Event: PartnerEvent.AboutEarlier later }
            && seen.TryGetValue(later.OriginalKey(partner.Id), out var original)
            && original.Forecast is not EventForecast.Known { Result: EventResult.Rejected or EventResult.Duplicate };
        return dependsOnOriginal ? new EventForecast.DependsOnRequest() : null;
    }

    private async Task<EventForecast[]> TryRunAsync(
        ContextOnDemand context,
        Partner partner,
        IncomingEvent[] run,
        LedgerTrial trial,
        CancellationToken cancellationToken
    )
    {
        var now = clock.Instant();
        var club = await settings.CurrentAsync(cancellationToken);
        var rules = await publishedRules.CurrentAsync(cancellationToken);
        var mustWait = await prepaid.IsUsedUpAsync(partner, cancellationToken);
        var commands = new EventCommands(partner, rules, club.Programme, club.Currencies, now);
        var records = await EventRecords.FindAsync(lookups, partner, run, now, cancellationToken);
        var members = await MemberMatches.FindAsync(lookups, partner.Id, run, cancellationToken);
        if (records is null || members is null)
        {
            return [.. run.Select(_ => new EventForecast.Known(TooBusy()))];
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
        // Decided in order, because one event may count for the next.
        var steps = run.Select(incoming => Decide(partner, incoming, records, members, facts, commands, mustWait))
            .ToArray();
        // A link stands alone in its run.
        if (
            steps is [Step.Change { Record: var record }]
            && run[0] is IncomingEvent.Sound { Event: PartnerEvent.MemberLinked link }
            && await context.Value.MemberLinks.AnyAsync(
                known =>
                    known.PartnerId == partner.Id
                    && known.PartnerCustomerId == link.PartnerCustomerId
                    && known.MemberId != record.MemberId,
                cancellationToken
            )
        )
        {
            return [new EventForecast.Known(new EventResult.Rejected(new EventRefusal.CustomerLinkedElsewhere()))];
        }

        for (var i = 0; i < steps.Length; i++)
        {
            var told = steps[i] switch
            {
                Step.Note note => note.Command.Event,
                Step.Change change when run[i] is IncomingEvent.Sound { Event: PartnerEvent.InteractionRecorded } =>
                    change.Record,
                _ => null,
            };
            if (told is not null)
            {
                var unfit = await InteractionRecording.AddAsync(context.Value, told, run[i], cancellationToken);
                // It is never saved.
                context.Value.ChangeTracker.Clear();
                steps[i] =
                    unfit is not null ? new Step.Answer(new EventResult.Rejected(unfit))
                    : steps[i] is Step.Note { Command: var command } ? new Step.Submit(command)
                    : steps[i];
            }
        }

        var outcomes = await trial.RunAsync(
            [.. steps.OfType<Step.Submit>().Select(step => step.Command)],
            cancellationToken
        );
        var repeats = steps.OfType<Step.Repeat>().Select(step => step.Record).ToList();
        repeats.AddRange(outcomes.OfType<LedgerOutcome.Duplicate>().Select(duplicate => duplicate.Event));
        var firsts = repeats
            .Zip(await EventAnswers.LoadAsync(context.Value, repeats, cancellationToken))
            .ToDictionary(pair => pair.First.EventKey, pair => pair.Second);
        var submitted = 0;
        return
        [
            .. steps.Select(step =>
                step switch
                {
                    Step.Answer answer => new EventForecast.Known(answer.Result),
                    Step.Repeat repeat => Repeated(repeat.Record),
                    Step.Submit => Foretell(outcomes[submitted++]),
                    _ => new EventForecast.Known(EventResult.Posted.WithoutPoints),
                }
            ),
        ];

        EventForecast Repeated(PartnerEventRecord record) =>
            new EventForecast.Known(new EventResult.Duplicate(firsts[record.EventKey]));

        EventForecast Foretell(LedgerOutcome outcome) =>
            outcome switch
            {
                LedgerOutcome.Posted posted => new EventForecast.Known(
                    EventAnswers.Of(posted.Postings, posted.Entries) with
                    {
                        // No entry of these ids will be written.
                        EntryIds = [],
                    }
                ),
                LedgerOutcome.Duplicate duplicate => Repeated(duplicate.Event),
                LedgerOutcome.Refused refused => new EventForecast.Known(new EventResult.Rejected(refused.Reason)),
                _ => throw new InvalidOperationException($"No forecast for {outcome.GetType().Name}."),
            };
    }
}

/// <summary>What would become of one event.</summary>
public abstract record EventForecast
{
    private EventForecast() { }

    /// <param name="Result">as the receipt would say it, without entries.</param>
    public sealed record Known(EventResult Result) : EventForecast;

    /// <summary>It is about an event that is sent with it, and would be taken after that one.</summary>
    public sealed record DependsOnRequest : EventForecast;
}
