using System.Net;
using System.Text.RegularExpressions;
using Loyalty.Tests.Host;
using Shouldly;
using Xunit;
using DatabaseProvider = Loyalty.Testing.DatabaseProvider;

namespace Loyalty.Tests.GraphQL;

/// <summary>The page comes from this host with all that it loads.</summary>
public sealed partial class GraphiQLTests
{
    [Fact]
    public async Task The_page_and_all_it_loads_come_from_this_host_alone()
    {
        await using var club = await Club.StartAsync(DatabaseProvider.Sqlite, clock: null, "--GraphQL:GraphiQL=true");
        using var http = club.Anonymous();
        using var page = await http.GetAsync("/graphiql");
        var html = await page.Content.ReadAsStringAsync();

        page.StatusCode.ShouldBe(HttpStatusCode.OK);
        var policy = page.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldContain("default-src 'none'");
        policy.ShouldNotContain("http");
        var named = Link()
            .Matches(html)
            .Select(match => match.Groups["url"].Value)
            .Where(url => !url.StartsWith("data:", StringComparison.Ordinal))
            .ToList();
        named.Count.ShouldBe(6);
        foreach (var url in named)
        {
            url.ShouldStartWith("graphiql/");
            using var asset = await http.GetAsync("/" + url);
            asset.StatusCode.ShouldBe(HttpStatusCode.OK, url);
            var text = await asset.Content.ReadAsStringAsync();
            text.Length.ShouldBeGreaterThan(50, url);
            if (url.EndsWith(".css", StringComparison.Ordinal))
            {
                CssLoad().Matches(text).ShouldBeEmpty();
            }
        }
    }

    [Fact]
    public async Task Its_files_travel_compressed_and_are_not_sent_twice()
    {
        await using var club = await Club.StartAsync(DatabaseProvider.Sqlite, clock: null, "--GraphQL:GraphiQL=true");
        using var http = club.Anonymous();
        http.DefaultRequestHeaders.AcceptEncoding.ParseAdd("br");
        using var first = await http.GetAsync("/graphiql/graphiql.min.js");
        http.DefaultRequestHeaders.Add("If-None-Match", first.Headers.ETag!.ToString());
        using var second = await http.GetAsync("/graphiql/graphiql.min.js");

        first.Content.Headers.ContentEncoding.ShouldBe(["br"]);
        second.StatusCode.ShouldBe(HttpStatusCode.NotModified);
    }

    [Fact]
    public async Task Outside_Development_there_is_no_such_page()
    {
        await using var club = await Club.StartAsync(DatabaseProvider.Sqlite);
        using var http = club.Anonymous();

        (await http.GetAsync("/graphiql")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [GeneratedRegex("(src|href)=\"(?<url>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Link();

    [GeneratedRegex("@import|url\\((?!data:)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex CssLoad();
}
