using Loyalty.Identity.Storage;
using Xunit;

namespace Loyalty.Identity.Tests.Hosting;

/// <summary>Theory data: one row for each database at hand.</summary>
public sealed class EachDatabase : TheoryData<DatabaseProvider>
{
    public EachDatabase()
    {
        foreach (var provider in TestDatabase.Available)
        {
            Add(provider);
        }
    }
}
