using Loyalty.Identity.Storage;
using Xunit;

namespace Loyalty.Identity.Tests.Hosting;

/// <summary>One host on SQLite for the tests of a class that leave it as they found it.</summary>
public sealed class SharedIssuer : IAsyncLifetime
{
    public IssuerHost Host { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Host = await IssuerHost.StartAsync(DatabaseProvider.Sqlite);

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}
