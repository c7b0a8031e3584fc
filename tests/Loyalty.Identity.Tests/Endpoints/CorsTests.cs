using Loyalty.Identity.Storage;
using Loyalty.Identity.Tests.Hosting;
using Shouldly;
using Xunit;

namespace Loyalty.Identity.Tests.Endpoints;

public sealed class CorsTests
{
    [Theory, ClassData(typeof(EachDatabase))]
    public async Task Only_registered_origins_may_read_tokens(DatabaseProvider provider)
    {
        await using var host = await IssuerHost.StartAsync(provider);
        foreach (
            var (origin, allowed) in new[]
            {
                ("https://app.example", true),
                ("https://attacker.example", false),
                ("null", false),
            }
        )
        {
            foreach (var method in new[] { HttpMethod.Options, HttpMethod.Post })
            {
                using var request = new HttpRequestMessage(method, "/connect/token");
                request.Headers.Add("Origin", origin);
                request.Headers.Add("Access-Control-Request-Method", "POST");
                using var response = await host.Http.SendAsync(request, TestContext.Current.CancellationToken);
                response.Headers.TryGetValues("Access-Control-Allow-Origin", out var values);
                values.ShouldBe(allowed ? [origin] : null);
                response.Headers.Vary.ShouldContain("Origin");
                response.Headers.Contains("Access-Control-Allow-Credentials").ShouldBeFalse();
            }
        }
    }
}
