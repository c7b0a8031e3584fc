using System.Reflection;
using Loyalty.GraphQL.Cost;
using Loyalty.GraphQL.Types;

namespace Loyalty.GraphQL.Building;

internal sealed partial class SchemaFactory
{
    private void ApplyFieldCost(FieldDefinition field, MemberInfo member, IEnumerable<ParameterBinding> bindings)
    {
        field.CostWeight = member.GetCustomAttribute<CostAttribute>()?.Weight;
        field.ListSize =
            member.GetCustomAttribute<ListSizeAttribute>()?.ToListSize()
            ?? bindings.Select(binding => binding.Paging).OfType<UsePagingAttribute>().Select(OfPage).FirstOrDefault();
        if (!options.CostAnalysis)
            return;
        field.AppliedDirectives =
        [
            .. field.AppliedDirectives,
            .. field.CostWeight is { } weight ? [CostDirectives.Cost(weight)] : (Language.DirectiveNode[])[],
            .. field.ListSize is { } size ? [CostDirectives.Of(size)] : (Language.DirectiveNode[])[],
        ];
    }

    // A page never has more items than its maximum, also where more are asked for: that request is refused.
    private static ListSize OfPage(UsePagingAttribute paging) =>
        new(paging.DefaultPageSize, ["first", "last"], ["edges", "nodes"], RequireOneSlicingArgument: false)
        {
            SizeMax = paging.MaxPageSize,
        };

    private InputValueDefinition ApplyInputCost(InputValueDefinition input, ICustomAttributeProvider source)
    {
        input.CostWeight = Naming.Find<CostAttribute>(source)?.Weight;
        if (options.CostAnalysis && input.CostWeight is { } weight)
            input.AppliedDirectives = [.. input.AppliedDirectives, CostDirectives.Cost(weight)];
        return input;
    }

    private void ApplyTypeCost(NamedType type, Type source)
    {
        var cost = extensions[source]
            .Select(extension => extension.Class)
            .Prepend(source)
            .Select(declaring => declaring.GetCustomAttribute<CostAttribute>(inherit: false))
            .FirstOrDefault(attribute => attribute is not null);
        if (cost is null)
            return;
        type.CostWeight = cost.Weight;
        if (options.CostAnalysis)
            type.AppliedDirectives = [.. type.AppliedDirectives, CostDirectives.Cost(cost.Weight)];
    }
}
