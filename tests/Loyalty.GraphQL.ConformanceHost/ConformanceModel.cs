using Loyalty.GraphQL.Language;

namespace Loyalty.GraphQL.Conformance;

[EnumType]
public enum Tier
{
    Bronze,
    Silver,
    Gold,

    [GraphQLDeprecated("merged into SILVER")]
    Legacy,
}

[EnumType]
public enum Case
{
    Upper,
    Lower,
}

[InterfaceType("Node")]
public interface IConformanceNode
{
    [ID]
    string Id { get; }
}

[InterfaceType]
public interface IAccount : IConformanceNode
{
    Member? Owner { get; }

    int Balance { get; }
}

[UnionType("SearchResult")]
public interface ISearchResult;

public sealed record PointsAccount(string Id, string OwnerId, int Balance, long Points, string? Unit)
    : IAccount,
        ISearchResult
{
    [ID]
    public string Id { get; } = Id;

    [GraphQLIgnore]
    public string OwnerId { get; } = OwnerId;

    public Member? Owner => ConformanceData.FindMember(OwnerId);
}

public sealed record CashAccount(string Id, string OwnerId, int Balance, string Currency, int? Unit)
    : IAccount,
        ISearchResult
{
    [ID]
    public string Id { get; } = Id;

    [GraphQLIgnore]
    public string OwnerId { get; } = OwnerId;

    public Member? Owner => ConformanceData.FindMember(OwnerId);
}

[ObjectType]
public sealed record Member(
    string Id,
    ConformanceUuid Uuid,
    string Name,
    string? Email,
    Tier Tier,
    ConformanceInstant Joined
) : IConformanceNode, ISearchResult
{
    [ID]
    public string Id { get; } = Id;

    [GraphQLDeprecated("use name")]
    public string? OldName { get; init; }

    public string? Nickname([DefaultValue(Conformance.Case.Lower)] Case? @case, string? prefix)
    {
        var name = prefix + Id;
        return @case switch
        {
            Case.Upper => name.ToUpperInvariant(),
            Case.Lower => name.ToLowerInvariant(),
            _ => name,
        };
    }

    public IReadOnlyList<IAccount> Accounts([DefaultValue(10)] int? first, string? after) =>
        [.. ConformanceData.Accounts.Where(account => account.Owner?.Id == Id).Slice(first)];

    public IReadOnlyList<Member?> Friends() => [ConformanceData.Members.First(member => member.Id != Id), null];
}

[InputObjectType("MemberFilter")]
public sealed class MemberFilter
{
    public string? Name { get; init; }

    [DefaultValue(Conformance.Tier.Silver)]
    public Tier? Tier { get; init; }

    public int? MinBalance { get; init; }

    public IReadOnlyList<string>? Tags { get; init; }

    [DefaultValue(true)]
    public bool Active { get; init; }

    public required string Region { get; init; }

    public MemberFilter? Nested { get; init; }

    [GraphQLDeprecated("unused")]
    public int? Old { get; init; }
}

[OneOf]
[InputObjectType("MemberBy")]
public sealed record MemberBy([ID] string? Id, string? Email, int? Number, MemberFilter? Filter);

[DirectiveType(
    "tag",
    DirectiveLocation.Query
        | DirectiveLocation.Mutation
        | DirectiveLocation.Field
        | DirectiveLocation.FragmentSpread
        | DirectiveLocation.InlineFragment
        | DirectiveLocation.FragmentDefinition
        | DirectiveLocation.VariableDefinition,
    IsRepeatable = true
)]
[GraphQLDescription("Applied any number of times; does nothing.")]
public sealed record Tag(string Name, int? Weight = 1);
