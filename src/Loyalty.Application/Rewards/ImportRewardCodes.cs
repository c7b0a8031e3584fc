using Loyalty.Application.Members;
using Loyalty.Domain;
using Loyalty.Domain.Rewards;
using Loyalty.Storage;
using Loyalty.Storage.Rewards;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Rewards;

/// <summary>What became of a file of codes.</summary>
/// <param name="Lines">that were read, blank ones aside.</param>
/// <param name="Duplicates">that were left out; the first of them by name.</param>
/// <param name="Invalid">numbers of lines that are no codes, the first of them.</param>
/// <param name="IsComplete">whether the file was read to its end.</param>
public sealed record RewardCodeImport(
    int Lines,
    int Imported,
    int DuplicateCount,
    IReadOnlyList<DuplicateRewardCode> Duplicates,
    int InvalidCount,
    IReadOnlyList<int> Invalid,
    bool IsComplete
);

/// <param name="Line">of the file.</param>
/// <param name="MaskedCode">its beginning.</param>
/// <param name="FirstLine">where the file has the same code first; null where the reward had it before.</param>
public sealed record DuplicateRewardCode(int Line, string MaskedCode, int? FirstLine);

/// <summary>
/// Takes voucher codes in, encrypted. A code is taken once for a reward however often it comes: an import that was cut off is repeated
/// as a whole. What was taken before a cut stays.
/// </summary>
public sealed class ImportRewardCodes(
    LoyaltyDbContext context,
    RewardCodeProtector protector,
    ClubKey clubKey,
    TimeProvider clock
)
{
    /// <summary>Of one file. The rest of a longer one is not read.</summary>
    public const int LinesMax = 200_000;

    /// <summary>Lines that an answer names, of each kind.</summary>
    public const int NamedMax = 1_000;

    private const int ChunkSize = 500;
    private const int TriesMax = 5;
    private const int MaskedLength = 2;

    /// <param name="progress">told how many lines are done.</param>
    public async Task<Outcome<RewardCodeImport>> ExecuteAsync(
        RewardId id,
        IAsyncEnumerable<RewardCodeLine> lines,
        Action<int>? progress,
        CancellationToken cancellationToken
    )
    {
        var reward = await context.Rewards.AsNoTracking().FirstOrDefaultAsync(one => one.Id == id, cancellationToken);
        if (reward is null)
        {
            return new Refusal.NoSuch("reward");
        }

        if (reward.Status == RewardStatus.Retired)
        {
            return new RewardRefusal.IsRetired();
        }

        if (reward.Definition.Fulfilment.Method != FulfilmentMethod.Code)
        {
            return new TakesNoCodes();
        }

        var key = await clubKey.FindOrMakeAsync(context, cancellationToken);
        var tally = new Tally();
        var chunk = new List<Line>(ChunkSize);
        await foreach (var line in lines.WithCancellation(cancellationToken))
        {
            if (tally.Lines == LinesMax)
            {
                tally.IsComplete = false;
                break;
            }

            if (
                tally.Add(line) is { } code
                && tally.IsFirst(line.Number, code, FingerprintOf(key, id, code)) is { } first
            )
            {
                chunk.Add(first);
            }

            if (chunk.Count == ChunkSize)
            {
                if (await SaveAsync(id, chunk, tally, cancellationToken) is { } refusal)
                {
                    return refusal;
                }

                chunk.Clear();
                progress?.Invoke(tally.Lines);
            }
        }

        if (await SaveAsync(id, chunk, tally, cancellationToken) is { } refused)
        {
            return refused;
        }

        await context.LookAtCodesAsync(cancellationToken);
        return tally.Report();
    }

    private static byte[] FingerprintOf(byte[] key, RewardId reward, string code) =>
        ClubKey.HashOf(key, $"reward-code\0{reward}\0{code}");

    /// <summary>Saves those that are not there. When another import is faster with one of them, looks again.</summary>
    private async Task<Refusal?> SaveAsync(
        RewardId reward,
        List<Line> chunk,
        Tally tally,
        CancellationToken cancellationToken
    )
    {
        for (var tries = 0; tries < TriesMax && chunk.Count > 0; tries++)
        {
            var prints = chunk.ConvertAll(line => line.Fingerprint);
            var known = (
                await context
                    .RewardCodes.Where(code => code.RewardId == reward && prints.Contains(code.Fingerprint))
                    .Select(code => code.Fingerprint)
                    .ToListAsync(cancellationToken)
            )
                .Select(Convert.ToHexString)
                .ToHashSet(StringComparer.Ordinal);
            var there = chunk.ToLookup(line => known.Contains(Convert.ToHexString(line.Fingerprint)));
            var now = clock.Instant();
            // A microsecond apart: they are given out in the order of the file.
            context.RewardCodes.AddRange(
                there[false].Select((line, i) => Encrypted(reward, line, now.AddMicroseconds(i)))
            );
            try
            {
                await context.SaveChangesAsync(cancellationToken);
                tally.Saved(there[false].Count(), there[true]);
                context.ChangeTracker.Clear();
                return null;
            }
            catch (Exception exception) when (exception.IsUniqueViolation() || exception.IsLostRace())
            {
                context.ChangeTracker.Clear();
            }
        }

        return chunk.Count == 0 ? null : new MemberRefusals.TryAgain();
    }

    private RewardCode Encrypted(RewardId reward, Line line, DateTimeOffset now)
    {
        // The same whoever imports it: so all write the same codes in the same order, and wait for one another instead of in a circle.
        var id = RewardCodeId.From(Identifier.Derive(line.Fingerprint));
        return new RewardCode
        {
            Id = id,
            RewardId = reward,
            EncryptedCode = protector.Protect(reward, id, line.Code),
            Fingerprint = line.Fingerprint,
            ImportedAt = now,
        };
    }

    private sealed record Line(int Number, string Code, byte[] Fingerprint);

    private sealed class Tally
    {
        // Half of a fingerprint tells as many codes apart as there will ever be.
        private readonly Dictionary<UInt128, int> firstLines = [];
        private readonly List<DuplicateRewardCode> duplicates = [];
        private readonly List<int> invalid = [];
        private int imported;
        private int duplicateCount;
        private int invalidCount;

        public int Lines { get; private set; }

        public bool IsComplete { get; set; } = true;

        public string? Add(RewardCodeLine line)
        {
            Lines++;
            if (line.Code is null && invalidCount++ < NamedMax)
            {
                invalid.Add(line.Number);
            }

            return line.Code;
        }

        public Line? IsFirst(int number, string code, byte[] fingerprint)
        {
            var half = System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(fingerprint);
            if (firstLines.TryAdd(half, number))
            {
                return new Line(number, code, fingerprint);
            }

            Duplicate(new DuplicateRewardCode(number, Mask(code), firstLines[half]));
            return null;
        }

        public void Saved(int count, IEnumerable<Line> there)
        {
            imported += count;
            foreach (var line in there)
            {
                Duplicate(new DuplicateRewardCode(line.Number, Mask(line.Code), FirstLine: null));
            }
        }

        public RewardCodeImport Report() =>
            new(
                Lines,
                imported,
                duplicateCount,
                [.. duplicates.OrderBy(duplicate => duplicate.Line)],
                invalidCount,
                invalid,
                IsComplete
            );

        private static string Mask(string code) => code.Length < 3 * MaskedLength ? "…" : $"{code[..MaskedLength]}…";

        private void Duplicate(DuplicateRewardCode duplicate)
        {
            if (duplicateCount++ < NamedMax)
            {
                duplicates.Add(duplicate);
            }
        }
    }

    public sealed record TakesNoCodes()
        : Refusal(
            "reward-takes-no-codes",
            RefusalKind.Conflict,
            "Only a reward whose fulfilment has the method code takes codes."
        );
}
