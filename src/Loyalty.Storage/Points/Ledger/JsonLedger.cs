using System.Data.Common;
using System.Text.Json;

namespace Loyalty.Storage.Points.Ledger;

/// <summary>What SQLite and SQL Server share: rows travel as one JSON text a table.</summary>
internal abstract class JsonLedger : LedgerDialect
{
    /// <summary>An instant as the database's JSON functions give it to the column: a number or a text.</summary>
    protected abstract object WriteInstant(DateTimeOffset instant);

    private protected override void Bind(DbCommand command, LedgerNeeds needs, IReadOnlyList<LedgerPart> parts)
    {
        command.Parameters.Clear();
        foreach (var part in parts)
        {
            switch (part)
            {
                case LedgerPart.Wallets:
                    Add(command, "wallets", Array(needs.Wallets.Select(id => id.Value)));
                    break;
                case LedgerPart.Counters:
                    var counters = needs.Counters.Select(key =>
                        new object[] { Text(key.Wallet.Value), Text(key.Cap), key.PeriodStart }
                    );
                    Add(command, "counters", JsonSerializer.Serialize(counters));
                    break;
                case LedgerPart.Budgets:
                    Add(command, "budgets", Array(needs.Budgets.Select(id => id.Value)));
                    break;
                case LedgerPart.Originals:
                    var originals = needs.Originals.Select(id => new object[] { Text(id.Wallet.Value), id.Sequence });
                    Add(command, "originals", JsonSerializer.Serialize(originals));
                    break;
                case LedgerPart.Holds:
                    var holds = needs.Holds.Select(id => new[] { Text(id.Wallet.Value), Text(id.Hold.Value) });
                    Add(command, "holds", JsonSerializer.Serialize(holds));
                    break;
                case LedgerPart.Events:
                    Add(command, "events", Array(needs.Events.Select(key => key.Value)));
                    break;
                case LedgerPart.Operations:
                    Add(command, "operations", Array(needs.Operations.Select(key => key.Value)));
                    break;
                case LedgerPart.Households:
                    Add(command, "households", Array(needs.Households.Select(id => id.Value)));
                    break;
            }
        }
    }

    private protected override void Bind(DbCommand command, IReadOnlyList<Rows> tables)
    {
        command.Parameters.Clear();
        foreach (var rows in tables)
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
