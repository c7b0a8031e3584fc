using System.Text.Json;
using System.Text.Json.Serialization;
using Loyalty.Domain;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Loyalty.Storage.Partners;

internal sealed class PartnerMapping : IEntityTypeConfiguration<Partner>
{
    public void Configure(EntityTypeBuilder<Partner> builder)
    {
        builder.ToTable("partners");
        builder.HasKey(partner => partner.Id);
        builder.Property(partner => partner.Id).ValueGeneratedNever();
        builder.Property(partner => partner.Slug).HasMaxLength(Partner.SlugLengthMax);
        builder.Property(partner => partner.Name).HasMaxLength(Partner.NameLengthMax);
        builder.HasIndex(partner => partner.Slug).IsUnique();
        builder
            .Property(partner => partner.Contract)
            .HasConversion(new ContractConverter(), new ContractComparer())
            .HasMaxLength(-1);
    }

    /// <summary>The contract is read and written as a whole and never searched, hence one text.</summary>
    private sealed class ContractConverter()
        : ValueConverter<PartnerContract, string>(contract => ToText(contract), text => FromText(text))
    {
        private static PartnerContract FromText(string text) =>
            JsonSerializer.Deserialize<PartnerContract>(text, Json)!;
    }

    private sealed class ContractComparer()
        : ValueComparer<PartnerContract>(
            (left, right) =>
                ReferenceEquals(left, right) || (left != null && right != null && ToText(left) == ToText(right)),
            contract => ToText(contract).GetHashCode(StringComparison.Ordinal),
            contract => contract
        );

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new CurrencyConverter(), new PointCurrencyConverter() },
    };

    private static string ToText(PartnerContract contract) => JsonSerializer.Serialize(contract, Json);

    private sealed class CurrencyConverter : JsonConverter<MoneyCurrency>
    {
        public override MoneyCurrency Read(
            ref Utf8JsonReader reader,
            Type typeToConvert,
            JsonSerializerOptions options
        ) => MoneyCurrency.Parse(reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, MoneyCurrency value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Code);
    }

    private sealed class PointCurrencyConverter : JsonConverter<PointCurrencyCode>
    {
        public override PointCurrencyCode Read(
            ref Utf8JsonReader reader,
            Type typeToConvert,
            JsonSerializerOptions options
        ) => PointCurrencyCode.Parse(reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, PointCurrencyCode value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Value);
    }
}

internal sealed class PartnerSecretMapping : IEntityTypeConfiguration<PartnerSecret>
{
    public void Configure(EntityTypeBuilder<PartnerSecret> builder)
    {
        builder.ToTable("partner_secrets");
        builder.HasKey(secret => secret.Id);
        builder.Property(secret => secret.Id).ValueGeneratedNever();
        builder.Property(secret => secret.EncryptedKey).HasMaxLength(1_000);
        builder.HasIndex(secret => new { secret.PartnerId, secret.CreatedAt });
        builder
            .HasOne<Partner>()
            .WithMany()
            .HasForeignKey(secret => secret.PartnerId)
            .OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class MemberLinkMapping : IEntityTypeConfiguration<MemberLink>
{
    public void Configure(EntityTypeBuilder<MemberLink> builder)
    {
        builder.ToTable("member_links");
        builder.HasKey(link => new { link.PartnerId, link.PartnerCustomerId });
        builder.Property(link => link.PartnerCustomerId).HasMaxLength(MemberLink.PartnerCustomerIdLengthMax);
        builder.HasIndex(link => new { link.MemberId, link.PartnerId });
    }
}
