using System.Security.Cryptography;
using System.Text;
using Loyalty.Application.Points;
using Loyalty.Application.Points.Ledger;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Points;
using Loyalty.Tests.Host;
using Microsoft.Extensions.DependencyInjection;

namespace Loyalty.Tests.Points;

/// <summary>What moves points without a partner's event, handed to the ledger's writer.</summary>
internal static class CommandActions
{
    public static async Task<LedgerOutcome> WriteAsync(this Club club, LedgerCommand command) =>
        (
            await club.Services.GetRequiredService<LedgerWriter>().WriteAsync([command], CancellationToken.None)
            ?? throw new InvalidOperationException("The ledger's queue is full.")
        )[0];

    /// <summary>The operation's entries.</summary>
    /// <exception cref="InvalidOperationException">it was refused.</exception>
    public static async Task<IReadOnlyList<Entry>> DoAsync(this Club club, LedgerCommand command) =>
        await club.WriteAsync(command) switch
        {
            LedgerOutcome.Done done => done.Entries,
            LedgerOutcome.Posted posted => posted.Entries,
            LedgerOutcome.Refused refused => throw new InvalidOperationException(refused.Reason.Code),
            var other => throw new InvalidOperationException(other.GetType().Name),
        };

    public static RedeemCommand Redeem(this Club club, MemberId member, long points) =>
        new()
        {
            Member = member,
            Operation = Operation(OperationKind.Redemption, member, $"redeem {points}"),
            Day = club.Today(),
            Shares = [new WalletShare(WalletId.Of(member, PointsActions.Points), points)],
        };

    public static ReverseRedemptionCommand GiveBack(
        this Club club,
        RedeemCommand original,
        IReadOnlyList<Entry> entries,
        long points,
        int? graceDays = null
    ) =>
        new()
        {
            Member = original.Member,
            Operation = Operation(OperationKind.RedemptionReversal, original.Member, $"give back {points}"),
            Day = club.Today(),
            Original = original.Operation.OperationKey,
            Entries = [.. entries.Select(entry => Posting.Of(entry, PointsActions.Points))],
            Points = points,
            GraceDays = graceDays,
        };

    public static HoldCommand Hold(this Club club, MemberId member, long points) =>
        new()
        {
            Member = member,
            Operation = Operation(OperationKind.Hold, member, $"hold {points}"),
            Day = club.Today(),
            Wallet = WalletId.Of(member, PointsActions.Points),
            Hold = new HoldId(Guid.CreateVersion7()),
            Points = points,
            ExpiresAt = club.Now() + TimeSpan.FromDays(365),
        };

    /// <param name="points">null to give all of it back.</param>
    public static EndHoldCommand End(this Club club, HoldCommand hold, long? points = null) =>
        new()
        {
            Member = hold.Member,
            Operation = Operation(
                points is null ? OperationKind.Release : OperationKind.Capture,
                hold.Member,
                $"end {hold.Hold}"
            ),
            Day = club.Today(),
            Wallet = hold.Wallet,
            Hold = hold.Hold,
            Points = points,
        };

    public static AdjustCommand Adjust(this Club club, MemberId member, long points, Funder funder = default) =>
        new()
        {
            Member = member,
            Operation = Operation(OperationKind.Adjustment, member, $"adjust {points}", reason: "goodwill"),
            Day = club.Today(),
            Currency = PointsActions.Points,
            Points = points,
            Lot = new LotKey(LotKey.Never, LotKey.AtOnce, funder),
        };

    public static TransferCommand Transfer(this Club club, MemberId from, MemberId to, long points) =>
        new()
        {
            Member = from,
            Operation = Operation(OperationKind.Transfer, from, $"transfer {points}"),
            Day = club.Today(),
            To = to,
            Currency = PointsActions.Points,
            Points = points,
        };

    public static ForfeitCommand Forfeit(this Club club, MemberId member) =>
        new()
        {
            Member = member,
            Operation = Operation(OperationKind.Forfeiture, member, "forfeit"),
            Day = club.Today(),
            Wallets = [WalletId.Of(member, PointsActions.Points)],
        };

    public static ExpireCommand Expire(this Club club, MemberId member) =>
        new()
        {
            Member = member,
            Wallet = WalletId.Of(member, PointsActions.Points),
            Day = club.Today(),
        };

    public static DateTimeOffset Now(this Club club) => club.Services.GetRequiredService<TimeProvider>().Instant();

    /// <summary>In the programme's zone.</summary>
    public static DateOnly Today(this Club club) =>
        club.Now()
            .DayIn(
                club.Services.GetRequiredService<ProgrammeSettings>()
                    .CurrentAsync(CancellationToken.None)
                    .AsTask()
                    .GetAwaiter()
                    .GetResult()
                    .Programme.Zone()
            );

    private static LedgerOperation Operation(
        OperationKind kind,
        MemberId member,
        string content,
        string? reason = null
    ) =>
        new()
        {
            OperationKey = OperationKey.Of(kind, "test", Guid.CreateVersion7().ToString()),
            Kind = kind,
            MemberId = member,
            Actor = "test",
            ContentHash = SHA256.HashData(Encoding.UTF8.GetBytes(content)),
            RecordedAt = default,
            Reason = reason,
        };
}
