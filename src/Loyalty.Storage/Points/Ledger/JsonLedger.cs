using System.Data.Common;
using System.Text.Json;

namespace Loyalty.Storage.Points.Ledger;

/// <summary>What SQLite and SQL Server share: rows travel as one JSON text a table.</summary>
internal abstract class JsonLedger : LedgerDialect
{
    /// <summary>An instant as the database's JSON functions give it to the column: a number or a text.</summary>
    protected abstract object WriteInstant(DateTimeOffset instant);

    protected override void Bind(DbCommand command, LedgerNeeds needs)
    {
        command.Parameters.Clear();
        Add(command, "wallets", Array(needs.Wallets.Select(id => id.Value)));
        Add(command, "cap_days", JsonSerializer.Serialize(needs.CapDays));
        Add(
            command,
            "originals",
            JsonSerializer.Serialize(needs.Originals.Select(id => new object[] { Text(id.Wallet.Value), id.Sequence }))
        );
        Add(command, "events", Array(needs.Events.Select(key => key.Value)));
    }

    protected override void Bind(DbCommand command, LedgerChanges changes)
    {
        command.Parameters.Clear();
        foreach (var rows in changes.Tables)
        {
            Add(command, rows.Name, rows.ToJson(WriteInstant));
        }
    }

    /// <summary>In one order everywhere, because SQL Server locks the rows in the order of the array.</summary>
    private static string Array(IEnumerable<Guid> ids) => JsonSerializer.Serialize(ids.Order().Select(Text));

    private static string Text(Guid id) => id.ToString("D").ToUpperInvariant();

    private static void Add(DbCommand command, string name, string json)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = $"@{name}";
        parameter.Value = json;
        // nvarchar(max) whatever the length: SQL Server would keep a plan for each length otherwise.
        parameter.Size = -1;
        command.Parameters.Add(parameter);
    }
}
