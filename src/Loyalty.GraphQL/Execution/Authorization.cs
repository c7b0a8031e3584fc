using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;

namespace Loyalty.GraphQL.Execution;

/// <summary>One demand on the caller; all demands of a field must hold.</summary>
internal sealed record AuthorizationRule(string? Policy, string? Roles)
{
    public string[] RoleNames { get; } =
        Roles?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
}

internal static class Authorization
{
    /// <summary>Checks what can be checked at once.</summary>
    /// <returns>True when policies remain to be checked.</returns>
    /// <exception cref="GraphQLException">The caller may not.</exception>
    public static bool CheckNow(ClaimsPrincipal user, AuthorizationRule[] rules)
    {
        if (user.Identity is not { IsAuthenticated: true })
            throw Denied(ErrorCodes.NotAuthenticated);
        var policies = false;
        foreach (var rule in rules)
        {
            if (rule.RoleNames.Length > 0 && !Array.Exists(rule.RoleNames, user.IsInRole))
                throw Denied(ErrorCodes.NotAuthorized);
            policies |= rule.Policy is not null;
        }
        return policies;
    }

    /// <summary>Checks everything, policies included.</summary>
    /// <exception cref="GraphQLException">The caller may not.</exception>
    public static async Task CheckAsync(IResolverContext context, AuthorizationRule[] rules)
    {
        if (!CheckNow(context.User, rules))
            return;
        var service = context.Services.GetRequiredService<IAuthorizationService>();
        foreach (var rule in rules)
        {
            if (
                rule.Policy is not null
                && !(await service.AuthorizeAsync(context.User, context, rule.Policy)).Succeeded
            )
                throw Denied(ErrorCodes.NotAuthorized);
        }
    }

    private static GraphQLException Denied(string code) =>
        new(new GraphQLError("The current user is not authorized to access this resource.") { Code = code });
}
