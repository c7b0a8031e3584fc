using System.CommandLine;
using System.Text.Json;
using Loyalty.Api.Rewards;
using Loyalty.Application.Rewards;
using Loyalty.Domain;
using Loyalty.Domain.Rewards;
using Loyalty.Storage;
using Spectre.Console;

namespace Loyalty.Api.CommandLine;

/// <summary>Exit code 0: the reward has all codes of the file. 1: lines are no codes, or the file is longer than an import takes. 2: the
/// file, the reward or the database cannot be used.</summary>
internal static class RewardCodesCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "UTF-8, one code a line." };
        var reward = new Option<string>("--reward") { Description = "The reward's id (rwd_…).", Required = true };
        var json = new Option<bool>("--json") { Description = "Print the summary as one JSON object." };
        var command = new Command(
            "reward-codes",
            "Import a reward's voucher codes into the configured database. Safe beside running nodes, and to run again: a code is taken "
                + "once.\n\n  import reward-codes codes.csv --reward rwd_01jd5e8m3xq4t7v9b2c6n8p0rs"
        )
        {
            file,
            reward,
            json,
        };
        command.SetAction(
            (parsed, cancellationToken) =>
                RunAsync(
                    parsed.GetRequiredValue(file),
                    parsed.GetRequiredValue(reward),
                    parsed.GetValue(json),
                    cancellationToken
                )
        );
        return command;
    }

    private static async Task<int> RunAsync(string path, string reward, bool json, CancellationToken cancellationToken)
    {
        if (!Identifier.TryParse<RewardId>(reward, out var id))
        {
            return await FailAsync($"'{reward}' is not the id of a reward (rwd_…).");
        }

        if (!File.Exists(path))
        {
            return await FailAsync($"There is no file {path}.");
        }

        await using var app = LoyaltyHost.Build([], LoyaltyHost.Quiet);
        if (await app.Services.GetRequiredService<HostSchema>().StateAsync(cancellationToken) != SchemaState.UpToDate)
        {
            return await FailAsync(LoyaltyHost.OlderSchema);
        }

        await using var scope = app.Services.CreateAsyncScope();
        var import = scope.ServiceProvider.GetRequiredService<ImportRewardCodes>();
        var imported = json
            ? await ImportAsync(import, id, path, (_, _, _) => { }, cancellationToken)
            : await Progress.ShowAsync(tell => ImportAsync(import, id, path, tell, cancellationToken));
        if (imported.Refusal is { } refusal)
        {
            return await FailAsync(refusal.Detail);
        }

        Print(RewardCodeImportView.Of(imported.Value), json);
        return imported.Value is { IsComplete: true, InvalidCount: 0 } ? 0 : 1;
    }

    private static async Task<Outcome<RewardCodeImport>> ImportAsync(
        ImportRewardCodes import,
        RewardId reward,
        string path,
        Action<string, long, long> tell,
        CancellationToken cancellationToken
    )
    {
        await using var file = File.OpenRead(path);
        return await import.ExecuteAsync(
            reward,
            RewardCodeLines.ReadAsync(file, cancellationToken),
            // How many lines there are is known only at the end; how many bytes, from the beginning.
            _ => tell("Bytes", file.Position, file.Length),
            cancellationToken
        );
    }

    private static void Print(RewardCodeImportView view, bool json)
    {
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(view, JsonSerializerOptions.Web));
            return;
        }

        AnsiConsole.WriteLine($"Lines in the file    {view.Lines, 10:N0}");
        AnsiConsole.WriteLine($"Imported             {view.Imported, 10:N0}");
        AnsiConsole.WriteLine($"Duplicates           {view.Duplicates.Count, 10:N0}");
        AnsiConsole.WriteLine($"No codes             {view.Invalid.Count, 10:N0}");
        foreach (var line in view.Invalid.Lines)
        {
            AnsiConsole.WriteLine($"Line {line} is no code.");
        }

        foreach (var duplicate in view.Duplicates.Lines)
        {
            AnsiConsole.WriteLine(
                duplicate.FirstLine is { } first
                    ? $"Line {duplicate.Line} ({duplicate.Code}) is the same as line {first}."
                    : $"Line {duplicate.Line} ({duplicate.Code}) was there before."
            );
        }

        if (!view.IsComplete)
        {
            AnsiConsole.WriteLine($"The file has more than {view.Lines:N0} lines: send the rest as another file.");
        }
    }

    private static async Task<int> FailAsync(string why)
    {
        await Console.Error.WriteLineAsync(why);
        return 2;
    }
}
