using System.Net;
using Loyalty.Testing;
using Shouldly;
using Xunit;

namespace Loyalty.Tests.Host;

public abstract class HealthTests(DatabaseProvider provider) : ClubTests(provider)
{
    [Fact]
    public async Task A_migrated_club_is_live_and_ready()
    {
        using var http = Club.Anonymous();

        (await http.GetAsync("/health/live")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await http.GetAsync("/health/ready")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    public sealed class OnSqlite() : HealthTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : HealthTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : HealthTests(DatabaseProvider.SqlServer);
}
