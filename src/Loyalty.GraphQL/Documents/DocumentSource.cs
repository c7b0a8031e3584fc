namespace Loyalty.GraphQL.Documents;

/// <summary>Finds the text of the document that a request sends or names.</summary>
internal sealed class DocumentSource(
    GraphQLOptions options,
    RequestExecutor executor,
    IOperationDocumentStorage storage,
    ITrustedDocumentStorage? trusted = null
)
{
    /// <param name="text">The document, if it was sent.</param>
    /// <param name="id">Its id, if it was named.</param>
    /// <returns>The document, or why there is none.</returns>
    public ValueTask<(string? Document, GraphQLError? Error)> FindAsync(
        string? text,
        string? id,
        CancellationToken cancellationToken
    ) =>
        id is null && text is not null && !options.PersistedOperations.OnlyAllowTrustedDocuments
            ? new((text, null))
            : SearchAsync(text, id, cancellationToken);

    private async ValueTask<(string?, GraphQLError?)> SearchAsync(
        string? text,
        string? id,
        CancellationToken cancellationToken
    )
    {
        var hash = id is null ? DocumentHash.Of(text!) : DocumentHash.Parse(id);
        if (hash is null)
            return (null, NotFound);
        if (text is not null && id is not null && !string.Equals(DocumentHash.Of(text), hash, StringComparison.Ordinal))
            return (null, HashMismatch);
        if (options.PersistedOperations.OnlyAllowTrustedDocuments)
            return await TrustedAsync(hash, cancellationToken) is { } known
                ? (known, null)
                : (null, text is null ? NotFound : NotTrusted);
        if (text is not null)
        {
            // Kept only when it is valid, so that nobody fills the store with rubbish.
            if (options.PersistedOperations.AutomaticPersistedQueries && executor.Validate(text).Count == 0)
                await storage.SaveAsync(hash, text, cancellationToken);
            return (text, null);
        }
        if (
            options.PersistedOperations.AutomaticPersistedQueries
            && await storage.TryReadAsync(hash, cancellationToken) is { } persisted
        )
            return (persisted, null);
        if (await TrustedAsync(hash, cancellationToken) is { } registered)
            return (registered, null);
        return (
            null,
            options.PersistedOperations.AutomaticPersistedQueries || trusted is not null ? NotFound : NotSupported
        );
    }

    private ValueTask<string?> TrustedAsync(string hash, CancellationToken cancellationToken) =>
        trusted?.TryReadAsync(hash, cancellationToken) ?? new((string?)null);

    // Apollo's clients look for these two messages.
    private static readonly GraphQLError NotFound = new("PersistedQueryNotFound")
    {
        Code = ErrorCodes.PersistedQueryNotFound,
    };

    private static readonly GraphQLError NotSupported = new("PersistedQueryNotSupported")
    {
        Code = ErrorCodes.PersistedQueryNotSupported,
    };

    private static readonly GraphQLError HashMismatch = new("The hash is not that of the document.")
    {
        Code = ErrorCodes.PersistedQueryHashMismatch,
    };

    private static readonly GraphQLError NotTrusted = new("Only registered documents are run here.")
    {
        Code = ErrorCodes.DocumentNotTrusted,
    };
}
