using System.Globalization;
using System.Security.Claims;

namespace Loyalty.GraphQL.Execution;

/// <summary>Tells when the caller's sign-in has ended: at the claim <c>exp</c> (RFC 7519, section 4.1.4) by the given clock.
/// Who has no such claim stays.</summary>
internal sealed class SignInEnd : IDisposable
{
    // Timers take no more than 49 days.
    private static readonly TimeSpan WaitMax = TimeSpan.FromDays(1);

    private readonly TimeProvider clock;
    private readonly Action ended;
    private readonly DateTimeOffset end;
    private readonly ITimer? timer;

    public SignInEnd(ClaimsPrincipal user, TimeProvider clock, Action ended)
    {
        (this.clock, this.ended) = (clock, ended);
        if (!TryRead(user, out end))
            return;
        timer = clock.CreateTimer(_ => Look(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Look();
    }

    public void Dispose() => timer?.Dispose();

    private void Look()
    {
        var left = end - clock.GetUtcNow();
        if (left <= TimeSpan.Zero)
            ended();
        else
            timer!.Change(
                TimeSpan.FromMilliseconds(Math.Ceiling(Math.Min(left.TotalMilliseconds, WaitMax.TotalMilliseconds))),
                Timeout.InfiniteTimeSpan
            );
    }

    private static bool TryRead(ClaimsPrincipal user, out DateTimeOffset end)
    {
        end = DateTimeOffset.MinValue;
        if (user.FindFirstValue("exp") is not { } text)
            return false;
        // A number of seconds that may have a fraction. What cannot be read has ended.
        if (decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds))
            end = DateTimeOffset.FromUnixTimeSeconds(
                (long)Math.Clamp(Math.Floor(seconds), 0, DateTimeOffset.MaxValue.ToUnixTimeSeconds())
            );
        return true;
    }
}
