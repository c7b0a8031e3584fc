using System.Security.Claims;
using Loyalty.Api.Http;
using Loyalty.Application.Members;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.GraphQL;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Api.Members;

/// <summary>An account as its tokens name it.</summary>
public readonly record struct SignInKey(string Issuer, string Subject);

/// <summary>The member whom the token stands for. All that members read hangs on this one.</summary>
public static class CurrentMember
{
    /// <exception cref="Loyalty.GraphQL.GraphQLException">the account belongs to no member, or to one whose account is
    /// closed.</exception>
    public static async Task<Member> RequireAsync(
        this IDataLoader<SignInKey, Member> memberBySignIn,
        ClaimsPrincipal user,
        CancellationToken cancellationToken
    )
    {
        var key = new SignInKey(user.FindFirstValue("iss") ?? "", user.FindFirstValue("sub") ?? "");
        var member = await memberBySignIn.LoadAsync(key, cancellationToken) ?? throw new MemberNotLinked().ToGraphQL();
        return member.Status is MemberStatus.Closed or MemberStatus.Merged
            ? throw new MemberRefusals.MemberClosed().ToGraphQL()
            : member;
    }

    /// <summary>A request has one caller, hence one key.</summary>
    [DataLoader]
    public static async Task<IReadOnlyDictionary<SignInKey, Member>> GetMemberBySignInAsync(
        IReadOnlyList<SignInKey> keys,
        IDbContextFactory<LoyaltyDbContext> contexts,
        CancellationToken cancellationToken
    )
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var members = new Dictionary<SignInKey, Member>();
        foreach (var (issuer, subject) in keys)
        {
            var member = await BySignIn.On(context)(context, issuer, subject, cancellationToken);
            if (member is not null)
            {
                members.Add(new SignInKey(issuer, subject), member);
            }
        }

        return members;
    }

    private static readonly KeptQuery<
        Func<LoyaltyDbContext, string, string, CancellationToken, Task<Member?>>
    > BySignIn = new(() =>
        EF.CompileAsyncQuery(
            (LoyaltyDbContext context, string issuer, string subject, CancellationToken _) =>
                (
                    from signIn in context.MemberSignIns
                    where signIn.Issuer == issuer && signIn.Subject == subject
                    join linked in context.Members.AsNoTracking() on signIn.MemberId equals linked.Id
                    select linked
                ).FirstOrDefault()
        )
    );

    /// <summary>Whoever signed in is not known as a member, or not yet.</summary>
    public sealed record MemberNotLinked()
        : Refusal(
            "member-not-linked",
            RefusalKind.NotAllowed,
            "This account is not attached to a member of the club. The club's staff can attach it."
        );
}
