using System.CommandLine;
using System.Text.Json;
using Loyalty.Api.Http;
using Loyalty.Api.Tiers;
using Loyalty.Application.Tiers;
using Loyalty.Storage;
using Spectre.Console;

namespace Loyalty.Api.CommandLine;

/// <summary>Exit code 0: done. 1: a node is at work on tiers at this moment. 2: the database cannot be used.</summary>
internal static class TiersCommand
{
    private static readonly JsonSerializerOptions Json = MakeJson();

    public static Command Create()
    {
        var all = new Option<bool>("--all")
        {
            Description = "Judge every member anew, not only those whose time has come.",
        };
        var json = new Option<bool>("--json") { Description = "Print the report as one JSON object." };
        var evaluate = new Command(
            "evaluate",
            "Do now what the job does every minute: lower tiers that were not kept, raise members whose rise was missed, go on with "
                + "passes over all members. Safe beside running nodes, and to run again.\n\n"
                + "  tiers evaluate\n  tiers evaluate --all --json"
        )
        {
            all,
            json,
        };
        evaluate.SetAction(
            (parsed, cancellationToken) => RunAsync(parsed.GetValue(all), parsed.GetValue(json), cancellationToken)
        );
        return new Command("tiers", "Work on members' tiers.") { evaluate };
    }

    private static async Task<int> RunAsync(bool all, bool json, CancellationToken cancellationToken)
    {
        await using var app = LoyaltyHost.Build([], LoyaltyHost.Quiet);
        if (await app.Services.GetRequiredService<HostSchema>().StateAsync(cancellationToken) != SchemaState.UpToDate)
        {
            await Console.Error.WriteLineAsync(LoyaltyHost.OlderSchema);
            return 2;
        }

        if (all)
        {
            await using var scope = app.Services.CreateAsyncScope();
            await scope
                .ServiceProvider.GetRequiredService<RequestTierRun>()
                .EvaluateAllAsync("command line", cancellationToken);
        }

        var work = app.Services.GetRequiredService<WorkOnTiers>();
        var report = json
            ? await work.ExecuteAsync(catchUpNow: true, progress: null, cancellationToken)
            : await Progress.ShowAsync(tell => work.ExecuteAsync(catchUpNow: true, tell, cancellationToken));
        if (report is null)
        {
            await Console.Error.WriteLineAsync(
                "A node is at work on tiers at this moment. What was asked for is done by it, or run this again."
            );
            return 1;
        }

        var view = new Report(
            report.Checked,
            report.CaughtUp,
            report.Judged,
            [.. report.Moves.Select(TierMoveView.Of)]
        );
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(view, Json));
            return 0;
        }

        AnsiConsole.WriteLine(
            $"{view.Checked:N0} tiers checked, {view.CaughtUp:N0} members with recent events, {view.Judged:N0} members judged anew"
        );
        foreach (var move in view.Moves)
        {
            AnsiConsole.WriteLine($"{move.From ?? "none"} -> {move.To ?? "none"}: {move.Members:N0}");
        }

        return 0;
    }

    private static JsonSerializerOptions MakeJson()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        HttpRegistration.Configure(options);
        return options;
    }

    private sealed record Report(long Checked, long CaughtUp, long Judged, IReadOnlyList<TierMoveView> Moves);
}
