using Loyalty.Domain.Partners;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Storage;

public abstract partial class LoyaltyDbContext
{
    public DbSet<Partner> Partners => Set<Partner>();

    public DbSet<PartnerSecret> PartnerSecrets => Set<PartnerSecret>();

    public DbSet<MemberLink> MemberLinks => Set<MemberLink>();

    public DbSet<PartnerClient> PartnerClients => Set<PartnerClient>();

    public DbSet<LinkToken> LinkTokens => Set<LinkToken>();

    public DbSet<Reconciliation> Reconciliations => Set<Reconciliation>();

    public DbSet<ReconciliationLine> ReconciliationLines => Set<ReconciliationLine>();

    public DbSet<ClearingStatement> ClearingStatements => Set<ClearingStatement>();

    public DbSet<ClearingPage> ClearingPages => Set<ClearingPage>();

    public DbSet<LineDispute> LineDisputes => Set<LineDispute>();

    public DbSet<DisputeStep> DisputeSteps => Set<DisputeStep>();

    public DbSet<PrepaidBlock> PrepaidBlocks => Set<PrepaidBlock>();

    public DbSet<PartnerEventRecord> PartnerEvents => Set<PartnerEventRecord>();
}
