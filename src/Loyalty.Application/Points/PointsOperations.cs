using System.Security.Cryptography;
using System.Text.Json;
using Loyalty.Application.Members;
using Loyalty.Application.Points.Ledger;
using Loyalty.Application.Tiers;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;
using Loyalty.Storage;
using Loyalty.Storage.Points;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Points;

/// <summary>Who asks for an operation, and under which key: the same key again gets the first answer.</summary>
/// <param name="Actor">see <see cref="LedgerOperation.Actor"/>.</param>
public sealed record OperationCaller(string Actor, string Key);

/// <summary>An operation that was done, now or before under its key.</summary>
/// <param name="Entries">in the order of posting; empty when no points moved.</param>
public sealed record OperationResult(LedgerOperation Operation, IReadOnlyList<PostedEntry> Entries);

public sealed record PostedEntry(Entry Entry, PointCurrencyCode Currency);

/// <summary>What all operations on points share: the key, today, the way into the ledger and the answer.</summary>
public sealed class PointsOperations(
    LoyaltyDbContext context,
    ProgrammeSettings settings,
    LedgerWriter ledger,
    EvaluateTiers tiers,
    TimeProvider clock
)
{
    /// <summary>Points that one operation may move.</summary>
    public const long PointsMax = 1_000_000_000_000;

    public async Task<ClubSettings> ClubAsync(CancellationToken cancellationToken) =>
        await settings.CurrentAsync(cancellationToken);

    public DateTimeOffset Now => clock.Instant();

    /// <summary>The operation as it will be kept.</summary>
    /// <param name="asked">all that makes it what it is.</param>
    public LedgerOperation New(
        OperationKind kind,
        OperationCaller caller,
        MemberId member,
        object asked,
        string? reference = null,
        string? reason = null
    ) =>
        new()
        {
            OperationKey = OperationKey.Of(kind, caller.Actor, caller.Key),
            Kind = kind,
            MemberId = member,
            Actor = caller.Actor,
            ContentHash = SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(new { member.Value, asked })),
            RecordedAt = Now,
            Reference = reference,
            Reason = reason,
        };

    /// <summary>The member's account may do this; null when it may.</summary>
    public async Task<Refusal?> WhyNotAsync(
        MemberId member,
        MemberOperation operation,
        CancellationToken cancellationToken
    )
    {
        var statuses = await context
            .Members.Where(row => row.Id == member)
            .Select(row => row.Status)
            .ToListAsync(cancellationToken);
        return statuses switch
        {
            [] => MemberRefusals.NoSuchMember,
            [var status] when !status.Allows(operation) => new MemberMayNot(operation, status),
            _ => null,
        };
    }

    /// <exception cref="LedgerUnavailableException">the database failed; asking again under the same key is safe.</exception>
    public async Task<Outcome<OperationResult>> DoAsync(LedgerCommand command, CancellationToken cancellationToken)
    {
        var outcomes = await ledger.WriteAsync([command], cancellationToken);
        if (outcomes?[0] is LedgerOutcome.Done adjusted)
        {
            await tiers.AfterPostingAsync(() => PostedActivity.Of(adjusted), cancellationToken);
        }

        return outcomes?[0] switch
        {
            null => new EventRefusal.TooBusy(1),
            LedgerOutcome.Refused refused => refused.Reason,
            LedgerOutcome.Repeated repeated => await ReadAsync(repeated.Operation, cancellationToken),
            LedgerOutcome.Done done => Result(done.Operation, done.Entries),
            var other => throw new InvalidOperationException($"Not of an operation: {other.GetType().Name}."),
        };
    }

    public async Task<OperationResult?> FindAsync(OperationKey key, CancellationToken cancellationToken) =>
        await context
            .Operations.AsNoTracking()
            .FirstOrDefaultAsync(operation => operation.OperationKey == key, cancellationToken)
            is { } found
            ? await ReadAsync(found, cancellationToken)
            : null;

    /// <summary>What was done under the key of an operation that cannot be done now. Sent again, a request gets its first answer,
    /// whatever has changed since that would refuse it.</summary>
    /// <returns>null when it was never done.</returns>
    public async Task<Outcome<OperationResult>?> DoneBeforeAsync(
        LedgerOperation operation,
        CancellationToken cancellationToken
    )
    {
        if (await FindAsync(operation.OperationKey, cancellationToken) is not { } found)
        {
            return null;
        }

        return found.Operation.ContentHash.AsSpan().SequenceEqual(operation.ContentHash)
            ? found
            : new PointsRefusal.OperationReused();
    }

    private async Task<OperationResult> ReadAsync(LedgerOperation operation, CancellationToken cancellationToken)
    {
        var postings = PostingsOf(operation);
        var entries = await context.FindEntriesAsync(
            [.. postings.Select(posting => posting.EntryId)],
            cancellationToken
        );
        return Result(operation, [.. postings.Select(posting => entries[posting.EntryId])]);
    }

    internal static IReadOnlyList<Posting> PostingsOf(LedgerOperation operation) =>
        operation.Postings is { } json ? Postings.Parse(json).Entries : [];

    private static OperationResult Result(LedgerOperation operation, IReadOnlyList<Entry> entries) =>
        new(
            operation,
            [
                .. PostingsOf(operation)
                    .Zip(
                        entries,
                        (posting, entry) => new PostedEntry(entry, PointCurrencyCode.Parse(posting.Currency))
                    ),
            ]
        );

    public sealed record MemberMayNot(MemberOperation Operation, MemberStatus Status)
        : Refusal("member-may-not", RefusalKind.Conflict, "The status of the member's account does not allow this.")
    {
        public override IEnumerable<KeyValuePair<string, object?>> Fields =>
            [new("operation", Operation), new("memberStatus", Status)];
    }
}
