using Loyalty.GraphQL.Tests.Conformance;
using Shouldly;
using Xunit;

namespace Loyalty.GraphQL.Tests.Protection;

public sealed class SwitchTests
{
    private static readonly Engine Closed = Make(options => options.AllowIntrospection = false);

    private static Engine Make(Action<GraphQLOptions> change) =>
        Engine.Create(services => services.AddConformanceTypes().ModifyOptions(change));

    [Theory]
    [InlineData("{ __schema { types { name } } }")]
    [InlineData("{ a: __type(name: \"Query\") { name } }")]
    [InlineData("{ ...F } fragment F on Query { ... { __schema { types { name } } } }")]
    public async Task Introspection_can_be_switched_off(string document) =>
        (await Closed.RunAsync(document)).Code().ShouldBe(ErrorCodes.IntrospectionDisabled);

    [Fact]
    public async Task The_name_of_a_type_may_always_be_asked_for() =>
        (await Closed.JsonAsync("{ __typename nest { __typename } }")).ShouldStartWith("{\"data\":");

    [Fact]
    public async Task Limits_can_be_lowered()
    {
        using var strict = Make(options =>
        {
            options.ExecutionDepthMax = 1;
            options.DocumentLimits = options.DocumentLimits with { AliasesMax = 0 };
        });

        (await strict.RunAsync("{ nest { ok } }")).Limit().ShouldBe("depth");
        (await strict.RunAsync("{ a: __typename }")).Limit().ShouldBe("aliases");
        (await strict.RunAsync("{ ... { ...F } } fragment F on Query { __typename }")).IsExecuted.ShouldBeTrue();
    }

    [Fact]
    public async Task The_usual_introspection_query_of_clients_is_within_the_limits()
    {
        const string document = """
            query IntrospectionQuery { __schema { description queryType { name } types { ...FullType }
              directives { name args(includeDeprecated: true) { ...InputValue } } } }
            fragment FullType on __Type { kind name fields(includeDeprecated: true) { name args { ...InputValue } type { ...TypeRef } }
              inputFields { ...InputValue } interfaces { ...TypeRef } enumValues { name } possibleTypes { ...TypeRef } }
            fragment InputValue on __InputValue { name type { ...TypeRef } defaultValue }
            fragment TypeRef on __Type { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name
              ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } } } } } } } }
            """;
        using var product = Make(options =>
        {
            options.ExecutionDepthMax = 20;
            options.DocumentLimits = new(10, 50, 1_000, 100, 100);
        });

        (await product.RunAsync(document)).Errors.ShouldBeEmpty();
    }
}
