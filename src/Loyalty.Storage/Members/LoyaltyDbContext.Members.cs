using Loyalty.Domain.Members;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Storage;

public abstract partial class LoyaltyDbContext
{
    public DbSet<Member> Members => Set<Member>();
}
