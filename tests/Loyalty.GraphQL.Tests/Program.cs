using Loyalty.GraphQL.Tests.Conformance;
using Microsoft.Extensions.Hosting;
using Xunit.Runner.InProc.SystemConsole;

// `dotnet run -- --serve http://127.0.0.1:4400` serves the conformance schema for clients of other makes.
if (args is ["--serve", var url])
{
    await using var app = await ConformanceHost.StartAsync(url);
    await Console.Out.WriteLineAsync($"conformance host on {app.Address()}");
    await app.WaitForShutdownAsync();
    return 0;
}
return await ConsoleRunner.Run(args);
