using Loyalty.Domain.Members;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Loyalty.Storage.Members;

/// <summary>How the members' own value types are kept, wherever they stand.</summary>
internal static class MemberConventions
{
    public static void Apply(ModelConfigurationBuilder builder)
    {
        builder
            .Properties<CardNumber>()
            .HaveConversion<CardNumberConverter>()
            .HaveMaxLength(CardNumber.LengthMax)
            .AreUnicode(unicode: false);
        builder.Properties<Vin>().HaveConversion<VinConverter>().HaveMaxLength(Vin.Length).AreUnicode(unicode: false);
    }

    private sealed class CardNumberConverter()
        : ValueConverter<CardNumber, string>(number => number.Value, text => CardNumber.Parse(text));

    private sealed class VinConverter() : ValueConverter<Vin, string>(vin => vin.Value, text => Vin.Parse(text));
}
