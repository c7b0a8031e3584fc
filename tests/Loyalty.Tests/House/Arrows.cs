using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Loyalty.Tests.House;

/// <summary>
/// Which project may know which. Each rule takes its input as an argument, so that the tests can prove on a bad sample
/// that it bites, and returns one line per offence.
/// </summary>
internal static partial class Arrows
{
    /// <summary>What a project file may name: the next project down, no shortcuts.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Direct = new Dictionary<string, string[]>
    {
        ["Loyalty.Api"] = ["Loyalty.Application", "Loyalty.GraphQL", "Loyalty.Identity"],
        ["Loyalty.Application"] = ["Loyalty.Storage"],
        ["Loyalty.Storage"] = ["Loyalty.Domain"],
        ["Loyalty.Domain"] = [],
        ["Loyalty.GraphQL"] = [],
        ["Loyalty.Identity"] = [],
    };

    /// <summary>Everything that lies below a project: what its code may use.</summary>
    public static IReadOnlySet<string> Below(string project) =>
        Direct[project].SelectMany(next => Below(next).Append(next)).ToHashSet(StringComparer.Ordinal);

    public static IEnumerable<string> InProjectFile(string project, string xml)
    {
        var items = XDocument.Parse(xml).Descendants().ToArray();
        var references = items
            .Where(item => item.Name.LocalName == "ProjectReference")
            .Select(item => Path.GetFileNameWithoutExtension(Include(item).Replace('\\', '/')));
        foreach (var reference in references.Except(Direct[project], StringComparer.Ordinal))
            yield return $"{project}.csproj refers to {reference}";
        if (project != "Loyalty.Domain")
            yield break;
        var packages = items.Where(item =>
            item.Name.LocalName is "PackageReference" or "FrameworkReference" or "Reference"
        );
        foreach (var package in packages)
            yield return $"{project}.csproj refers to {Include(package)}, and the domain needs the base class library only";
    }

    private static string Include(XElement item) => item.Attribute("Include")?.Value ?? "";

    /// <summary>Namespaces in source text, as <c>using</c> or as part of a qualified name; comments do not count.</summary>
    public static IEnumerable<string> InSource(string project, string file, string text)
    {
        var allowed = Below(project).Append(project).ToArray();
        var used = HouseNamespace()
            .Matches(Comment().Replace(text, ""))
            .Select(match => match.Value)
            .Distinct(StringComparer.Ordinal);
        foreach (var name in used.Where(name => Direct.ContainsKey(name) && !allowed.Contains(name)))
            yield return $"{file} uses {name}";
    }

    /// <summary>A namespace declared by a project lies under the project's own name.</summary>
    public static IEnumerable<string> InNamespace(string project, string file, string text) =>
        from Match declaration in NamespaceDeclaration().Matches(text)
        let name = declaration.Groups["name"].Value
        where name != project && !name.StartsWith(project + ".", StringComparison.Ordinal)
        // Where whoever sets up a host has the framework's own Add… and Map… methods already.
        where
            !(
                project is "Loyalty.GraphQL" or "Loyalty.Identity"
                && name is "Microsoft.AspNetCore.Builder" or "Microsoft.Extensions.DependencyInjection"
            )
        select $"{file} declares {name}";

    /// <summary>What the compiler wrote into an assembly; the domain may rest on the base class library only.</summary>
    public static IEnumerable<string> InAssembly(
        string project,
        IEnumerable<string> referenced,
        Func<string, bool> isBaseLibrary
    )
    {
        var allowed = Below(project);
        foreach (var reference in referenced)
        {
            if (Direct.ContainsKey(reference) && !allowed.Contains(reference))
                yield return $"{project}.dll refers to {reference}";
            if (project == "Loyalty.Domain" && !Direct.ContainsKey(reference) && !isBaseLibrary(reference))
                yield return $"{project}.dll refers to {reference}, and the domain needs the base class library only";
        }
    }

    [GeneratedRegex(@"\bLoyalty\.\w+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex HouseNamespace();

    [GeneratedRegex(@"^\s*//.*$", RegexOptions.Multiline, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Comment();

    [GeneratedRegex(@"^namespace\s+(?<name>[\w.]+)", RegexOptions.Multiline, matchTimeoutMilliseconds: 5000)]
    private static partial Regex NamespaceDeclaration();
}
