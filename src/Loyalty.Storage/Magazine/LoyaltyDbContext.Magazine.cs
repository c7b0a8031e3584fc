using Loyalty.Domain.Magazine;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Storage;

public abstract partial class LoyaltyDbContext
{
    public DbSet<Publication> Publications => Set<Publication>();

    public DbSet<Issue> Issues => Set<Issue>();

    public DbSet<MagazineSubscription> MagazineSubscriptions => Set<MagazineSubscription>();

    public DbSet<MagazineCopy> MagazineCopies => Set<MagazineCopy>();

    public DbSet<ReturnedAddress> ReturnedAddresses => Set<ReturnedAddress>();
}
