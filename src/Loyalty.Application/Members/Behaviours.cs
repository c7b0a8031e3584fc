using Loyalty.Domain;
using Loyalty.Domain.Members;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Members;

/// <summary>Reads what members did, in two statements for however many, and sets it against their own past.</summary>
internal static class Behaviours
{
    /// <summary>Whoever has more of them within two years is no person; the newest count.</summary>
    private const int InteractionsMax = 10_000;

    /// <summary>One member's interactions are in memory at a time, and the outcome for each member.</summary>
    /// <param name="theirs">of those members who are meant.</param>
    /// <returns>nothing for a member who never did anything.</returns>
    public static async Task<Dictionary<MemberId, Behaviour>> BehavioursAsync(
        this IQueryable<Interaction> theirs,
        DateTimeOffset at,
        CancellationToken cancellationToken
    )
    {
        var begin = at.AddMonths(-Behaviour.Months);
        var older = await theirs
            .Where(one =>
                one.OccurredAt <= begin
                && (one.Kind == InteractionKind.Purchase || one.Kind == InteractionKind.ServiceVisit)
                && !(one.Amount < 0)
            )
            .GroupBy(one => one.MemberId)
            .Select(group => new { Member = group.Key, Last = group.Max(one => one.OccurredAt) })
            .ToDictionaryAsync(row => row.Member, row => (DateTimeOffset?)row.Last, cancellationToken);
        var found = older.ToDictionary(row => row.Key, row => Behaviour.At(at, [], row.Value));
        var rows = theirs
            .Where(one => one.OccurredAt > begin && one.OccurredAt <= at)
            // Backwards through the index of a member's interactions.
            .OrderByDescending(one => one.MemberId)
            .ThenByDescending(one => one.OccurredAt)
            .ThenByDescending(one => one.Id)
            .Select(one => new Did(one.Id, one.MemberId, one.Kind, one.OccurredAt, one.Amount, one.Currency))
            .AsAsyncEnumerable();
        var member = default(MemberId);
        DateTimeOffset? last = null;
        var interactions = new List<Interaction>();
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            if (row.Member != member)
            {
                Close();
                (member, last) = (row.Member, null);
                interactions.Clear();
            }

            if (row.Kind is InteractionKind.Purchase or InteractionKind.ServiceVisit && !(row.Amount < 0))
            {
                last ??= row.OccurredAt;
            }

            if (interactions.Count < InteractionsMax)
            {
                interactions.Add(row.ToInteraction());
            }
        }

        Close();
        return found;

        void Close()
        {
            if (interactions.Count > 0)
            {
                found[member] = Behaviour.At(at, interactions, last ?? older.GetValueOrDefault(member));
            }
        }
    }

    /// <summary>What counts of an interaction.</summary>
    private sealed record Did(
        InteractionId Id,
        MemberId Member,
        InteractionKind Kind,
        DateTimeOffset OccurredAt,
        decimal? Amount,
        MoneyCurrency? Currency
    )
    {
        public Interaction ToInteraction() =>
            new()
            {
                Id = Id,
                MemberId = Member,
                Kind = Kind,
                OccurredAt = OccurredAt,
                Channel = default,
                Subject = "",
                Amount = Amount,
                Currency = Currency,
                RecordedAt = OccurredAt,
            };
    }
}
