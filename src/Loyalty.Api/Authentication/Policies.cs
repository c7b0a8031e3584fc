using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;

namespace Loyalty.Api.Authentication;

/// <summary>Who may call what. A scope says which face of the club a token is for; staff roles divide the admin face.</summary>
public static class Policies
{
    /// <summary>A member's app: scope <c>member</c>.</summary>
    public const string Member = "member";

    /// <summary>A partner's system: scope <c>partner</c>.</summary>
    public const string Partner = "partner";

    /// <summary>Any staff role: may read everything under /api/admin.</summary>
    public const string StaffRead = "staff-read";

    /// <summary>Support, manager, administrator: may change members and replay events.</summary>
    public const string StaffSupport = "staff-support";

    /// <summary>Manager, administrator: may change partners, rules, rewards.</summary>
    public const string StaffManage = "staff-manage";

    /// <summary>Administrator: says where the club's data goes.</summary>
    public const string StaffAdminister = "staff-administer";

    public static void AddLoyaltyPolicies(this AuthorizationBuilder builder) =>
        builder
            .AddPolicy(Member, policy => policy.RequireAuthenticatedUser().RequireAssertion(HasScope("member")))
            .AddPolicy(Partner, policy => policy.RequireAuthenticatedUser().RequireAssertion(HasScope("partner")))
            .AddPolicy(StaffRead, policy => Staff(policy, "auditor", "support", "manager", "administrator"))
            .AddPolicy(StaffSupport, policy => Staff(policy, "support", "manager", "administrator"))
            .AddPolicy(StaffManage, policy => Staff(policy, "manager", "administrator"))
            .AddPolicy(StaffAdminister, policy => Staff(policy, "administrator"));

    public static bool HasScope(this ClaimsPrincipal principal, string scope) =>
        principal.FindAll("scope").Any(claim => claim.Value.Split(' ').Contains(scope, StringComparer.Ordinal));

    private static Func<AuthorizationHandlerContext, bool> HasScope(string scope) =>
        context => context.User.HasScope(scope);

    private static void Staff(AuthorizationPolicyBuilder policy, params string[] roles) =>
        policy.RequireAuthenticatedUser().RequireAssertion(HasScope("admin")).RequireRole(roles);
}
