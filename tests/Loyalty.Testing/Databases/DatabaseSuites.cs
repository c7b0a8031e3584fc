using System.Reflection;

namespace Loyalty.Testing;

/// <summary>Finds suites that were written for all databases but leave one out.</summary>
public static class DatabaseSuites
{
    /// <summary>
    /// One line for each abstract class below <see cref="DatabaseTests"/> with tests' subclasses that lack
    /// <c>OnSqlite</c>, <c>OnPostgreSql</c> or <c>OnSqlServer</c>. Empty when every suite names every provider.
    /// </summary>
    public static IReadOnlyList<string> Incomplete(Assembly assembly) =>
        Incomplete(assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(DatabaseTests))));

    /// <inheritdoc cref="Incomplete(Assembly)"/>
    public static IReadOnlyList<string> Incomplete(IEnumerable<Type> types)
    {
        var wanted = Enum.GetNames<DatabaseProvider>().Select(provider => $"On{provider}").ToArray();
        var all = types.ToArray();
        var suites = all.Where(type => !type.IsAbstract).GroupBy(type => type.BaseType!).ToArray();
        var named = suites.SelectMany(suite => MissingFrom(suite.Key, [.. suite.Select(type => type.Name)], wanted));
        // An abstract class without any subclass runs nowhere at all.
        var barren = all.Where(type => type.IsAbstract && !all.Any(other => other.IsSubclassOf(type)))
            .Select(type => $"{type.Name} runs on no database");
        return [.. named, .. barren];
    }

    private static IEnumerable<string> MissingFrom(Type suite, string[] present, string[] wanted) =>
        wanted.Except(present, StringComparer.Ordinal).Select(missing => $"{suite.Name} lacks {missing}");
}
