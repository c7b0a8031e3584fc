using Loyalty.Domain.Events;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Storage;

public abstract partial class LoyaltyDbContext
{
    public DbSet<ClubEvent> ClubEvents => Set<ClubEvent>();

    public DbSet<EventSubscription> EventSubscriptions => Set<EventSubscription>();

    public DbSet<EventDelivery> EventDeliveries => Set<EventDelivery>();

    public DbSet<EventAttempt> EventAttempts => Set<EventAttempt>();

    public DbSet<EventLane> EventLanes => Set<EventLane>();
}
