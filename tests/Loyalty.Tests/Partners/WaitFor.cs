namespace Loyalty.Tests.Partners;

/// <summary>Asks until the answer is the wanted one, for at most a minute: a busy machine must fail no test.</summary>
internal static class WaitFor
{
    private static readonly TimeSpan Max = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    public static async Task<T> Async<T>(Func<Task<T>> ask, Func<T, bool> wanted)
    {
        var start = TimeProvider.System.GetTimestamp();
        var answer = await ask();
        while (!wanted(answer) && TimeProvider.System.GetElapsedTime(start) < Max)
        {
            await Task.Delay(Pause);
            answer = await ask();
        }

        return answer;
    }
}
