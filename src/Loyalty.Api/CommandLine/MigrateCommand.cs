using System.CommandLine;
using Loyalty.Storage;

namespace Loyalty.Api.CommandLine;

internal static class MigrateCommand
{
    public static Command Create()
    {
        var command = new Command("migrate", "Bring the configured database's schema up to date.");
        command.SetAction(
            async (_, cancellationToken) =>
            {
                await using var app = LoyaltyHost.Build([]);
                var schema = app.Services.GetRequiredService<HostSchema>();
                if (await schema.StateAsync(cancellationToken) == SchemaState.Newer)
                {
                    await Console.Error.WriteLineAsync(LoyaltyHost.NewerSchema);
                    return 1;
                }

                await Progress.ShowAsync(async tell =>
                {
                    await schema.MigrateAsync(cancellationToken, (done, total) => tell("Entries", done, total));
                    return true;
                });
                Console.WriteLine("The schema is up to date.");
                return 0;
            }
        );
        return command;
    }
}
