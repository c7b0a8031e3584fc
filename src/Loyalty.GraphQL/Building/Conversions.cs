using System.Globalization;

namespace Loyalty.GraphQL.Building;

/// <summary>From the C# type of a scalar to other C# types that stand for it.</summary>
internal static class Conversions
{
    /// <summary>Finds how the coerced value of a scalar becomes the type of a C# member.</summary>
    /// <returns>Null when nothing is to be converted.</returns>
    public static Func<object?, object?>? FromScalar(Type runtimeType, Type target)
    {
        if (target.IsAssignableFrom(runtimeType))
            return null;
        if (target == typeof(DateTime))
            return value => value is DateTimeOffset instant ? instant.UtcDateTime : value;
        if (runtimeType == typeof(string))
            return value => value is string text ? FromText(text, target) : value;
        return value => value is null ? null : FromNumber(value, target);
    }

    private static object? FromText(string text, Type target)
    {
        object? parsed = target switch
        {
            _ when target == typeof(Guid) => Guid.TryParse(text, out var id) ? id : null,
            _ when target == typeof(int) => int.TryParse(text, CultureInfo.InvariantCulture, out var n) ? n : null,
            _ when target == typeof(long) => long.TryParse(text, CultureInfo.InvariantCulture, out var n) ? n : null,
            _ when target == typeof(char) => text.Length == 1 ? text[0] : null,
            _ => FromParsable(text, target),
        };
        return parsed ?? throw new GraphQLException("The value has no valid format.");
    }

    // Ids of a type of their own are read by their TryParse(string, IFormatProvider, out T).
    private static object? FromParsable(string text, Type target)
    {
        var method = target.GetMethod("TryParse", [typeof(string), typeof(IFormatProvider), target.MakeByRefType()]);
        if (method is null)
            throw new GraphQLException("The value cannot be read.");
        object?[] arguments = [text, CultureInfo.InvariantCulture, null];
        return method.Invoke(null, arguments) is true ? arguments[2] : null;
    }

    private static object FromNumber(object value, Type target)
    {
        try
        {
            return Convert.ChangeType(value, target, CultureInfo.InvariantCulture);
        }
        catch (OverflowException)
        {
            throw new GraphQLException($"{value} does not fit.");
        }
    }
}
