using System.Linq.Expressions;
using Loyalty.Domain.Members;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Loyalty.Storage.Members;

internal static class MemberKeys
{
    /// <summary>Rows of a member go when erasure takes them, table by table, never by a cascade.</summary>
    public static void BelongsToMember<T>(this EntityTypeBuilder<T> builder, Expression<Func<T, object?>> memberId)
        where T : class =>
        builder.HasOne<Member>().WithMany().HasForeignKey(memberId).OnDelete(DeleteBehavior.Restrict);
}
