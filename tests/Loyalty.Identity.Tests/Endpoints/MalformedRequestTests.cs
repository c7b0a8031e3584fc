using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Loyalty.Identity.Storage;
using Loyalty.Identity.Tests.Hosting;
using Shouldly;
using Xunit;

namespace Loyalty.Identity.Tests.Endpoints;

/// <summary>Whatever a caller sends, the fault is named as the caller's.</summary>
public sealed class MalformedRequestTests
{
    private static readonly string Long = new('x', 5000);

    private static readonly string[] Bodies =
    [
        "",
        "&&&===",
        "grant_type",
        "grant_type=client_credentials&grant_type=client_credentials&client_id=app",
        "grant_type=authorization_code&client_id=app&code=%00&redirect_uri=x&code_verifier=y",
        "grant_type=refresh_token&client_id=app&refresh_token=%00",
        "grant_type=refresh_token&client_id=%00&refresh_token=a",
        "grant_type=refresh_token&client_id=app&refresh_token=%ED%A0%80",
        "grant_type=refresh_token&client_id=app&refresh_token=%zz",
        "grant_type=refresh_token&client_id=app&refresh_token=" + new string('y', 5000),
        "grant_type=refresh_token&client_id=app&refresh_token=" + new string('y', 100_000),
        string.Join('&', Enumerable.Range(0, 500).Select(i => $"p{i}=1")),
        new string('k', 3000) + "=1",
        "token=%00&client_id=app",
        "token=" + new string('y', 5000) + "&client_id=app",
        "username=%00&password=%00",
    ];

    [Theory, ClassData(typeof(EachDatabase))]
    public async Task No_body_is_answered_by_a_fault_of_ours(DatabaseProvider provider)
    {
        await using var host = await IssuerHost.StartAsync(provider);
        foreach (
            var path in new[]
            {
                "/connect/token",
                "/connect/revocation",
                "/connect/authorize",
                "/connect/endsession",
                "/sign-in",
            }
        )
        {
            foreach (var body in Bodies)
            {
                foreach (
                    var type in new[]
                    {
                        "application/x-www-form-urlencoded",
                        "application/json",
                        "application/x-www-form-urlencoded; charset=nonsense",
                    }
                )
                {
                    using var content = new ByteArrayContent(Encoding.ASCII.GetBytes(body));
                    content.Headers.TryAddWithoutValidation("Content-Type", type);
                    using var client = host.NewHttpClient();
                    using var response = await client.PostAsync(
                        new Uri(path, UriKind.Relative),
                        content,
                        TestContext.Current.CancellationToken
                    );
                    ((int)response.StatusCode).ShouldBeLessThan(
                        500,
                        $"{path} {type} {body[..Math.Min(60, body.Length)]}"
                    );
                }
            }
        }
        host.Logs.Lines.ShouldNotContain(l =>
            l.Category.Contains("Diagnostics.ExceptionHandler", StringComparison.Ordinal)
        );
    }

    [Theory, ClassData(typeof(EachDatabase))]
    public async Task No_query_is_answered_by_a_fault_of_ours(DatabaseProvider provider)
    {
        await using var host = await IssuerHost.StartAsync(provider);
        string[] values = ["%00", "%ff", "%ED%A0%80", "%F0%9F%98%80", "%", Long, "'%22%3Cscript%3E", ""];
        string[] names =
        [
            "client_id",
            "redirect_uri",
            "scope",
            "state",
            "nonce",
            "prompt",
            "max_age",
            "code_challenge",
            "returnUrl",
            "id_token_hint",
            "login_hint",
        ];
        foreach (
            var path in new[]
            {
                "/connect/authorize",
                "/connect/endsession",
                "/sign-in",
                "/.well-known/openid-configuration",
            }
        )
        {
            foreach (var name in names)
            {
                foreach (var value in values)
                {
                    var separator =
                        path == "/connect/authorize" ? Flows.AuthorizeAddress((name, null)) + "&" : path + "?";
                    using var response = await host.Http.GetAsync(
                        new Uri($"{separator}{name}={value}", UriKind.Relative),
                        TestContext.Current.CancellationToken
                    );
                    ((int)response.StatusCode).ShouldBeLessThan(
                        500,
                        $"{path} {name} {value[..Math.Min(20, value.Length)]}"
                    );
                }
            }
        }
    }

    [Fact]
    public async Task Broken_headers_are_refused_and_the_rest_is_never_cached()
    {
        await using var host = await IssuerHost.StartAsync(DatabaseProvider.Sqlite);
        foreach (var header in new[] { "Basic " + Long, "Basic gICA", "basic", "Digest x", "Bearer " + Long })
        {
            var reply = await host.PostAsync("/connect/token", header, ("grant_type", "client_credentials"));
            reply.Status.ShouldBe(HttpStatusCode.Unauthorized);
            using var request = new HttpRequestMessage(HttpMethod.Get, "/connect/userinfo");
            request.Headers.TryAddWithoutValidation("Authorization", header);
            using var userInfo = await host.Http.SendAsync(request, TestContext.Current.CancellationToken);
            userInfo.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
            userInfo.Headers.CacheControl.ShouldBeEquivalentTo(CacheControlHeaderValue.Parse("no-store"));
        }
    }
}
