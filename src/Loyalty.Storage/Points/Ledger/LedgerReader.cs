using System.Data.Common;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;

namespace Loyalty.Storage.Points.Ledger;

/// <summary>Reads the result sets of a load, whose order and columns are the same on every database.</summary>
internal sealed class LedgerReader(DbDataReader reader, Func<DbDataReader, int, DateTimeOffset> instant)
{
    public const string WalletColumns = "wallet_id, member_id, currency, balance, arrears, sequence, hash, opened_at";
    public const string LotColumns = "wallet_id, expires_on, activates_on, funder, points";
    public const string CounterColumns = "wallet_id, cap_id, period_start, points";
    public const string OriginalColumns = "wallet_id, sequence, lot_moves, counter_account";

    public const string EventColumns =
        "event_key, partner_id, source, event_id, type, content_hash, status, occurred_at, received_at, late, member_id, "
        + "amount, amount_currency, reversed_amount, postings, waiting_for, reason, problem, json";

    private readonly LedgerSnapshot snapshot = new();

    public async Task<LedgerSnapshot> ReadAsync(CancellationToken cancellationToken)
    {
        var states = await ReadAllAsync(Wallet, cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        var lots = (await ReadAllAsync(Lot, cancellationToken)).ToLookup(lot => lot.WalletId);
        foreach (var state in states)
        {
            snapshot.Wallets.Add(state.WalletId, Domain.Points.Wallet.Load(state, lots[state.WalletId]));
        }

        await reader.NextResultAsync(cancellationToken);
        foreach (var counter in await ReadAllAsync(Counter, cancellationToken))
        {
            snapshot.Counters.Add((counter.WalletId, counter.CapId, counter.PeriodStart), counter);
        }

        await reader.NextResultAsync(cancellationToken);
        foreach (var (id, moves) in await ReadAllAsync(Original, cancellationToken))
        {
            snapshot.Originals.Add(id, moves);
        }

        await reader.NextResultAsync(cancellationToken);
        foreach (var record in await ReadAllAsync(Event, cancellationToken))
        {
            snapshot.Events.Add(record.EventKey, record);
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
            Sequence = reader.GetInt64(5),
            Hash = reader.GetFieldValue<byte[]>(6),
            OpenedAt = instant(reader, 7),
        };

    private Lot Lot() =>
        new()
        {
            WalletId = new WalletId(reader.GetGuid(0)),
            ExpiresOn = reader.GetFieldValue<DateOnly>(1),
            ActivatesOn = reader.GetFieldValue<DateOnly>(2),
            Funder = new Funder(reader.GetGuid(3)),
            Points = reader.GetInt64(4),
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
            Postings = reader.IsDBNull(14) ? null : reader.GetString(14),
            WaitingFor = reader.IsDBNull(15) ? null : reader.GetString(15),
            Reason = reader.IsDBNull(16) ? null : reader.GetString(16),
            Problem = reader.IsDBNull(17) ? null : reader.GetString(17),
            Json = reader.IsDBNull(18) ? null : reader.GetString(18),
        };
}
