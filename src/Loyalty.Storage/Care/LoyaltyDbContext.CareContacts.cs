using Loyalty.Domain.Care;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Storage;

public abstract partial class LoyaltyDbContext
{
    public DbSet<CareReport> CareReports => Set<CareReport>();

    public DbSet<CareLetterFile> CareLetterFiles => Set<CareLetterFile>();

    public DbSet<Complaint> Complaints => Set<Complaint>();
}
