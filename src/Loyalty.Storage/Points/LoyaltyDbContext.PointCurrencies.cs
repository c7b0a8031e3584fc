using Loyalty.Domain.Points;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Storage;

public abstract partial class LoyaltyDbContext
{
    public DbSet<PointCurrency> PointCurrencies => Set<PointCurrency>();
}
