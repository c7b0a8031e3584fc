using System.CommandLine;
using System.Text.Json;
using Loyalty.Api.Http;
using Loyalty.Application.Points;
using Loyalty.Storage;
using Spectre.Console;

namespace Loyalty.Api.CommandLine;

/// <summary>Exit code 0: every promise holds. 1: one is broken, and the first bad entry is named. 2: the ledger could not be
/// read.</summary>
internal static class VerifyLedgerCommand
{
    private static readonly JsonSerializerOptions Json = MakeJson();

    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Print the report as one JSON object." };
        var command = new Command(
            "verify-ledger",
            "Check the ledger's promises on the configured database: sums, sequence, lots, hash chain, events."
        )
        {
            json,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetValue(json), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(bool json, CancellationToken cancellationToken)
    {
        await using var app = LoyaltyHost.Build([], LoyaltyHost.Quiet);
        if (await app.Services.GetRequiredService<HostSchema>().StateAsync(cancellationToken) != SchemaState.UpToDate)
        {
            await Console.Error.WriteLineAsync(LoyaltyHost.OlderSchema);
            return 2;
        }

        var verify = app.Services.GetRequiredService<VerifyLedger>();
        var report = json
            ? await verify.ExecuteAsync(progress: null, cancellationToken)
            : await Progress.ShowAsync(tell =>
                verify.ExecuteAsync((done, total) => tell("Wallets", done, total), cancellationToken)
            );
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(report, Json));
        }
        else
        {
            Print(report);
        }

        return report.IsClean ? 0 : 1;
    }

    private static void Print(LedgerReport report)
    {
        AnsiConsole.WriteLine($"{report.Wallets:N0} wallets, {report.Entries:N0} entries");
        foreach (var total in report.Currencies)
        {
            AnsiConsole.WriteLine($"{total.Currency}: {total.Balance:N0} points in wallets");
            foreach (var (account, points) in total.CounterAccounts)
            {
                AnsiConsole.WriteLine($"  {account}: {points:N0}");
            }
        }

        if (report.IsClean)
        {
            AnsiConsole.WriteLine("Every promise holds.");
        }

        if (!report.TotalsCompared)
        {
            AnsiConsole.WriteLine(
                "The totals of the books were not compared: points moved meanwhile, or a promise is broken."
            );
        }

        foreach (var fault in report.Faults)
        {
            AnsiConsole.WriteLine($"Promise {fault.Promise} is broken: {Where(fault)}{fault.Problem}.");
        }
    }

    /// <summary>Nowhere in particular, of what concerns a whole account.</summary>
    private static string Where(LedgerFault fault) =>
        (fault.Entry ?? fault.Wallet) is { Length: > 0 } place ? $"{place}: " : "";

    private static JsonSerializerOptions MakeJson()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        HttpRegistration.Configure(options);
        return options;
    }
}
