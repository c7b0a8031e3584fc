namespace Loyalty.GraphQL.Protection;

/// <summary>
/// How much one document may hold. Fragments count as often as they are spread; what goes beyond is refused with
/// <c>DOCUMENT_TOO_COMPLEX</c>, and <c>extensions.limit</c> names the limit.
/// </summary>
/// <param name="OperationsMax">Operations in one document (<c>operations</c>).</param>
/// <param name="RootFieldsMax">Fields at the root of one operation (<c>rootFields</c>).</param>
/// <param name="FieldsMax">Fields of one operation (<c>fields</c>).</param>
/// <param name="AliasesMax">Aliases in one operation (<c>aliases</c>).</param>
/// <param name="DirectivesMax">Directives in one operation (<c>directives</c>).</param>
/// <param name="IntrospectionDepthMax">Lists of introspection within each other: <c>fields</c>, <c>interfaces</c>,
/// <c>possibleTypes</c>, <c>inputFields</c> (<c>introspectionDepth</c>).</param>
public sealed record DocumentLimits(
    int OperationsMax = 100,
    int RootFieldsMax = 500,
    int FieldsMax = 10_000,
    int AliasesMax = 1_000,
    int DirectivesMax = 1_000,
    int IntrospectionDepthMax = 2
);
