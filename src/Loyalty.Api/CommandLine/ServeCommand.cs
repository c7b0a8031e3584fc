using System.CommandLine;
using Loyalty.Api.Authentication;
using Microsoft.AspNetCore.Connections;

namespace Loyalty.Api.CommandLine;

internal static class ServeCommand
{
    public static Command Create()
    {
        var rest = new Argument<string[]>("settings")
        {
            Description = "Configuration of the host, such as --urls http://localhost:5080",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var command = new Command("serve", "Serve the club over HTTP (the default).") { rest };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, _) => ServeAsync([.. parsed.GetValue(rest) ?? [], .. parsed.UnmatchedTokens]));
        return command;
    }

    public static async Task<int> ServeAsync(string[] args)
    {
        WebApplication app;
        try
        {
            app = LoyaltyHost.Build(args);
        }
        catch (KeyRingException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return 1;
        }

        if (await LoyaltyHost.PrepareAsync(app) is { } refusal)
        {
            await Console.Error.WriteLineAsync(refusal);
            return 1;
        }

        try
        {
            await app.RunAsync();
            return 0;
        }
        catch (IOException exception) when (exception.InnerException is AddressInUseException)
        {
            await Console.Error.WriteLineAsync(
                $"{exception.Message} Another process listens there; --urls or ASPNETCORE_URLS names another address."
            );
            return 1;
        }
    }
}
