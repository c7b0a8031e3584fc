using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;
using Loyalty.Domain.Rewards;
using Loyalty.Storage.Members;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Loyalty.Storage.Rewards;

internal sealed class RedemptionMapping : IEntityTypeConfiguration<Redemption>
{
    public void Configure(EntityTypeBuilder<Redemption> builder)
    {
        builder.ToTable("redemptions");
        builder.HasKey(redemption => redemption.Id);
        builder.Property(redemption => redemption.Id).ValueGeneratedNever();
        builder.Property(redemption => redemption.ContentHash).HasMaxLength(32).IsFixedLength();
        builder.Property(redemption => redemption.Product).HasMaxLength(RewardFulfilment.ProductLengthMax);
        builder.Property(redemption => redemption.EncryptedDelivery).HasMaxLength(-1);
        builder.Property(redemption => redemption.EncryptedContent).HasMaxLength(-1);
        builder.Property(redemption => redemption.Reference).HasMaxLength(Redemption.ReferenceLengthMax);
        builder.Property(redemption => redemption.Carrier).HasMaxLength(Redemption.ReferenceLengthMax);
        builder.Property(redemption => redemption.Cause).HasMaxLength(Redemption.CauseLengthMax);
        builder.Ignore(redemption => redemption.HasPoints);
        builder.Ignore(redemption => redemption.IsEnded);
        builder.Ignore(redemption => redemption.IsAtOnce);
        builder.Ignore(redemption => redemption.IsSpentFirst);
        builder.Ignore(redemption => redemption.UsableUntil);
        builder.Ignore(redemption => redemption.Units);
        builder.BelongsToMember(redemption => redemption.MemberId);
        builder
            .HasOne<Reward>()
            .WithMany()
            .HasForeignKey(redemption => redemption.RewardId)
            .OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(redemption => new
        {
            redemption.MemberId,
            redemption.RequestedAt,
            redemption.Id,
        });
        builder.HasIndex(redemption => new { redemption.RewardId, redemption.RequestedAt });
        // What the platform is to look at.
        builder
            .HasIndex(redemption => new { redemption.NextAttemptAt, redemption.Id })
            .HasFilter("next_attempt_at IS NOT NULL");
        // Work lists, and what a partner has in hand.
        builder.HasIndex(redemption => new
        {
            redemption.Status,
            redemption.Method,
            redemption.RequestedAt,
            redemption.Id,
        });
        builder.HasIndex(redemption => new { redemption.PartnerId, redemption.RequestedAt });
        // Statements of partners who are paid for what they deliver.
        builder
            .HasIndex(redemption => new
            {
                redemption.PartnerId,
                redemption.FulfilledAt,
                redemption.Id,
            })
            .HasFilter("cost IS NOT NULL AND fulfilled_at IS NOT NULL");
        builder
            .HasIndex(redemption => new
            {
                redemption.PartnerId,
                redemption.TakenBackAt,
                redemption.Id,
            })
            .HasFilter("cost IS NOT NULL AND taken_back_at IS NOT NULL");
    }
}

internal sealed class RedemptionTransitionMapping : IEntityTypeConfiguration<RedemptionTransition>
{
    public void Configure(EntityTypeBuilder<RedemptionTransition> builder)
    {
        builder.ToTable("redemption_transitions");
        builder.HasKey(transition => new { transition.RedemptionId, transition.Number });
        builder.Property(transition => transition.By).HasMaxLength(LedgerOperation.ActorLengthMax);
        builder.Property(transition => transition.Cause).HasMaxLength(Redemption.CauseLengthMax);
        builder.Property(transition => transition.Detail).HasMaxLength(RedemptionTransition.DetailLengthMax);
        // "from", "to" and "by" are words of SQL.
        builder.Property(transition => transition.From).HasColumnName("from_status");
        builder.Property(transition => transition.To).HasColumnName("to_status");
        builder.Property(transition => transition.By).HasColumnName("done_by");
        builder.Property(transition => transition.At).HasColumnName("done_at");
        builder
            .HasOne<Redemption>()
            .WithMany()
            .HasForeignKey(transition => transition.RedemptionId)
            .OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class RedemptionEndpointMapping : IEntityTypeConfiguration<RedemptionEndpoint>
{
    public void Configure(EntityTypeBuilder<RedemptionEndpoint> builder)
    {
        builder.ToTable("redemption_endpoints");
        builder.HasKey(endpoint => endpoint.PartnerId);
        builder.Property(endpoint => endpoint.PartnerId).ValueGeneratedNever();
        builder.Property(endpoint => endpoint.Url).HasMaxLength(RedemptionEndpoint.UrlLengthMax);
        builder.Property(endpoint => endpoint.TokenUrl).HasMaxLength(RedemptionEndpoint.UrlLengthMax);
        builder.Property(endpoint => endpoint.ClientId).HasMaxLength(RedemptionEndpoint.ClientIdLengthMax);
        builder.Property(endpoint => endpoint.Scope).HasMaxLength(RedemptionEndpoint.ScopeLengthMax);
        builder.Property(endpoint => endpoint.EncryptedSecret).HasMaxLength(2_000);
        builder
            .HasOne<Partner>()
            .WithOne()
            .HasForeignKey<RedemptionEndpoint>(endpoint => endpoint.PartnerId)
            .OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class OrderDifferenceMapping : IEntityTypeConfiguration<OrderDifference>
{
    public void Configure(EntityTypeBuilder<OrderDifference> builder)
    {
        builder.ToTable("order_differences");
        builder.HasKey(difference => difference.Id);
        builder.Property(difference => difference.Id).ValueGeneratedNever();
        builder.Property(difference => difference.OrderId).HasMaxLength(Redemption.ReferenceLengthMax);
        builder.Property(difference => difference.ResolvedBy).HasMaxLength(LedgerOperation.ActorLengthMax);
        builder.Property(difference => difference.Note).HasMaxLength(OrderDifference.NoteLengthMax);
        builder
            .HasIndex(difference => new { difference.PartnerId, difference.OrderId })
            .IsUnique()
            .HasFilter("resolved_at IS NULL");
        builder.HasIndex(difference => new { difference.PartnerId, difference.Id });
    }
}
