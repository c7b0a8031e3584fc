using System.Net;
using System.Text.RegularExpressions;
using Loyalty.Identity.Administration;
using Loyalty.Identity.SignIn;
using Loyalty.Identity.Storage;
using Loyalty.Identity.Tests.Hosting;
using Shouldly;
using Xunit;

namespace Loyalty.Identity.Tests.SignIn;

public sealed partial class SignInLimitsTests
{
    private const string Member = "member@example.com";

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"[^\"]*\"", RegexOptions.None, 1000)]
    private static partial Regex PageToken();

    [Theory, ClassData(typeof(EachDatabase))]
    public async Task After_too_many_failures_even_the_right_password_waits(DatabaseProvider provider)
    {
        await using var host = await IssuerHost.StartAsync(provider, o => o.SignInFailuresPerAccountMax = 3);
        for (var i = 0; i < 3; i++)
        {
            (await TryAsync(host, Member, "wrong")).Redirect.ShouldBeNull();
        }
        (await TryAsync(host, Member, IssuerHost.Password)).Redirect.ShouldBeNull();
        (await TryAsync(host, "admin@example.com", IssuerHost.Password)).Redirect.ShouldNotBeNull(
            "the other account is not concerned"
        );

        host.Clock.Advance(TimeSpan.FromMinutes(15));
        (await TryAsync(host, Member, IssuerHost.Password)).Redirect.ShouldNotBeNull();
    }

    [Theory, ClassData(typeof(EachDatabase))]
    public async Task Wrong_unknown_closed_and_barred_look_the_same(DatabaseProvider provider)
    {
        await using var host = await IssuerHost.StartAsync(provider, o => o.SignInFailuresPerAccountMax = 2);
        var wrong = await PageAsync("admin@example.com", "wrong");
        var unknown = await PageAsync("nobody@example.com", "wrong");
        await PageAsync(Member, "wrong");
        await PageAsync(Member, "wrong");
        var closed = await PageAsync(Member, IssuerHost.Password);
        await PageAsync("nobody@example.com", "wrong");
        var closedUnknown = await PageAsync("nobody@example.com", "wrong");
        await host.WithAsync<UserAdministration>(async users =>
            await users.BarAsync((await users.FindByEmailAsync("admin@example.com"))!, DateTimeOffset.MaxValue)
        );
        var barred = await PageAsync("admin@example.com", IssuerHost.Password);

        new[] { unknown, closed, closedUnknown, barred }.ShouldAllBe(page => page == wrong);

        async Task<string> PageAsync(string name, string password)
        {
            var answer = await TryAsync(host, name, password);
            answer.Status.ShouldBe(HttpStatusCode.BadRequest);
            return PageToken().Replace(answer.Body, "").Replace(name, "", StringComparison.Ordinal);
        }
    }

    [Theory, ClassData(typeof(EachDatabase))]
    public async Task Every_failure_costs_one_password_hash(DatabaseProvider provider)
    {
        // The steps are the same by construction; the times, compared loosely, say that none is skipped.
        await using var host = await IssuerHost.StartAsync(provider, o => o.SignInFailuresPerAccountMax = 12);
        await MedianAsync("warm@example.com");
        var unknown = await MedianAsync("nobody@example.com");
        var wrong = await MedianAsync(Member);
        for (var i = 0; i < 3; i++)
        {
            await CheckAsync(Member, "wrong");
        }
        var closed = await MedianAsync(Member);

        (unknown / wrong).ShouldBeInRange(0.2, 5);
        (closed / wrong).ShouldBeInRange(0.2, 5);

        async Task<double> MedianAsync(string name)
        {
            var times = new List<double>();
            for (var i = 0; i < 9; i++)
            {
                var start = TimeProvider.System.GetTimestamp();
                await CheckAsync(name, "wrong");
                times.Add(TimeProvider.System.GetElapsedTime(start).TotalMilliseconds);
            }
            return times.Order().ElementAt(4);
        }

        Task CheckAsync(string name, string password) =>
            host.WithAsync<PasswordCheck>(check =>
                check.CheckAsync(name, password, IPAddress.Loopback, CancellationToken.None)
            );
    }

    [Theory, ClassData(typeof(EachDatabase))]
    public async Task Many_guesses_at_once_do_not_slip_through(DatabaseProvider provider)
    {
        await using var host = await IssuerHost.StartAsync(provider, o => o.SignInFailuresPerAccountMax = 5);
        var name = "someone@example.com";

        var taken = await Task.WhenAll(
            Enumerable
                .Range(0, 20)
                .Select(_ =>
                    host.WithAsync<SignInLimits, bool>(l => l.TakeForAccountAsync(name, CancellationToken.None))
                )
        );

        taken.Count(t => t).ShouldBe(5);
    }

    [Fact]
    public async Task Too_many_failures_from_one_address_are_said_to_be_so()
    {
        await using var host = await IssuerHost.StartAsync(
            DatabaseProvider.Sqlite,
            o => o.SignInFailuresPerAddressMax = 2
        );
        await TryAsync(host, "a@example.com", "wrong");
        await TryAsync(host, Member, IssuerHost.Password);
        await TryAsync(host, "b@example.com", "wrong");
        (await TryAsync(host, Member, IssuerHost.Password)).Status.ShouldBe(HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task A_success_clears_the_count()
    {
        await using var host = await IssuerHost.StartAsync(
            DatabaseProvider.Sqlite,
            o => o.SignInFailuresPerAccountMax = 2
        );
        for (var i = 0; i < 4; i++)
        {
            (await TryAsync(host, Member, "wrong")).Redirect.ShouldBeNull();
            (await TryAsync(host, Member, IssuerHost.Password)).Redirect.ShouldNotBeNull();
        }
    }

    private static async Task<Answer> TryAsync(IssuerHost host, string name, string password)
    {
        using var browser = new Browser(host);
        var answer = await browser.AuthorizeAsync(Flows.AuthorizeAddress(), name, password);
        return answer with { Body = Marker().Replace(answer.Body, "") };
    }

    [GeneratedRegex("sent_to_sign_in=[^\"&]*", RegexOptions.None, 1000)]
    private static partial Regex Marker();
}
