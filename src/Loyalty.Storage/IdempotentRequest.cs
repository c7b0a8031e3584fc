using Loyalty.Domain.Members;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Loyalty.Storage;

/// <summary>A change that was made under an <c>Idempotency-Key</c>, and the answer that it got.</summary>
public sealed class IdempotentRequest
{
    /// <summary>Who called: the token's subject, or its client. A key of one caller says nothing to another.</summary>
    public required string Caller { get; init; }

    public required string Key { get; init; }

    /// <summary>SHA-256 over method, path and body.</summary>
    public required byte[] RequestHash { get; init; }

    public int StatusCode { get; set; }

    public byte[] Body { get; set; } = [];

    public string? ContentType { get; set; }

    public string? ETag { get; set; }

    public string? Location { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Whom the answer is about, so that it goes when the member's data is erased. Null when it is about no member, or
    /// about several.</summary>
    public MemberId? MemberId { get; set; }
}

internal sealed class IdempotentRequestMapping : IEntityTypeConfiguration<IdempotentRequest>
{
    public void Configure(EntityTypeBuilder<IdempotentRequest> builder)
    {
        builder.ToTable("idempotent_requests");
        builder.HasKey(request => new { request.Caller, request.Key });
        builder.Property(request => request.Caller).HasMaxLength(255).IsUnicode(false);
        builder.Property(request => request.Key).HasMaxLength(255);
        builder.Property(request => request.RequestHash).HasMaxLength(32);
        builder.HasIndex(request => request.CreatedAt);
        builder.HasIndex(request => request.MemberId);
    }
}

public abstract partial class LoyaltyDbContext
{
    public DbSet<IdempotentRequest> IdempotentRequests => Set<IdempotentRequest>();
}
