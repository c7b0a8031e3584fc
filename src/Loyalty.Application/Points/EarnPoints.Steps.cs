using Loyalty.Application.Earning;
using Loyalty.Application.Partners;
using Loyalty.Application.Points.Ledger;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Points;

public sealed partial class EarnPoints
{
    /// <summary>What is to be done for an event about an earlier one of the same partner.</summary>
    private static Step DecideLater(
        Partner partner,
        PartnerEvent.AboutEarlier later,
        IncomingEvent incoming,
        PartnerEventRecord record,
        EventRecords records,
        EventCommands commands
    )
    {
        var original = records.Find(later.OriginalKey(partner.Id));
        if (original is { Status: PartnerEventStatus.Quarantined })
        {
            return new Step.Answer(
                records.Quarantine(record, later, new EventRefusal.OriginalQuarantined(), original.WaitingFor)
            );
        }

        if (
            original
            is not {
                    Status: PartnerEventStatus.Posted,
                    Type: PartnerEvent.TransactionPosted.TypeName or PartnerEvent.PointsGranted.TypeName,
                    MemberId: not null
                }
                // An interaction that earned; others moved no points.
                and not {
                    Status: PartnerEventStatus.Posted,
                    Type: PartnerEvent.InteractionRecorded.TypeName,
                    MemberId: not null,
                    Amount: not null
                }
        )
        {
            return new Step.Answer(records.Reject(record, incoming, new EventRefusal.OriginalUnknown()));
        }

        if (later is PartnerEvent.TransactionCompleted completed)
        {
            return new Step.Submit(commands.Activate(completed, original, record));
        }

        var reversed = (PartnerEvent.TransactionReversed)later;
        return WhyNot(reversed, original) is { } refusal
            ? new Step.Answer(records.Reject(record, incoming, refusal))
            : new Step.Submit(commands.Reverse(reversed, original, record));
    }

    private static Refusal? WhyNot(PartnerEvent.TransactionReversed reversed, PartnerEventRecord original) =>
        (original.AmountCurrency, reversed.Amount) switch
        {
            (null, not null) => new Refusal.InvalidRequest(
                "data.amount",
                "must be left out: the original was granted in points"
            ),
            ({ } currency, { } amount) when amount.Currency != currency => new EventRefusal.ReversalCurrencyDiffers(
                currency
            ),
            _ => null,
        };

    /// <summary>What is about an earlier event goes to whoever earned, even where the event's customer is somebody else by now.
    /// Where whoever earned was merged, the points are where they were moved to, and what is then owed is settled later.</summary>
    private static async Task FollowMergedAsync(
        ContextOnDemand context,
        IReadOnlyList<IncomingEvent> run,
        List<(int Index, EventCommand Command)> submitted,
        MemberMatches members,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var elsewhere = submitted
            .Where(one =>
                one.Command is ReverseCommand or ActivateCommand
                && MemberOf(run[one.Index], members) != one.Command.Member
            )
            .Select(one => one.Command.Member)
            .ToHashSet();
        if (elsewhere.Count == 0)
        {
            return;
        }

        await context.Value.SettleMergedLaterAsync(elsewhere, now, cancellationToken);
        var survivors = await MemberMatches.SurvivorsAsync(context.Value, elsewhere, cancellationToken);
        for (var i = 0; i < submitted.Count; i++)
        {
            if (survivors.TryGetValue(submitted[i].Command.Member, out var survivor))
            {
                EventCommand command = submitted[i].Command switch
                {
                    ActivateCommand activate => activate with { Survivor = survivor },
                    ReverseCommand reverse => reverse with { Survivor = survivor },
                    var other => other,
                };
                submitted[i] = (submitted[i].Index, command);
            }
        }
    }

    private static EarnCommand Earn(
        PartnerEvent posted,
        Spending spending,
        MemberId member,
        PartnerEventRecord record,
        KnownFacts facts,
        EventCommands commands
    )
    {
        var earn = commands.Earn(posted, spending, member, record, facts);
        facts.Bought(member);
        return earn;
    }

    /// <summary>Takes an interaction down; the ledger is next where it earns only now.</summary>
    private static async Task NoteAsync(
        LoyaltyDbContext context,
        Taking taking,
        int index,
        EventCommand command,
        CancellationToken cancellationToken
    )
    {
        switch (
            await InteractionRecording.NoteAsync(
                context,
                command.Event,
                taking.Run[index],
                taking.Records,
                cancellationToken
            )
        )
        {
            case Noted.Now:
                taking.Submitted.Add((index, command));
                break;
            case Noted.Before before:
                taking.Repeats.Add((index, before.Record));
                break;
            case Noted.Not not:
                taking.Results[index] = not.Result;
                break;
        }
    }

    private static Task<EventResult> ChangeAsync(
        LoyaltyDbContext context,
        PartnerEventRecord record,
        IncomingEvent incoming,
        EventRecords records,
        CancellationToken cancellationToken
    ) =>
        incoming is IncomingEvent.Sound { Event: PartnerEvent.InteractionRecorded }
            ? InteractionRecording.ApplyAsync(context, record, incoming, records, cancellationToken)
            : MemberLinking.ApplyAsync(context, record, incoming, records, cancellationToken);

    private static MemberId? MemberOf(IncomingEvent incoming, MemberMatches members) =>
        incoming is IncomingEvent.Sound sound ? members.Of(sound.Event.Member)?.Member : null;

    /// <summary>Most runs need none.</summary>
    private sealed class ContextOnDemand(IDbContextFactory<LoyaltyDbContext> contexts) : IAsyncDisposable
    {
        private LoyaltyDbContext? context;

        public LoyaltyDbContext Value => context ??= contexts.CreateDbContext();

        public ValueTask DisposeAsync() => context?.DisposeAsync() ?? ValueTask.CompletedTask;
    }

    /// <summary>A run on its way.</summary>
    private sealed record Taking(IReadOnlyList<IncomingEvent> Run, EventRecords Records, bool IsUnseen)
    {
        /// <summary>In the order of the run; null until it is known.</summary>
        public EventResult?[] Results { get; } = new EventResult?[Run.Count];

        public List<(int Index, EventCommand Command)> Submitted { get; } = new(Run.Count);

        /// <summary>What was posted before, by the index in the run.</summary>
        public List<(int Index, PartnerEventRecord Record)> Repeats { get; } = [];
    }

    /// <summary>What is to be done for one event.</summary>
    private abstract record Step
    {
        public sealed record Answer(EventResult Result) : Step;

        public sealed record Repeat(PartnerEventRecord Record) : Step;

        public sealed record Submit(EventCommand Command) : Step;

        /// <summary>Goes into the member's history, and then to the ledger.</summary>
        public sealed record Note(EventCommand Command) : Step;

        /// <summary>Something else than points changes, in one transaction with the record.</summary>
        public sealed record Change(PartnerEventRecord Record) : Step;
    }
}
