using System.CommandLine;

namespace Loyalty.Api.CommandLine;

/// <summary>The executable's commands. Without one it serves.</summary>
public static class LoyaltyCommand
{
    public static async Task<int> RunAsync(string[] args)
    {
        // Switches such as --urls are the host's own configuration: whoever gives no command gives them to `serve`.
        if (args.Length == 0 || (args[0].StartsWith('-') && args[0] is not ("--help" or "-h" or "-?" or "--version")))
        {
            return await ServeCommand.ServeAsync(args);
        }

        var root = new RootCommand("Loyalty: a headless loyalty club. Without a command it serves.")
        {
            ServeCommand.Create(),
            MigrateCommand.Create(),
            VerifyLedgerCommand.Create(),
            TiersCommand.Create(),
            ExpirePointsCommand.Create(),
            ImportCommand.Create(),
            SeedCommand.Create(),
            TrustedDocumentsCommand.Create(),
        };
        return await root.Parse(args).InvokeAsync();
    }
}
