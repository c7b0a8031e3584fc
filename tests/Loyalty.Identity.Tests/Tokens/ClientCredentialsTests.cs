using System.Net;
using Loyalty.Identity.Storage;
using Loyalty.Identity.Tests.Hosting;
using Shouldly;
using Xunit;

namespace Loyalty.Identity.Tests.Tokens;

public sealed class ClientCredentialsTests
{
    [Theory, ClassData(typeof(EachDatabase))]
    public async Task A_service_gets_a_token_for_itself(DatabaseProvider provider)
    {
        await using var host = await IssuerHost.StartAsync(provider);

        var tokens = await host.PostAsync(
            "/connect/token",
            Flows.Basic("service", IssuerHost.ServiceSecret),
            ("grant_type", "client_credentials")
        );

        tokens.Status.ShouldBe(HttpStatusCode.OK);
        tokens.Scope.ShouldBe("member partner");
        tokens.RefreshToken.ShouldBeNull();
        tokens.IdToken.ShouldBeNull();
        var access = Flows.Part(tokens.AccessToken, 1);
        access.GetProperty("sub").GetString().ShouldBe("service");
        access.GetProperty("client_id").GetString().ShouldBe("service");
        access.GetProperty("aud").GetString().ShouldBe("api");
        access.GetProperty("role").GetString().ShouldBe("support");
        access.TryGetProperty("auth_time", out _).ShouldBeFalse();
    }
}
