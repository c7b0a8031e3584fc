using System.CommandLine;
using System.Security.Cryptography;
using Loyalty.Api.Seeding;
using Loyalty.Identity.Administration;
using Loyalty.Storage;

namespace Loyalty.Api.CommandLine;

/// <summary>Makes a new installation usable: the embedded issuer's scopes and Swagger UI's client, and a first administrator.</summary>
internal static class SeedCommand
{
    private const int PasswordBytes = 15;

    public static Command Create()
    {
        var administrator = new Option<string?>("--administrator")
        {
            Description = "The e-mail address of a first administrator. The password is made and printed once.",
        };
        var command = new Command(
            "seed",
            "Make the issuer's scopes and, when asked to, a first administrator. Safe to run again.\n\n"
                + "  seed --administrator ada@club.example"
        )
        {
            administrator,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetValue(administrator), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string? administrator, CancellationToken cancellationToken)
    {
        await using var app = LoyaltyHost.Build([], LoyaltyHost.Quiet);
        if (await app.Services.GetRequiredService<HostSchema>().StateAsync(cancellationToken) != SchemaState.UpToDate)
        {
            await Console.Error.WriteLineAsync(LoyaltyHost.OlderSchema);
            return 2;
        }

        await using var scope = app.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<BaseSeed>().ExecuteAsync(cancellationToken);
        if (administrator is null)
        {
            return 0;
        }

        var users = scope.ServiceProvider.GetRequiredService<UserAdministration>();
        if (await users.FindByEmailAsync(administrator) is not null)
        {
            await Console.Error.WriteLineAsync($"{administrator} is there already.");
            return 1;
        }

        var password = Convert.ToBase64String(RandomNumberGenerator.GetBytes(PasswordBytes));
        try
        {
            await users.UpsertAsync(
                new UserDefinition(administrator, administrator, password, Roles: ["administrator"]),
                cancellationToken
            );
        }
        catch (IdentityRefusedException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return 1;
        }

        Console.WriteLine($"The password of {administrator}, shown this once: {password}");
        return 0;
    }
}
