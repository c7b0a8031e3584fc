using System.Linq.Expressions;
using Loyalty.Domain;
using Loyalty.Domain.Points;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Loyalty.Storage.Conventions;

/// <summary>Every id type of the domain is kept as the UUID inside it.</summary>
internal static class IdentifierConvention
{
    public static void Apply(ModelConfigurationBuilder builder)
    {
        var idTypes = typeof(IIdentifier<>)
            .Assembly.GetTypes()
            .Where(type =>
                type.IsValueType
                && type.GetInterfaces()
                    .Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IIdentifier<>))
            );
        foreach (var type in idTypes)
        {
            builder.Properties(type).HaveConversion(typeof(IdentifierConverter<>).MakeGenericType(type));
        }
    }
}

internal sealed class IdentifierConverter<TId>() : ValueConverter<TId, Guid>(id => id.Value, ToId)
    where TId : struct, IIdentifier<TId>
{
    // Built by hand: an expression tree in C# cannot name a static abstract member.
    private static readonly Expression<Func<Guid, TId>> ToId = MakeToId();

    private static Expression<Func<Guid, TId>> MakeToId()
    {
        var value = Expression.Parameter(typeof(Guid), "value");
        return Expression.Lambda<Func<Guid, TId>>(
            Expression.New(typeof(TId).GetConstructor([typeof(Guid)])!, value),
            value
        );
    }
}

internal sealed class MoneyCurrencyConverter()
    : ValueConverter<MoneyCurrency, string>(currency => currency.Code, code => MoneyCurrency.Parse(code));

internal sealed class PointCurrencyCodeConverter()
    : ValueConverter<PointCurrencyCode, string>(code => code.Value, text => PointCurrencyCode.Parse(text));
