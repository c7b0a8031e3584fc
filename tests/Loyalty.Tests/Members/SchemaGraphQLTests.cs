using Loyalty.GraphQL.Types;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Loyalty.Tests.Members;

/// <summary>What the schema says about itself.</summary>
public sealed class SchemaGraphQLTests
{
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
