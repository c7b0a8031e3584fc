using Loyalty.Domain.Partners;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Storage;

public abstract partial class LoyaltyDbContext
{
    public DbSet<Partner> Partners => Set<Partner>();

    public DbSet<PartnerSecret> PartnerSecrets => Set<PartnerSecret>();

    public DbSet<MemberLink> MemberLinks => Set<MemberLink>();

    public DbSet<PartnerEventRecord> PartnerEvents => Set<PartnerEventRecord>();
}
