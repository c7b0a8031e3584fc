using Loyalty.Domain;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Storage.Conventions;

internal static class VersionConvention
{
    public static void Apply(ModelBuilder builder)
    {
        foreach (var entity in builder.Model.GetEntityTypes())
        {
            if (typeof(IVersioned).IsAssignableFrom(entity.ClrType))
            {
                builder.Entity(entity.ClrType).Property(nameof(IVersioned.Version)).IsConcurrencyToken();
            }
        }
    }
}
