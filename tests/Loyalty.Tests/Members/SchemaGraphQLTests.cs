using Loyalty.GraphQL.Language;
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
            if (type.Description is null && type.Name is not ("Query" or "Mutation" or "Subscription"))
            {
                undescribed.Add(type.Name);
            }

            undescribed.AddRange(Parts(type).Where(part => part.Description is null).Select(part => part.Name));
        }

        undescribed.ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_list_says_how_long_it_is_reckoned_to_be()
    {
        var fields = (await SchemaAsync())
            .Types.OfType<ComplexType>()
            .Where(type => !type.Name.StartsWith("__", StringComparison.Ordinal))
            .SelectMany(type => type.Fields.Select(field => (Type: type, Field: field)))
            .ToList();
        var sized = fields.SelectMany(each => SizedBy(each.Field)).ToHashSet(StringComparer.Ordinal);

        fields
            .Where(each =>
                (each.Field.Type is NonNullType outer ? outer.OfType : each.Field.Type) is ListType
                && !Applied(each.Field).Any()
            )
            .Select(each => $"{each.Type.Name}.{each.Field.Name}")
            .Except(sized, StringComparer.Ordinal)
            .ShouldBeEmpty();
        sized.ShouldContain("EntryConnection.nodes");
    }

    private static IEnumerable<DirectiveNode> Applied(FieldDefinition field) =>
        field.AppliedDirectives.Where(directive => directive.Name.Value == "listSize");

    // Lists within the field's result whose length the field knows.
    private static IEnumerable<string> SizedBy(FieldDefinition field) =>
        Applied(field)
            .SelectMany(directive => directive.Arguments.AsEnumerable())
            .Where(argument => argument.Name.Value == "sizedFields")
            .SelectMany(argument => ((ListValueNode)argument.Value).Values.AsEnumerable())
            .Select(name => $"{field.Type.Named.Name}.{((StringValueNode)name).Value}");

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
