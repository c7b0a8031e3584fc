using System.Data.Common;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;

namespace Loyalty.Storage.Points.Ledger;

/// <summary>Reads the result sets of a load, whose order and columns are the same on every database.</summary>
internal sealed class LedgerReader(DbDataReader reader, Func<DbDataReader, int, DateTimeOffset> instant)
{
    public const string WalletColumns =
        "wallet_id, member_id, currency, balance, arrears, held, sequence, hash, opened_at";
    public const string LotColumns = "wallet_id, expires_on, activates_on, funder, points, held";
    public const string CounterColumns = "wallet_id, cap_id, period_start, points";
    public const string OriginalColumns = "wallet_id, sequence, lot_moves, counter_account";

    public const string HoldColumns =
        "wallet_id, hold_id, points, lots, status, captured_points, created_at, expires_at, closed_at, operation";

    public const string OperationColumns =
        "operation_key, kind, member_id, actor, content_hash, recorded_at, reference, reason, reversed_points, payment, "
        + "postings";

    public const string EventColumns =
        "event_key, partner_id, source, event_id, type, content_hash, status, occurred_at, received_at, late, member_id, "
        + "amount, amount_currency, reversed_amount, detail, postings, waiting_for, reason, problem, json, "
        + "replayed_at";

    public const string HouseholdColumns = "id, version";

    private readonly LedgerSnapshot snapshot = new();

    /// <param name="parts">which results come, in this order.</param>
    public async Task<LedgerSnapshot> ReadAsync(IReadOnlyList<LedgerPart> parts, CancellationToken cancellationToken)
    {
        var states = new List<WalletState>();
        var lots = new List<Lot>();
        foreach (var part in parts)
        {
            switch (part)
            {
                case LedgerPart.Wallets:
                    states = await ReadAllAsync(Wallet, cancellationToken);
                    break;
                case LedgerPart.Lots:
                    lots = await ReadAllAsync(Lot, cancellationToken);
                    break;
                case LedgerPart.Counters or LedgerPart.Budgets:
                    foreach (var counter in await ReadAllAsync(Counter, cancellationToken))
                    {
                        snapshot.Counters.Add((counter.WalletId, counter.CapId, counter.PeriodStart), counter);
                    }

                    break;
                case LedgerPart.Originals:
                    foreach (var (id, original) in await ReadAllAsync(Original, cancellationToken))
                    {
                        snapshot.Originals.Add(id, original);
                    }

                    break;
                case LedgerPart.Holds:
                    foreach (var hold in await ReadAllAsync(Hold, cancellationToken))
                    {
                        snapshot.Holds.Add(hold.HoldId, hold);
                    }

                    break;
                case LedgerPart.Events:
                    foreach (var record in await ReadAllAsync(Event, cancellationToken))
                    {
                        snapshot.Events.Add(record.EventKey, record);
                    }

                    break;
                case LedgerPart.Operations:
                    foreach (var operation in await ReadAllAsync(Operation, cancellationToken))
                    {
                        snapshot.Operations.Add(operation.OperationKey, operation);
                    }

                    break;
                case LedgerPart.Households:
                    foreach (var (id, version) in await ReadAllAsync(Household, cancellationToken))
                    {
                        snapshot.HouseholdVersions.Add(id, version);
                    }

                    break;
                default:
                    throw new InvalidOperationException($"No such part: {part}.");
            }

            await reader.NextResultAsync(cancellationToken);
        }

        var lotsByWallet = lots.ToLookup(lot => lot.WalletId);
        foreach (var state in states)
        {
            snapshot.Wallets.Add(state.WalletId, Domain.Points.Wallet.Load(state, lotsByWallet[state.WalletId]));
        }

        return snapshot;
    }

    private async Task<List<T>> ReadAllAsync<T>(Func<T> read, CancellationToken cancellationToken)
    {
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(read());
        }

        return rows;
    }

    private WalletState Wallet() =>
        new()
        {
            WalletId = new WalletId(reader.GetGuid(0)),
            MemberId = new MemberId(reader.GetGuid(1)),
            Currency = PointCurrencyCode.Parse(reader.GetString(2)),
            Balance = reader.GetInt64(3),
            Arrears = reader.GetInt64(4),
            Held = reader.GetInt64(5),
            Sequence = reader.GetInt64(6),
            Hash = reader.GetFieldValue<byte[]>(7),
            OpenedAt = instant(reader, 8),
        };

    private Lot Lot() =>
        new()
        {
            WalletId = new WalletId(reader.GetGuid(0)),
            ExpiresOn = reader.GetFieldValue<DateOnly>(1),
            ActivatesOn = reader.GetFieldValue<DateOnly>(2),
            Funder = new Funder(reader.GetGuid(3)),
            Points = reader.GetInt64(4),
            Held = reader.GetInt64(5),
        };

    private CapCounter Counter() =>
        new()
        {
            WalletId = new WalletId(reader.GetGuid(0)),
            CapId = reader.GetGuid(1),
            PeriodStart = reader.GetFieldValue<DateOnly>(2),
            Points = reader.GetInt64(3),
        };

    private (EntryId, OriginalEntry) Original() =>
        (
            new EntryId(new WalletId(reader.GetGuid(0)), reader.GetInt64(1)),
            new OriginalEntry(LotMoves.Read(reader.GetString(2)), reader.GetString(3))
        );

    private Hold Hold() =>
        new()
        {
            WalletId = new WalletId(reader.GetGuid(0)),
            HoldId = new HoldId(reader.GetGuid(1)),
            Points = reader.GetInt64(2),
            Lots = reader.GetString(3),
            Status = (HoldStatus)reader.GetInt32(4),
            CapturedPoints = reader.GetInt64(5),
            CreatedAt = instant(reader, 6),
            ExpiresAt = instant(reader, 7),
            ClosedAt = reader.IsDBNull(8) ? null : instant(reader, 8),
            Operation = new OperationKey(reader.GetGuid(9)),
        };

    private LedgerOperation Operation() =>
        new()
        {
            OperationKey = new OperationKey(reader.GetGuid(0)),
            Kind = Enum.Parse<OperationKind>(reader.GetString(1)),
            MemberId = new MemberId(reader.GetGuid(2)),
            Actor = reader.GetString(3),
            ContentHash = reader.GetFieldValue<byte[]>(4),
            RecordedAt = instant(reader, 5),
            Reference = reader.IsDBNull(6) ? null : reader.GetString(6),
            Reason = reader.IsDBNull(7) ? null : reader.GetString(7),
            ReversedPoints = reader.GetInt64(8),
            Payment = reader.IsDBNull(9) ? null : reader.GetString(9),
            Postings = reader.IsDBNull(10) ? null : reader.GetString(10),
        };

    private (HouseholdId, long Version) Household() => (new HouseholdId(reader.GetGuid(0)), reader.GetInt64(1));

    private PartnerEventRecord Event() =>
        new()
        {
            EventKey = new PartnerEventKey(reader.GetGuid(0)),
            PartnerId = new PartnerId(reader.GetGuid(1)),
            Source = reader.GetString(2),
            EventId = reader.GetString(3),
            Type = reader.GetString(4),
            ContentHash = reader.GetFieldValue<byte[]>(5),
            Status = Enum.Parse<PartnerEventStatus>(reader.GetString(6)),
            OccurredAt = reader.IsDBNull(7) ? null : instant(reader, 7),
            ReceivedAt = instant(reader, 8),
            Late = reader.GetBoolean(9),
            MemberId = reader.IsDBNull(10) ? null : new MemberId(reader.GetGuid(10)),
            Amount = reader.IsDBNull(11) ? null : reader.GetDecimal(11),
            AmountCurrency = reader.IsDBNull(12) ? null : MoneyCurrency.Parse(reader.GetString(12)),
            ReversedAmount = reader.GetDecimal(13),
            Detail = reader.IsDBNull(14) ? null : reader.GetString(14),
            Postings = reader.IsDBNull(15) ? null : reader.GetString(15),
            WaitingFor = reader.IsDBNull(16) ? null : reader.GetString(16),
            Reason = reader.IsDBNull(17) ? null : reader.GetString(17),
            Problem = reader.IsDBNull(18) ? null : reader.GetString(18),
            Json = reader.IsDBNull(19) ? null : reader.GetString(19),
            ReplayedAt = reader.IsDBNull(20) ? null : instant(reader, 20),
        };
}
