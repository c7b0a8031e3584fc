using System.Net;

namespace Loyalty.Api.Import;

/// <summary>When and how long to wait before the same is sent again. Everything that the import sends can be.</summary>
internal static class Retrying
{
    public const int AttemptsMax = 10;
    private static readonly TimeSpan DelayMax = TimeSpan.FromSeconds(30);

    public static bool IsWorthwhile(HttpStatusCode status) =>
        status is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout || (int)status >= 500;

    /// <summary>No answer came, or not the whole of it: the connection failed, or the time limit passed.</summary>
    public static bool IsWorthwhile(Exception exception) =>
        exception is HttpRequestException or TaskCanceledException { InnerException: TimeoutException };

    /// <summary>As long as the server asks, else twice as long each time.</summary>
    public static Task WaitAsync(
        int attempt,
        HttpResponseMessage? response,
        TimeProvider clock,
        CancellationToken cancellationToken
    )
    {
        var delay = response?.Headers.RetryAfter?.Delta ?? TimeSpan.FromMilliseconds(200 * Math.Pow(2, attempt - 1));
        return Task.Delay(delay < DelayMax ? delay : DelayMax, clock, cancellationToken);
    }
}
