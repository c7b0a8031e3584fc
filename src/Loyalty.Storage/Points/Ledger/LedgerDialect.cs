using System.Data;
using System.Data.Common;
using Loyalty.Domain.Members;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;

namespace Loyalty.Storage.Points.Ledger;

/// <summary>What a reversal must know of the entry that it takes back.</summary>
public sealed record OriginalEntry(IReadOnlyList<LotMove> Lots, string CounterAccount);

/// <summary>What the database held when the batch began.</summary>
public sealed class LedgerSnapshot
{
    public Dictionary<WalletId, Wallet> Wallets { get; } = [];

    public Dictionary<PartnerEventKey, PartnerEventRecord> Events { get; } = [];

    public Dictionary<EntryId, OriginalEntry> Originals { get; } = [];

    public Dictionary<HoldId, Hold> Holds { get; } = [];

    public Dictionary<OperationKey, LedgerOperation> Operations { get; } = [];

    public Dictionary<HouseholdId, long> HouseholdVersions { get; } = [];

    public Dictionary<(WalletId Wallet, Guid Cap, DateOnly Period), CapCounter> Counters { get; } = [];
}

/// <summary>
/// The ledger's statements on one database. Three small files stand side by side: the shape here is shared, the SQL is each
/// database's own. Every load is one round trip and every save another, however many commands a batch holds.
/// </summary>
public abstract class LedgerDialect : IAsyncDisposable
{
    private const int WritersDefaultMax = 4;

    private readonly LedgerChanges shape = new();
    private DbConnection? connection;

    // One command for each set of tables that a batch touched, so that each goes on being prepared.
    private readonly Dictionary<int, DbCommand> loads = [];
    private readonly Dictionary<int, DbCommand> saves = [];

    public static LedgerDialect Create(DatabaseOptions options) =>
        options.Provider switch
        {
            DatabaseProvider.Sqlite => new SqliteLedger(options.ConnectionString),
            DatabaseProvider.PostgreSql => new PostgreSqlLedger(options.ConnectionString),
            DatabaseProvider.SqlServer => new SqlServerLedger(options.ConnectionString),
            _ => throw new InvalidOperationException($"No ledger for {options.Provider}."),
        };

    /// <summary>How many writers a process does best with. SQLite has one writer at a time; elsewhere a second one pays only where it
    /// has a processor to itself: on two, that the database shares, one writer took a quarter more of single events than two.</summary>
    public static int WritersDefault(DatabaseProvider provider) =>
        provider == DatabaseProvider.Sqlite ? 1 : Math.Clamp(Environment.ProcessorCount / 2, 1, WritersDefaultMax);

    /// <summary>All statements that load a batch, for review; a batch sends those that it needs.</summary>
    public string LoadText => LoadTextOf(Enum.GetValues<LedgerPart>());

    /// <summary>All statements that save a batch; a batch sends those for which it has rows.</summary>
    public string SaveText => SaveTextOf(shape.Tables);

    /// <summary>A transaction on the writer's own connection, which is opened anew after a failure.</summary>
    public async Task<DbTransaction> BeginAsync(CancellationToken cancellationToken)
    {
        if (connection is not { State: ConnectionState.Open })
        {
            await CloseAsync();
            connection = Connect();
            await connection.OpenAsync(cancellationToken);
            await PrepareAsync(connection, cancellationToken);
        }

        return await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);
    }

    public async Task<LedgerSnapshot> LoadAsync(
        LedgerNeeds needs,
        DbTransaction transaction,
        CancellationToken cancellationToken
    )
    {
        var parts = needs.Parts;
        if (parts.Count == 0)
        {
            return new LedgerSnapshot();
        }

        var load = Command(loads, parts.Sum(part => 1 << (int)part), () => LoadTextOf(parts), transaction);
        Bind(load, needs, parts);
        await using var reader = await load.ExecuteReaderAsync(cancellationToken);
        return await new LedgerReader(reader, ReadInstant).ReadAsync(parts, cancellationToken);
    }

    public async Task SaveAsync(LedgerChanges changes, DbTransaction transaction, CancellationToken cancellationToken)
    {
        var tables = changes.Tables.Where(rows => rows.Count > 0).ToArray();
        if (tables.Length == 0)
        {
            return;
        }

        var set = 0;
        for (var i = 0; i < changes.Tables.Count; i++)
        {
            set |= changes.Tables[i].Count > 0 ? 1 << i : 0;
        }

        var save = Command(saves, set, () => SaveTextOf(tables), transaction);
        Bind(save, tables);
        await save.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Forgets the connection, whose state is not known after a failure.</summary>
    public async Task CloseAsync()
    {
        foreach (var command in loads.Values.Concat(saves.Values))
        {
            await command.DisposeAsync();
        }

        loads.Clear();
        saves.Clear();
        if (connection is not null)
        {
            await connection.DisposeAsync();
        }

        connection = null;
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        GC.SuppressFinalize(this);
    }

    protected abstract DbConnection Connect();

    protected abstract Task PrepareAsync(DbConnection connection, CancellationToken cancellationToken);

    private protected abstract string Statement(Rows rows);

    private protected abstract string Statement(LedgerPart part);

    private protected abstract void Bind(DbCommand command, LedgerNeeds needs, IReadOnlyList<LedgerPart> parts);

    private protected abstract void Bind(DbCommand command, IReadOnlyList<Rows> tables);

    protected abstract DateTimeOffset ReadInstant(DbDataReader reader, int column);

    private protected static string Prefixed(string columns) =>
        "t." + columns.Replace(", ", ", t.", StringComparison.Ordinal);

    private string LoadTextOf(IEnumerable<LedgerPart> parts) =>
        string.Join("\n", parts.Select(part => Statement(part) + ";"));

    private string SaveTextOf(IEnumerable<Rows> tables) =>
        string.Join("\n", tables.Select(rows => Statement(rows).TrimEnd(';') + ";"));

    private DbCommand Command(
        Dictionary<int, DbCommand> commands,
        int set,
        Func<string> text,
        DbTransaction transaction
    )
    {
        if (!commands.TryGetValue(set, out var command))
        {
            command = connection!.CreateCommand();
            command.CommandText = text();
            commands.Add(set, command);
        }

        command.Transaction = transaction;
        return command;
    }
}
