using System.CommandLine;
using Loyalty.Api.GraphQL;
using Loyalty.GraphQL.Documents;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Api.CommandLine;

/// <summary>Exit code 0: done. 1: a document is faulty or not there, and nothing was changed. 2: the database is not
/// ready.</summary>
internal static class TrustedDocumentsCommand
{
    private const int ShownDigits = 12;

    public static Command Create() =>
        new(
            "trusted-documents",
            "The GraphQL documents that apps may name, and with GraphQL:TrustedDocumentsOnly the only ones."
        )
        {
            Register(),
            List(),
            Remove(),
        };

    private static Command Register()
    {
        var path = new Argument<string>("path")
        {
            Description =
                "A .graphql file, a folder of them, Apollo's manifest or Relay's map of persisted queries (.json).",
        };
        var command = new Command(
            "register",
            "Check documents against the schema and register them; all, or none when one is faulty.\n\n"
                + "  trusted-documents register persisted-query-manifest.json"
        )
        {
            path,
        };
        command.SetAction(
            (parsed, cancellationToken) =>
                WithServicesAsync(
                    services => RegisterAsync(services, parsed.GetRequiredValue(path), cancellationToken),
                    cancellationToken
                )
        );
        return command;
    }

    private static Command List()
    {
        var command = new Command("list", "Show the registered documents: id, day and name.");
        command.SetAction(
            (_, cancellationToken) =>
                WithServicesAsync(services => ListAsync(services, cancellationToken), cancellationToken)
        );
        return command;
    }

    private static Command Remove()
    {
        var id = new Argument<string>("id") { Description = "The SHA-256 that list shows." };
        var command = new Command("remove", "Forget a document; apps that name it are refused within seconds.") { id };
        command.SetAction(
            (parsed, cancellationToken) =>
                WithServicesAsync(
                    services => RemoveAsync(services, parsed.GetRequiredValue(id), cancellationToken),
                    cancellationToken
                )
        );
        return command;
    }

    private static async Task<int> WithServicesAsync(
        Func<IServiceProvider, Task<int>> work,
        CancellationToken cancellationToken
    )
    {
        await using var app = LoyaltyHost.Build([], LoyaltyHost.Quiet);
        if (await app.Services.GetRequiredService<HostSchema>().StateAsync(cancellationToken) != SchemaState.UpToDate)
        {
            await Console.Error.WriteLineAsync(LoyaltyHost.OlderSchema);
            return 2;
        }

        await using var scope = app.Services.CreateAsyncScope();
        return await work(scope.ServiceProvider);
    }

    private static async Task<int> RegisterAsync(
        IServiceProvider services,
        string path,
        CancellationToken cancellationToken
    )
    {
        IReadOnlyList<NamedDocument> documents;
        try
        {
            documents = DocumentFiles.Read(path);
        }
        catch (DocumentFileException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return 1;
        }

        var operation = services.GetRequiredService<RegisterTrustedDocuments>();
        var result = await operation.ExecuteAsync(documents, cancellationToken);
        foreach (var fault in result.Faults)
        {
            await Console.Error.WriteLineAsync(fault);
        }

        if (result.Faults.Count > 0)
        {
            return 1;
        }

        Console.WriteLine($"{result.Added} registered, {result.Known} known already.");
        return 0;
    }

    private static async Task<int> ListAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var documents = services
            .GetRequiredService<LoyaltyDbContext>()
            .TrustedDocuments.AsNoTracking()
            .OrderBy(document => document.Name)
            .ThenBy(document => document.Id)
            .Select(document => new
            {
                document.Id,
                document.Name,
                document.RegisteredAt,
            })
            .AsAsyncEnumerable();
        await foreach (var document in documents.WithCancellation(cancellationToken))
        {
            Console.WriteLine($"{document.Id}  {document.RegisteredAt:yyyy-MM-dd}  {document.Name}");
        }

        return 0;
    }

    private static async Task<int> RemoveAsync(
        IServiceProvider services,
        string id,
        CancellationToken cancellationToken
    )
    {
        var hash = DocumentHash.Parse(id);
        var removed = hash is null
            ? 0
            : await services
                .GetRequiredService<LoyaltyDbContext>()
                .TrustedDocuments.Where(document => document.Id == hash)
                .ExecuteDeleteAsync(cancellationToken);
        if (removed == 0)
        {
            await Console.Error.WriteLineAsync($"No document is registered as '{id}'.");
            return 1;
        }

        Console.WriteLine($"{hash![..ShownDigits]}… removed.");
        return 0;
    }
}
