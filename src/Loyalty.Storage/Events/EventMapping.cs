using Loyalty.Domain.Events;
using Loyalty.Storage.Conventions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Loyalty.Storage.Events;

internal sealed class ClubEventMapping : IEntityTypeConfiguration<ClubEvent>
{
    public void Configure(EntityTypeBuilder<ClubEvent> builder)
    {
        builder.ToTable("club_events");
        builder.HasKey(one => one.Number);
        builder.Property(one => one.Number).ValueGeneratedOnAdd();
        builder.Property(one => one.Type).HasMaxLength(ClubEvent.TypeLengthMax).IsOrdinal();
        builder.Property(one => one.Body).HasMaxLength(-1);
        builder.HasIndex(one => one.Id).IsUnique();
        builder.HasIndex(one => one.Number).HasFilter("dispatched_at IS NULL");
        // The sweep, and replays by time.
        builder.HasIndex(one => one.HappenedAt);
    }
}

internal sealed class EventSubscriptionMapping : IEntityTypeConfiguration<EventSubscription>
{
    public void Configure(EntityTypeBuilder<EventSubscription> builder)
    {
        builder.ToTable("event_subscriptions");
        builder.HasKey(subscription => subscription.Id);
        builder.Property(subscription => subscription.Id).ValueGeneratedNever();
        builder.Property(subscription => subscription.Url).HasMaxLength(EventSubscription.UrlLengthMax).IsOrdinal();
        builder.Property(subscription => subscription.Description).HasMaxLength(EventSubscription.DescriptionLengthMax);
        builder.Property(subscription => subscription.Types).HasMaxLength(EventSubscription.TypesLengthMax);
        builder.Property(subscription => subscription.EncryptedKey).HasMaxLength(2_000);
        builder.Property(subscription => subscription.EncryptedPreviousKey).HasMaxLength(2_000);
        builder.Ignore(subscription => subscription.TypeList);
        builder.HasIndex(subscription => subscription.Url).IsUnique();
    }
}

internal sealed class EventDeliveryMapping : IEntityTypeConfiguration<EventDelivery>
{
    public void Configure(EntityTypeBuilder<EventDelivery> builder)
    {
        builder.ToTable("event_deliveries");
        // Queuing an event twice for a subscription meets the key.
        builder.HasKey(delivery => new { delivery.SubscriptionId, delivery.EventNumber });
        builder.Property(delivery => delivery.LastError).HasMaxLength(EventDelivery.ErrorLengthMax);
        builder
            .HasOne<EventSubscription>()
            .WithMany()
            .HasForeignKey(delivery => delivery.SubscriptionId)
            .OnDelete(DeleteBehavior.Cascade);
        builder
            .HasOne<ClubEvent>()
            .WithMany()
            .HasForeignKey(delivery => delivery.EventNumber)
            .OnDelete(DeleteBehavior.Cascade);
        // What comes next in a lane.
        builder
            .HasIndex(delivery => new
            {
                delivery.SubscriptionId,
                delivery.MemberId,
                delivery.EventNumber,
            })
            .HasFilter("state = 'Pending'");
        // The oldest that waits.
        builder
            .HasIndex(delivery => new { delivery.SubscriptionId, delivery.QueuedAt })
            .HasFilter("state = 'Pending'");
        builder
            .HasIndex(delivery => new
            {
                delivery.State,
                delivery.SubscriptionId,
                delivery.EventNumber,
            })
            .HasFilter("state = 'Dead'");
        builder.HasIndex(delivery => new { delivery.MemberId, delivery.EventNumber });
    }
}

internal sealed class EventAttemptMapping : IEntityTypeConfiguration<EventAttempt>
{
    public void Configure(EntityTypeBuilder<EventAttempt> builder)
    {
        builder.ToTable("event_attempts");
        builder.HasKey(attempt => new
        {
            attempt.SubscriptionId,
            attempt.EventNumber,
            attempt.Number,
        });
        // "at" is a word of SQL.
        builder.Property(attempt => attempt.At).HasColumnName("tried_at");
        builder.Property(attempt => attempt.Error).HasMaxLength(EventDelivery.ErrorLengthMax);
        builder
            .HasOne<EventDelivery>()
            .WithMany()
            .HasForeignKey(attempt => new { attempt.SubscriptionId, attempt.EventNumber })
            .OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class EventLaneMapping : IEntityTypeConfiguration<EventLane>
{
    public void Configure(EntityTypeBuilder<EventLane> builder)
    {
        builder.ToTable("event_lanes");
        builder.HasKey(lane => new { lane.SubscriptionId, lane.MemberId });
        builder
            .HasOne<EventSubscription>()
            .WithMany()
            .HasForeignKey(lane => lane.SubscriptionId)
            .OnDelete(DeleteBehavior.Cascade);
        builder
            .HasIndex(lane => new { lane.SubscriptionId, lane.NextAttemptAt })
            .HasFilter("next_attempt_at IS NOT NULL");
    }
}
