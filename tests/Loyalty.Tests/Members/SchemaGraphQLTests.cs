using Loyalty.GraphQL.Types;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Loyalty.Tests.House;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Loyalty.Tests.Members;

/// <summary>The schema that is checked in is the one that runs.</summary>
public sealed class SchemaGraphQLTests
{
    private const string File = "api-specs/schema.graphql";

    /// <summary>Set to 1 to write the file instead of comparing with it.</summary>
    private const string Writing = "LOYALTY_WRITE_API_SPECS";

    [Fact]
    public async Task The_printed_schema_is_the_running_one()
    {
        var running = (await SchemaAsync()).Print().TrimEnd() + "\n";
        if (Environment.GetEnvironmentVariable(Writing) == "1")
        {
            await System.IO.File.WriteAllTextAsync(Path.Combine(Repository.Root, File), running);
        }

        Repository
            .Read(File)
            .ShouldBe(running, $"{File} is stale. Run this test with {Writing}=1 and look at the diff.");
    }

    [Fact]
    public async Task Every_type_field_and_argument_is_described()
    {
        var undescribed = new List<string>();
        foreach (
            var type in (await SchemaAsync()).Types.Where(type => !type.Name.StartsWith("__", StringComparison.Ordinal))
        )
        {
            // The roots are known from the specification.
            if (type.Description is null && type.Name is not ("Query" or "Mutation"))
            {
                undescribed.Add(type.Name);
            }

            undescribed.AddRange(Parts(type).Where(part => part.Description is null).Select(part => part.Name));
        }

        undescribed.ShouldBeEmpty();
    }

    private static IEnumerable<(string Name, string? Description)> Parts(NamedType type) =>
        type switch
        {
            ComplexType complex => complex.Fields.SelectMany(field =>
                field
                    .Arguments.Select(argument => ($"{type.Name}.{field.Name}({argument.Name})", argument.Description))
                    .Append(($"{type.Name}.{field.Name}", field.Description))
            ),
            InputObjectType input => input.Fields.Select(field => ($"{type.Name}.{field.Name}", field.Description)),
            _ => [],
        };

    private static async Task<Schema> SchemaAsync() =>
        (await Club.SharedAsync(DatabaseProvider.Sqlite)).Services.GetRequiredService<Schema>();
}
