using System.Data;
using System.Data.Common;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;

namespace Loyalty.Storage.Points.Ledger;

/// <summary>What a batch wants to see, and to hold still until it commits.</summary>
/// <param name="Wallets">locked in the order of their ids, so that two batches cannot wait for each other.</param>
/// <param name="Events">looked up after the wallets are locked.</param>
/// <param name="Originals">entries that reversals refer to.</param>
/// <param name="CapDays">first days of the periods whose cap counters matter.</param>
public sealed record LedgerNeeds(
    IReadOnlyCollection<WalletId> Wallets,
    IReadOnlyCollection<PartnerEventKey> Events,
    IReadOnlyCollection<EntryId> Originals,
    IReadOnlyCollection<DateOnly> CapDays
);

/// <summary>What a reversal must know of the entry that it takes back.</summary>
public sealed record OriginalEntry(IReadOnlyList<LotMove> Lots, string CounterAccount);

/// <summary>What the database held when the batch began.</summary>
public sealed class LedgerSnapshot
{
    public Dictionary<WalletId, Wallet> Wallets { get; } = [];

    public Dictionary<PartnerEventKey, PartnerEventRecord> Events { get; } = [];

    public Dictionary<EntryId, OriginalEntry> Originals { get; } = [];

    public Dictionary<(WalletId Wallet, Guid Cap, DateOnly Period), CapCounter> Counters { get; } = [];
}

/// <summary>
/// The ledger's statements on one database. Three small files stand side by side: the shape here is shared, the SQL is each
/// database's own. Every load is one round trip and every save another, however many commands a batch holds.
/// </summary>
public abstract class LedgerDialect : IAsyncDisposable
{
    private readonly LedgerChanges shape = new();
    private DbConnection? connection;
    private DbCommand? load;
    private DbCommand? save;

    public static LedgerDialect Create(DatabaseOptions options) =>
        options.Provider switch
        {
            DatabaseProvider.Sqlite => new SqliteLedger(options.ConnectionString),
            DatabaseProvider.PostgreSql => new PostgreSqlLedger(options.ConnectionString),
            DatabaseProvider.SqlServer => new SqlServerLedger(options.ConnectionString),
            _ => throw new InvalidOperationException($"No ledger for {options.Provider}."),
        };

    /// <summary>How many writers a process does best with.</summary>
    public static int WritersDefault(DatabaseProvider provider) => provider == DatabaseProvider.Sqlite ? 1 : 2;

    /// <summary>The statements that load a batch; one text, for review and for the database's cache of plans.</summary>
    public abstract string LoadText { get; }

    /// <summary>The statements that save a batch.</summary>
    public string SaveText => string.Join("\n", shape.Tables.Select(rows => Statement(rows).TrimEnd(';') + ";"));

    /// <summary>A transaction on the writer's own connection, which is opened anew after a failure.</summary>
    public async Task<DbTransaction> BeginAsync(CancellationToken cancellationToken)
    {
        if (connection is not { State: ConnectionState.Open })
        {
            await CloseAsync();
            connection = Connect();
            await connection.OpenAsync(cancellationToken);
            await PrepareAsync(connection, cancellationToken);
            load = connection.CreateCommand();
            load.CommandText = LoadText;
            save = connection.CreateCommand();
            save.CommandText = SaveText;
        }

        return await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);
    }

    public async Task<LedgerSnapshot> LoadAsync(
        LedgerNeeds needs,
        DbTransaction transaction,
        CancellationToken cancellationToken
    )
    {
        load!.Transaction = transaction;
        Bind(load, needs);
        await using var reader = await load.ExecuteReaderAsync(cancellationToken);
        return await new LedgerReader(reader, ReadInstant).ReadAsync(cancellationToken);
    }

    public async Task SaveAsync(LedgerChanges changes, DbTransaction transaction, CancellationToken cancellationToken)
    {
        save!.Transaction = transaction;
        Bind(save, changes);
        await save.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Forgets the connection, whose state is not known after a failure.</summary>
    public async Task CloseAsync()
    {
        if (load is not null)
        {
            await load.DisposeAsync();
        }

        if (save is not null)
        {
            await save.DisposeAsync();
        }

        if (connection is not null)
        {
            await connection.DisposeAsync();
        }

        (load, save, connection) = (null, null, null);
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        GC.SuppressFinalize(this);
    }

    protected abstract DbConnection Connect();

    protected abstract Task PrepareAsync(DbConnection connection, CancellationToken cancellationToken);

    private protected abstract string Statement(Rows rows);

    protected abstract void Bind(DbCommand command, LedgerNeeds needs);

    protected abstract void Bind(DbCommand command, LedgerChanges changes);

    protected abstract DateTimeOffset ReadInstant(DbDataReader reader, int column);
}
