using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;
using Loyalty.Api.Import;
using Loyalty.Api.Seeding;
using Spectre.Console;

namespace Loyalty.Api.CommandLine;

/// <summary>Exit code 0: every event was taken. 1: some were quarantined or rejected. 2: the import could not go on.</summary>
internal static class ImportCommand
{
    private const string SecretVariable = "LOYALTY_WEBHOOK_SECRET";
    private const string ClientSecretVariable = "LOYALTY_CLIENT_SECRET";

    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "CSV file, may be gzipped (.gz)." };
        var partner = new Option<string>("--partner") { Description = "The bank's slug.", Required = true };
        var endpoint = new Option<Uri>("--endpoint")
        {
            Description = "The running server.",
            DefaultValueFactory = _ => new Uri(LoyaltyHost.UrlDefault),
            CustomParser = ReadServer,
        };
        var enrol = new Option<bool>("--enrol")
        {
            Description = "Enrol a member for each account that is not linked yet.",
        };
        var secret = new Option<string?>("--secret")
        {
            Description =
                $"The bank's webhook secret. Else {SecretVariable}, else the demo club's on a loopback server.",
        };
        var clientId = new Option<string>("--client-id")
        {
            Description = "The client for the admin API.",
            DefaultValueFactory = _ => DemoClub.ServiceClient,
        };
        var clientSecret = new Option<string?>("--client-secret")
        {
            Description = $"Its secret. Else {ClientSecretVariable}, else the demo club's on a loopback server.",
        };
        var json = new Option<bool>("--json") { Description = "Print the summary as one JSON object." };
        var bank = new Command(
            "bank-transactions",
            "Send a bank's transactions to the running server as signed webhooks.\n\n"
                + "  import bank-transactions transactions.csv.gz --partner northbank --enrol"
        )
        {
            file,
            partner,
            endpoint,
            enrol,
            secret,
            clientId,
            clientSecret,
            json,
        };
        bank.SetAction(
            (parsed, cancellationToken) =>
            {
                var server = parsed.GetRequiredValue(endpoint);
                var slug = parsed.GetRequiredValue(partner);
                var request = new ImportRequest(
                    parsed.GetRequiredValue(file),
                    slug,
                    server,
                    parsed.GetValue(secret)
                        ?? Given(SecretVariable)
                        ?? Demo(server, DemoClub.WebhookSecret(slug))
                        ?? "",
                    parsed.GetValue(enrol),
                    parsed.GetRequiredValue(clientId),
                    parsed.GetValue(clientSecret)
                        ?? Given(ClientSecretVariable)
                        ?? Demo(server, DemoClub.ServiceSecret)
                        ?? ""
                );
                return RunAsync(request, parsed.GetValue(json), cancellationToken);
            }
        );
        return new Command("import", "Bring data in from files.") { bank, RewardCodesCommand.Create() };
    }

    private static Uri? ReadServer(ArgumentResult argument)
    {
        var text = argument.Tokens.Single().Value;
        if (Uri.TryCreate(text, UriKind.Absolute, out var server) && server.Scheme is ("http" or "https"))
        {
            return server;
        }

        argument.AddError($"'{text}' is not the address of a server, such as {LoyaltyHost.UrlDefault}.");
        return null;
    }

    private static string? Given(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null;

    private static string? Demo(Uri server, string? secret) => server.IsLoopback ? secret : null;

    private static async Task<int> RunAsync(ImportRequest request, bool json, CancellationToken cancellationToken)
    {
        var import = new ImportBankTransactions(TimeProvider.System);
        try
        {
            var summary = json
                ? await import.ExecuteAsync(request, (_, _, _) => { }, cancellationToken)
                : await Progress.ShowAsync(tell => import.ExecuteAsync(request, tell, cancellationToken));
            Print(summary, json);
            return summary.Quarantined + summary.Rejected == 0 ? 0 : 1;
        }
        catch (Exception exception) when (exception is ImportException || Retrying.IsWorthwhile(exception))
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return 2;
        }
    }

    private static void Print(ImportSummary summary, bool json)
    {
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(summary, JsonSerializerOptions.Web));
            return;
        }

        AnsiConsole.WriteLine($"Transactions in the file   {summary.Read, 10:N0}");
        AnsiConsole.WriteLine($"Covered by the contract    {summary.Covered, 10:N0}");
        AnsiConsole.WriteLine($"Members enrolled           {summary.Enrolled, 10:N0}");
        AnsiConsole.WriteLine($"Posted                     {summary.Posted, 10:N0}");
        AnsiConsole.WriteLine($"Duplicates                 {summary.Duplicates, 10:N0}");
        AnsiConsole.WriteLine($"Quarantined                {summary.Quarantined, 10:N0}");
        AnsiConsole.WriteLine($"Rejected                   {summary.Rejected, 10:N0}");
        foreach (var (currency, points) in summary.Points)
        {
            AnsiConsole.WriteLine($"{currency, -26} {points, 10:N0}");
        }

        AnsiConsole.WriteLine($"{summary.Seconds:N1} s, {summary.EventsPerSecond:N0} events a second");
    }
}
