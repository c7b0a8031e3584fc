using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Loyalty.Storage.Conventions;

/// <summary>
/// Text that is compared character by character: identifiers, numbers, folded search keys. Without this SQL Server takes
/// "a" and "A" for the same key, and PostgreSQL cannot use an index for a range of text.
/// </summary>
internal static class OrdinalConvention
{
    private const string Annotation = "Loyalty:Ordinal";

    public static PropertyBuilder<T> IsOrdinal<T>(this PropertyBuilder<T> property) =>
        property.HasAnnotation(Annotation, value: true);

    public static void Apply(ModelBuilder builder, string? providerName)
    {
        // SQLite compares so by itself.
        var collation = providerName switch
        {
            "Npgsql.EntityFrameworkCore.PostgreSQL" => "C",
            "Microsoft.EntityFrameworkCore.SqlServer" => "Latin1_General_100_BIN2",
            _ => null,
        };
        foreach (var property in builder.Model.GetEntityTypes().SelectMany(entity => entity.GetProperties()))
        {
            if (property.FindAnnotation(Annotation) is null)
            {
                continue;
            }

            property.RemoveAnnotation(Annotation);
            if (collation is not null)
            {
                property.SetCollation(collation);
            }
        }
    }
}
