using Loyalty.GraphQL.Conformance;
using Microsoft.Extensions.Hosting;

// `dotnet run --project tests/Loyalty.GraphQL.ConformanceHost -- --urls http://127.0.0.1:4400` serves the conformance
// schema at /graphql, for clients of other makes.
await using var app = ConformanceHost.Create(args);
await app.StartAsync();
await Console.Out.WriteLineAsync($"conformance host on {app.Address()}");
await app.WaitForShutdownAsync();
