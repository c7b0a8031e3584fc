using Loyalty.Domain.Gatherings;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Storage;

public abstract partial class LoyaltyDbContext
{
    public DbSet<Gathering> Gatherings => Set<Gathering>();

    public DbSet<GatheringInvitation> GatheringInvitations => Set<GatheringInvitation>();

    public DbSet<GatheringSignUp> GatheringSignUps => Set<GatheringSignUp>();
}
