using System.Runtime.CompilerServices;
using Loyalty.Storage;
using Loyalty.Storage.Points.Ledger;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;
using DatabaseProvider = Loyalty.Storage.DatabaseProvider;

namespace Loyalty.Tests.Points;

/// <summary>
/// The ledger's statements as they are sent, and SQL Server's tables, in files that are reviewed with every change: SQL Server
/// is not there on every machine. After a change that is meant, run the tests with <c>LOYALTY_ACCEPT_SNAPSHOTS=1</c> and
/// commit the files.
/// </summary>
public sealed class LedgerStatementsTests
{
    private const string AcceptVariable = "LOYALTY_ACCEPT_SNAPSHOTS";

    [Theory]
    [InlineData(DatabaseProvider.Sqlite, "Data Source=:memory:")]
    [InlineData(DatabaseProvider.PostgreSql, "Host=localhost")]
    [InlineData(DatabaseProvider.SqlServer, "Server=localhost")]
    public async Task The_statements_are_those_that_were_reviewed(DatabaseProvider provider, string connectionString)
    {
        await using var dialect = LedgerDialect.Create(
            new DatabaseOptions { Provider = provider, ConnectionString = connectionString }
        );

        Matches($"{provider}.load.sql", dialect.LoadText);
        Matches($"{provider}.save.sql", dialect.SaveText);
    }

    [Fact]
    public void The_tables_on_sql_server_are_those_that_were_reviewed()
    {
        var options = new DbContextOptionsBuilder<SqlServerLoyaltyDbContext>().UseSqlServer("Server=localhost").Options;
        using var context = new SqlServerLoyaltyDbContext(options);

        var script = context.Database.GenerateCreateScript();

        Matches("SqlServer.tables.sql", script);
        script.ShouldNotContain(" text", Case.Insensitive);
        script.ShouldNotContain("datetime2");
        script.ShouldNotContain("datetimeoffset(7)");
        script.ShouldNotContain(" varchar(");
    }

    private static void Matches(string name, string actual, [CallerFilePath] string source = "")
    {
        var text = actual.ReplaceLineEndings("\n").TrimEnd() + "\n";
        var file = Path.Combine(Path.GetDirectoryName(source)!, "snapshots", name);
        if (Environment.GetEnvironmentVariable(AcceptVariable) == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
        }

        var expected = File.Exists(file) ? File.ReadAllText(file).ReplaceLineEndings("\n") : "";
        text.ShouldBe(
            expected,
            $"{name} differs. If that is meant, run with {AcceptVariable}=1, review and commit the file."
        );
    }
}
