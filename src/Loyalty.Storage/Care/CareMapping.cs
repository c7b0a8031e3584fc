using Loyalty.Domain;
using Loyalty.Domain.Care;
using Loyalty.Domain.Points;
using Loyalty.Storage.Conventions;
using Loyalty.Storage.Members;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Loyalty.Storage.Care;

internal sealed class CareRuleMapping : IEntityTypeConfiguration<CareRule>
{
    public void Configure(EntityTypeBuilder<CareRule> builder)
    {
        builder.ToTable("care_rules");
        builder.HasKey(rule => rule.Id);
        builder.Property(rule => rule.Id).ValueGeneratedNever();
        builder
            .Property(rule => rule.Definition)
            .HasConversion<DefinitionConverter<CareRuleDefinition>, DefinitionComparer<CareRuleDefinition>>()
            .HasMaxLength(-1);
        builder.HasIndex(rule => new { rule.Status, rule.Id });
    }
}

internal sealed class CareRuleVersionMapping : IEntityTypeConfiguration<CareRuleVersion>
{
    public void Configure(EntityTypeBuilder<CareRuleVersion> builder)
    {
        builder.ToTable("care_rule_versions");
        builder.HasKey(version => new { version.RuleId, version.Version });
        builder
            .Property(version => version.Definition)
            .HasConversion<DefinitionConverter<CareRuleDefinition>, DefinitionComparer<CareRuleDefinition>>()
            .HasMaxLength(-1);
        // "from" and "by" are words of SQL.
        builder.Property(version => version.From).HasColumnName("valid_from");
        builder
            .Property(version => version.By)
            .HasColumnName("changed_by")
            .HasMaxLength(LedgerOperation.ActorLengthMax);
        builder
            .HasOne<CareRule>()
            .WithMany()
            .HasForeignKey(version => version.RuleId)
            .OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class CareEventMapping : IEntityTypeConfiguration<CareEvent>
{
    public void Configure(EntityTypeBuilder<CareEvent> builder)
    {
        builder.ToTable("care_events");
        builder.HasKey(one => one.Id);
        builder.Property(one => one.Id).ValueGeneratedNever();
        builder.Property(one => one.Occasion).HasMaxLength(CareEvent.OccasionLengthMax).IsOrdinal();
        builder
            .Property(one => one.Facts)
            .HasConversion<DefinitionConverter<CareFacts>, DefinitionComparer<CareFacts>>()
            .HasMaxLength(1_000);
        builder.Property(one => one.Reason).HasMaxLength(CareEvent.ReasonLengthMax);
        builder.Property(one => one.TakenBy).HasMaxLength(LedgerOperation.ActorLengthMax);
        builder.Ignore(one => one.IsMade);
        builder.BelongsToMember(one => one.MemberId);
        builder.HasOne<CareRule>().WithMany().HasForeignKey(one => one.RuleId).OnDelete(DeleteBehavior.Restrict);
        builder
            .HasIndex(one => new
            {
                one.RuleId,
                one.MemberId,
                one.Occasion,
            })
            .IsUnique();
        // What is to be looked at, whether to be sent or to be closed.
        builder
            .HasIndex(one => new
            {
                one.Status,
                one.NextAt,
                one.Id,
            })
            .HasFilter("next_at IS NOT NULL");
        // How often a member was contacted lately.
        builder.HasIndex(one => new { one.MemberId, one.SentAt });
        // The call list, and the letters to print.
        builder
            .HasIndex(one => new
            {
                one.Status,
                one.Channel,
                one.Priority,
                one.SentAt,
                one.Id,
            })
            .IsDescending(false, false, true, false, false);
        // The calendar.
        builder.HasIndex(one => new { one.DueOn, one.Id });
        // What was planned last.
        builder.HasIndex(one => new { one.PlannedAt, one.Id });
        // The letters of a file.
        builder
            .HasOne<CareLetterFile>()
            .WithMany()
            .HasForeignKey(one => one.LetterFileId)
            .OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(one => new { one.LetterFileId, one.Id }).HasFilter("letter_file_id IS NOT NULL");
    }
}

internal sealed class CareSettingsMapping : IEntityTypeConfiguration<CareSettings>
{
    public void Configure(EntityTypeBuilder<CareSettings> builder)
    {
        builder.ToTable("care_settings");
        builder.HasKey(settings => settings.Id);
        builder.Property(settings => settings.Id).ValueGeneratedNever();
    }
}

internal sealed class CarePreferencesMapping : IEntityTypeConfiguration<CarePreferences>
{
    public void Configure(EntityTypeBuilder<CarePreferences> builder)
    {
        builder.ToTable("care_preferences");
        builder.HasKey(preferences => preferences.MemberId);
        builder.Property(preferences => preferences.MemberId).ValueGeneratedNever();
        builder.Property(preferences => preferences.TimeZone).HasMaxLength(Programme.TimeZoneLengthMax);
        builder
            .Property(preferences => preferences.Muted)
            .HasConversion<CareKindsConverter, CareKindsComparer>()
            .HasMaxLength(200);
        builder.BelongsToMember(preferences => preferences.MemberId);
    }
}

/// <summary>Kinds in one column, separated by blanks.</summary>
internal sealed class CareKindsConverter()
    : ValueConverter<IReadOnlyList<CareKind>, string>(kinds => string.Join(' ', kinds), text => Read(text))
{
    private static CareKind[] Read(string text) =>
        [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Enum.Parse<CareKind>)];
}

internal sealed class CareKindsComparer()
    : ValueComparer<IReadOnlyList<CareKind>>(
        (left, right) => left!.SequenceEqual(right!),
        kinds => kinds.Aggregate(0, (hash, kind) => HashCode.Combine(hash, kind)),
        kinds => kinds
    );
