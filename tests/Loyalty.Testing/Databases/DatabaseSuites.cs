using System.Reflection;
using Xunit.v3;

namespace Loyalty.Testing;

/// <summary>Finds suites that were written for all databases but leave one out.</summary>
public static class DatabaseSuites
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    /// <summary>
    /// One line for each suite that lacks <c>OnSqlite</c>, <c>OnPostgreSql</c> or <c>OnSqlServer</c>, where a suite is an
    /// abstract class with tests whose constructor takes a <see cref="DatabaseProvider"/>. Empty when each is complete.
    /// </summary>
    public static IReadOnlyList<string> Incomplete(Assembly assembly) =>
        [.. assembly.GetTypes().Where(IsSuite).SelectMany(suite => Incomplete(suite, assembly.GetTypes()))];

    /// <inheritdoc cref="Incomplete(Assembly)"/>
    /// <param name="suite">The abstract class.</param>
    /// <param name="types">Where its subclasses are looked for.</param>
    public static IEnumerable<string> Incomplete(Type suite, IEnumerable<Type> types)
    {
        var present = types.Where(type => type.BaseType == suite && !type.IsAbstract).Select(type => type.Name);
        return Enum.GetNames<DatabaseProvider>()
            .Select(provider => $"On{provider}")
            .Except(present, StringComparer.Ordinal)
            .Select(missing => $"{suite.Name} lacks {missing}");
    }

    internal static bool IsSuite(Type type) =>
        type.IsAbstract
        && type.GetConstructors(Declared)
            .SelectMany(constructor => constructor.GetParameters())
            .Any(parameter => parameter.ParameterType == typeof(DatabaseProvider))
        && type.GetMethods(Declared)
            .Any(method => method.GetCustomAttributes().Any(attribute => attribute is IFactAttribute));
}
