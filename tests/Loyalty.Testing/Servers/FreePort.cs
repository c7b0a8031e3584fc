using System.Net;
using System.Net.Sockets;

namespace Loyalty.Testing;

/// <summary>Loopback ports for programs that cannot choose one themselves.</summary>
internal static class FreePort
{
    private const int Attempts = 5;

    public static int Find()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Starts something on a free port; takes another port when somebody else was quicker (at most 5 times).</summary>
    public static async Task<T> UseAsync<T>(Func<int, Task<T>> start)
    {
        for (var attempt = 1; attempt < Attempts; attempt++)
        {
            try
            {
                return await start(Find());
            }
            catch (ServerStartException e) when (IsPortTaken(e))
            {
                // Between finding and using the port, another process took it.
            }
        }
        return await start(Find());
    }

    private static bool IsPortTaken(ServerStartException e) =>
        e.Message.Contains("Address already in use", StringComparison.OrdinalIgnoreCase);
}
