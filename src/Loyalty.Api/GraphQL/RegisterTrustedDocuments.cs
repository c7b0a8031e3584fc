using Loyalty.GraphQL;
using Loyalty.GraphQL.Documents;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Api.GraphQL;

/// <summary>What came of registering: how many were new, how many known, and what is wrong with the others.</summary>
internal sealed record RegisteredDocuments(int Added, int Known, IReadOnlyList<string> Faults);

/// <summary>Registers documents after checking them against the schema; all of them, or none when one is faulty. Their ids are
/// computed here, so that no manifest can name one document as another.</summary>
internal sealed class RegisterTrustedDocuments(LoyaltyDbContext context, RequestExecutor executor, TimeProvider clock)
{
    public const int DocumentsMax = 10_000;
    public const int LengthMax = 64 * 1024;
    private const int FaultsMax = 50;
    private const int BatchSize = 500;

    public async Task<RegisteredDocuments> ExecuteAsync(
        IReadOnlyList<NamedDocument> documents,
        CancellationToken cancellationToken
    )
    {
        var byId = new Dictionary<string, NamedDocument>(StringComparer.Ordinal);
        foreach (var document in documents)
        {
            byId.TryAdd(DocumentHash.Of(document.Text), document);
        }

        var faults = documents.SelectMany(FaultsOf).Take(FaultsMax).ToList();
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var ids in byId.Keys.Chunk(BatchSize))
        {
            known.UnionWith(
                await context
                    .TrustedDocuments.Where(document => ids.Contains(document.Id))
                    .Select(document => document.Id)
                    .ToListAsync(cancellationToken)
            );
        }

        var added = byId.Where(pair => !known.Contains(pair.Key)).ToList();
        if (await context.TrustedDocuments.CountAsync(cancellationToken) + added.Count > DocumentsMax)
        {
            faults.Add($"There may be {DocumentsMax:N0} registered documents. Remove some first.");
        }

        if (faults.Count > 0)
        {
            return new RegisteredDocuments(0, known.Count, faults);
        }

        var now = clock.GetUtcNow();
        context.TrustedDocuments.AddRange(
            added.Select(pair => new TrustedDocument
            {
                Id = pair.Key,
                Text = pair.Value.Text,
                Name = Shorten(pair.Value.Name),
                RegisteredAt = now,
            })
        );
        await context.SaveChangesAsync(cancellationToken);
        return new RegisteredDocuments(added.Count, known.Count, []);
    }

    private IEnumerable<string> FaultsOf(NamedDocument document)
    {
        if (document.Text.Length > LengthMax)
        {
            return [$"{document.Name}: longer than {LengthMax} characters"];
        }

        return document.Text.Contains('\0', StringComparison.Ordinal)
            ? [$"{document.Name}: holds a NUL character"]
            : executor.Validate(document.Text).Select(error => $"{document.Name}: {error.Message}");
    }

    private static string Shorten(string name) =>
        name.Length <= TrustedDocument.NameLengthMax ? name : name[..TrustedDocument.NameLengthMax];
}
