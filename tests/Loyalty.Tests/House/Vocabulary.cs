namespace Loyalty.Tests.House;

/// <summary>The words that may name folders of the source.</summary>
internal static class Vocabulary
{
    /// <summary>The nouns of the club: the same on every floor, so that one word opens the feature everywhere.</summary>
    private static readonly string[] Nouns =
    [
        "Members",
        "Partners",
        "Points",
        "Earning",
        "Tiers",
        "Rewards",
        "Offers",
        "Magazine",
        "Care",
        "Gatherings",
        // What spans the club: who works for it, what leaves it, and the invented club for Development.
        "Staff",
        "Events",
        "Import",
        "Seeding",
    ];

    /// <summary>What only one floor has.</summary>
    private static readonly Dictionary<string, string[]> OwnWords = new()
    {
        ["Loyalty.Domain"] = [],
        ["Loyalty.Storage"] = ["Conventions", "Migrations", "Redis", "Sqlite", "PostgreSql", "SqlServer"],
        ["Loyalty.Application"] = ["Jobs", "Notices", "Validation"],
        ["Loyalty.Api"] =
        [
            "Authentication",
            "CommandLine",
            "Http",
            "GraphQL",
            "Health",
            "Telemetry",
            "Properties",
            "wwwroot",
        ],
    };

    /// <summary>Names that say what kind of class lies within, and not what it is about.</summary>
    private static readonly string[] Empty =
    [
        "Services",
        "Helpers",
        "Dtos",
        "Utils",
        "Utilities",
        "Common",
        "Managers",
        "Handlers",
        "Interfaces",
        "Implementations",
        "Abstractions",
        "Shared",
        "Misc",
        "Extensions",
        "Repositories",
        "Models",
        "Entities",
    ];

    /// <summary>One line for each folder whose name is not of the house. Libraries that know nothing of loyalty choose their own nouns.</summary>
    public static IEnumerable<string> StrangeFolders(IEnumerable<string> files)
    {
        var folders = files
            .Select(file => file.Split('/'))
            .Where(parts => parts is ["src", _, _, _, ..])
            .Select(parts => (Project: parts[1], Path: parts[2..^1]))
            .DistinctBy(folder => (folder.Project, string.Join('/', folder.Path)));
        foreach (var (project, path) in folders)
        {
            var shown = $"src/{project}/{string.Join('/', path)}";
            if (OwnWords.TryGetValue(project, out var own) && !Nouns.Contains(path[0]) && !own.Contains(path[0]))
                yield return $"{shown} is not a noun of the house";
            foreach (var name in path.Intersect(Empty, StringComparer.OrdinalIgnoreCase))
                yield return $"{shown}: {name} says nothing of what lies there";
        }
    }
}
