using Loyalty.GraphQL.Execution;

namespace Loyalty.GraphQL;

/// <summary>Keeps what clients register by themselves (automatic persisted queries). It may forget: clients send a document
/// again that is not found. The default keeps them in memory, bounded.</summary>
public interface IOperationDocumentStorage
{
    /// <param name="id">The SHA-256 of the document, in lower-case hexadecimal digits.</param>
    /// <returns>Null when it is not known.</returns>
    ValueTask<string?> TryReadAsync(string id, CancellationToken cancellationToken);

    /// <summary>Keeps a valid document whose hash was checked.</summary>
    ValueTask SaveAsync(string id, string document, CancellationToken cancellationToken);
}

/// <summary>The documents that whoever runs the server has registered.</summary>
public interface ITrustedDocumentStorage
{
    /// <param name="id">The SHA-256 of the document, in lower-case hexadecimal digits.</param>
    /// <returns>Null when it is not registered.</returns>
    ValueTask<string?> TryReadAsync(string id, CancellationToken cancellationToken);
}

/// <summary>Keeps documents in this process, bounded by <see cref="GraphQLOptions.CachedDocumentsMax"/>,
/// <see cref="GraphQLOptions.CachedCharactersMax"/> and <see cref="GraphQLOptions.CachedDocumentLengthMax"/>.</summary>
public sealed class InMemoryOperationDocumentStorage(GraphQLOptions options) : IOperationDocumentStorage
{
    private readonly DocumentCache<string> documents = new(options.CachedDocumentsMax, options.CachedCharactersMax);

    public ValueTask<string?> TryReadAsync(string id, CancellationToken cancellationToken) => new(documents.Find(id));

    public ValueTask SaveAsync(string id, string document, CancellationToken cancellationToken)
    {
        if (document.Length <= options.CachedDocumentLengthMax)
            documents.Add(id, document, document.Length);
        return ValueTask.CompletedTask;
    }
}
