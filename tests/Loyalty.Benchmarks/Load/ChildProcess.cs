using System.Diagnostics;

namespace Loyalty.Benchmarks.Load;

/// <summary>A process that the benchmark starts, and ends together with all that it started.</summary>
public sealed class ChildProcess : IDisposable
{
    private readonly Process process;

    private ChildProcess(Process process) => this.process = process;

    /// <summary>Starts this program again, in another part.</summary>
    public static ChildProcess Self(IReadOnlyList<string> arguments, params (string Name, string Value)[] environment)
    {
        var program = Environment.ProcessPath!;
        var hosted = Path.GetFileNameWithoutExtension(program).Equals("dotnet", StringComparison.OrdinalIgnoreCase);
        return Start(program, hosted ? [typeof(ChildProcess).Assembly.Location, .. arguments] : arguments, environment);
    }

    public static ChildProcess Start(
        string program,
        IReadOnlyList<string> arguments,
        params (string Name, string Value)[] environment
    )
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return new ChildProcess(Process.Start(start)!);
    }

    public int Id => process.Id;

    public bool HasExited => process.HasExited;

    /// <summary>Reads what the process writes and throws it away, so that it never waits for a reader.</summary>
    public void Ignore() => _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);

    /// <summary>Waits until the process says that it is ready.</summary>
    /// <exception cref="InvalidOperationException">It ended before.</exception>
    public async Task ReadyAsync(string word = "ready")
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (await process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            if (line.StartsWith(word, StringComparison.Ordinal))
                return;
        }
        throw new InvalidOperationException($"{process.StartInfo.FileName} ended before it was ready.");
    }

    /// <summary>Waits for the end and gives what was written.</summary>
    /// <exception cref="InvalidOperationException">It ended with a failure.</exception>
    public async Task<string> OutputAsync()
    {
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"{process.StartInfo.FileName} ended with {process.ExitCode}.");
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }
        process.Dispose();
    }
}
