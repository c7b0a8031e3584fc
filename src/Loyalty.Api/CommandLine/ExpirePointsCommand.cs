using System.CommandLine;
using System.Text.Json;
using Loyalty.Api.Http;
using Loyalty.Application.Points;
using Loyalty.Application.Points.Ledger;
using Loyalty.Storage;
using Spectre.Console;

namespace Loyalty.Api.CommandLine;

/// <summary>Exit code 0: all that lapsed has its entry. 2: the database could not be used. 3: another process is at it.</summary>
internal static class ExpirePointsCommand
{
    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Print what was done as one JSON object." };
        var all = new Option<bool>("--all") { Description = "Look at the whole past, not only at what is new." };
        var command = new Command(
            "expire-points",
            "Write down what lapsed, as running nodes do by themselves after each day.\n\n" + "  expire-points --json"
        )
        {
            json,
            all,
        };
        command.SetAction(
            (parsed, cancellationToken) => RunAsync(parsed.GetValue(json), parsed.GetValue(all), cancellationToken)
        );
        return command;
    }

    private static async Task<int> RunAsync(bool json, bool all, CancellationToken cancellationToken)
    {
        await using var app = LoyaltyHost.Build([], LoyaltyHost.Quiet);
        if (await app.Services.GetRequiredService<HostSchema>().StateAsync(cancellationToken) != SchemaState.UpToDate)
        {
            await Console.Error.WriteLineAsync(LoyaltyHost.OlderSchema);
            return 2;
        }

        var ledger = app.Services.GetRequiredService<LedgerWriter>();
        await ledger.StartAsync(cancellationToken);
        ExpiryReport? report;
        try
        {
            var expire = app.Services.GetRequiredService<ExpirePoints>();
            report = json
                ? await expire.ExecuteAsync(all, progress: null, cancellationToken)
                : await Progress.ShowAsync(tell =>
                    expire.ExecuteAsync(all, (done, total) => tell("Wallets", done, total), cancellationToken)
                );
        }
        catch (LedgerUnavailableException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return 2;
        }
        finally
        {
            await ledger.StopAsync(CancellationToken.None);
        }

        if (report is null)
        {
            await Console.Error.WriteLineAsync("Another process is writing down what lapsed.");
            return 3;
        }

        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(report, Json));
        }
        else
        {
            AnsiConsole.WriteLine(
                $"{report.Points:N0} points of {report.Wallets:N0} wallets lapsed through {report.Through:yyyy-MM-dd}."
            );
        }

        return 0;
    }

    private static readonly JsonSerializerOptions Json = MakeJson();

    private static JsonSerializerOptions MakeJson()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        HttpRegistration.Configure(options);
        return options;
    }
}
