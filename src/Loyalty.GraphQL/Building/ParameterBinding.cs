using System.Reflection;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace Loyalty.GraphQL.Building;

internal enum BindingKind
{
    Argument,
    Parent,
    EventMessage,
    Service,
    DataLoader,
    Paging,
    Context,
    Cancellation,
    User,
    Services,
    HttpContext,
}

/// <summary>Where a resolver's parameter comes from.</summary>
internal sealed record ParameterBinding(ParameterInfo Parameter, BindingKind Kind, int ArgumentIndex = -1)
{
    public UsePagingAttribute? Paging { get; init; }

    public LoaderFactory? Loader { get; init; }

    public static BindingKind? WellKnown(Type type) =>
        type switch
        {
            _ when type == typeof(CancellationToken) => BindingKind.Cancellation,
            _ when type == typeof(ClaimsPrincipal) => BindingKind.User,
            _ when type == typeof(IResolverContext) => BindingKind.Context,
            _ when type == typeof(IServiceProvider) => BindingKind.Services,
            _ when type == typeof(HttpContext) => BindingKind.HttpContext,
            _ => null,
        };
}
