using System.Diagnostics;

namespace Loyalty.Testing;

/// <summary>
/// A server program that lives in a directory of its own and ends with this process, however this process ends:
/// a small shell holds the other end of a pipe, and when the pipe closes (disposal, crash or SIGKILL alike) it stops the
/// server at once and deletes the directory.
/// </summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private const int LogLinesKept = 200;
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(30);

    // Runs in a session of its own, so that a signal to the terminal's group cannot end it before it has tidied up.
    private const string Guard = """
        directory=$1; stop=$2; shift 2
        exec 3<&0
        while :; do
          "$@" </dev/null 3<&- 2>&1 &
          server=$!
          (read -r _; kill -"$stop" "$server"; read -r _ || :) <&3 >/dev/null 2>&1 &
          reader=$!
          wait "$server"
          code=$?
          kill -KILL "$reader" 2>/dev/null
          [ -e "$directory/crashed" ] || break
          # Whoever killed it says when the rest of it has ended too.
          while [ -e "$directory/crashed" ]; do sleep 0.05; done
        done
        rm -rf "$directory"
        exit "$code"
        """;

    private readonly Process _guard;
    private readonly string _directory;
    private bool _disposed;
    private readonly Queue<string> _log = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServerProcess(Process guard, string directory) => (_guard, _directory) = (guard, directory);

    /// <summary>Starts <paramref name="command"/> and returns once its output holds <paramref name="readyText"/>.</summary>
    /// <param name="stopSignal">The signal, without SIG, on which this server ends at once.</param>
    /// <exception cref="ServerStartException">It ended, or was not ready within <paramref name="timeout"/>; holds its last output.</exception>
    public static async Task<ServerProcess> StartAsync(
        string directory,
        IReadOnlyList<string> command,
        string readyText,
        string stopSignal,
        TimeSpan timeout
    )
    {
        var start = new ProcessStartInfo
        {
            WorkingDirectory = directory,
            RedirectStandardInput = true,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] shell = ["/bin/sh", "-c", Guard, "guard", directory, stopSignal, .. command];
        start.FileName = Programs.Find("setsid") ?? shell[0];
        foreach (var argument in start.FileName == shell[0] ? shell.Skip(1) : shell)
            start.ArgumentList.Add(argument);

        var server = new ServerProcess(new Process { StartInfo = start, EnableRaisingEvents = true }, directory);
        server._guard.OutputDataReceived += (_, line) => server.Read(line.Data, readyText);
        server._guard.ErrorDataReceived += (_, line) => server.Read(line.Data, readyText);
        server._guard.Exited += (_, _) => server._ready.TrySetException(server.Failure("ended before it was ready"));
        server._guard.Start();
        server._guard.BeginOutputReadLine();
        server._guard.BeginErrorReadLine();
        try
        {
            await server._ready.Task.WaitAsync(timeout);
            return server;
        }
        catch (TimeoutException)
        {
            var failure = server.Failure($"was not ready within {timeout.TotalSeconds:0} s");
            await server.DisposeAsync();
            throw failure;
        }
        catch (ServerStartException)
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends the server as a crash does, with <paramref name="kill"/>, and starts it again on what it left.</summary>
    /// <param name="kill">Kills all that belongs to the server and returns when it is gone.</param>
    public async Task CrashAsync(Func<Task> kill)
    {
        var mark = Path.Combine(_directory, "crashed");
        await File.WriteAllTextAsync(mark, "");
        await kill();
        File.Delete(mark);
    }

    private void Read(string? line, string readyText)
    {
        if (line is null)
            return;
        lock (_log)
        {
            _log.Enqueue(line);
            if (_log.Count > LogLinesKept)
                _log.Dequeue();
        }
        if (line.Contains(readyText, StringComparison.OrdinalIgnoreCase))
            _ready.TrySetResult();
    }

    private ServerStartException Failure(string what)
    {
        lock (_log)
            return new ServerStartException(
                $"{Path.GetFileName(_guard.StartInfo.FileName)} {what}:\n{string.Join('\n', _log)}"
            );
    }

    public async ValueTask DisposeAsync()
    {
        if (_disposed)
            return;
        _disposed = true;
        if (!_guard.HasExited)
        {
            _guard.StandardInput.Close();
            await _guard.WaitForExitAsync().WaitAsync(StopTimeout);
        }
        _guard.Dispose();
    }
}

/// <summary>A server could not be started; the message ends with what it printed last.</summary>
public sealed class ServerStartException(string message) : Exception(message);
