using Loyalty.Domain.Partners;
using Loyalty.Storage.Conventions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Loyalty.Storage.Partners;

internal sealed class PartnerClientMapping : IEntityTypeConfiguration<PartnerClient>
{
    public void Configure(EntityTypeBuilder<PartnerClient> builder)
    {
        builder.ToTable("partner_clients");
        builder.HasKey(client => client.ClientId);
        builder.Property(client => client.ClientId).HasMaxLength(PartnerClient.ClientIdLengthMax).IsOrdinal();
        builder.Property(client => client.BoundBy).HasMaxLength(PartnerClient.BoundByLengthMax);
        builder.HasIndex(client => new { client.PartnerId, client.ClientId });
        builder
            .HasOne<Partner>()
            .WithMany()
            .HasForeignKey(client => client.PartnerId)
            .OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class LinkTokenMapping : IEntityTypeConfiguration<LinkToken>
{
    public void Configure(EntityTypeBuilder<LinkToken> builder)
    {
        builder.ToTable("link_tokens");
        builder.HasKey(token => token.TokenHash);
        builder.Property(token => token.TokenHash).HasMaxLength(32).IsFixedLength();
        builder.HasIndex(token => token.ExpiresAt);
        builder.HasIndex(token => new { token.MemberId, token.CreatedAt });
    }
}
