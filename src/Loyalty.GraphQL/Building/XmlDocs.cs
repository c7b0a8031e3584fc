using System.Collections.Concurrent;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace Loyalty.GraphQL.Building;

/// <summary>Descriptions from <see cref="GraphQLDescriptionAttribute"/>, else from the XML file beside the assembly.</summary>
internal static partial class XmlDocs
{
    private static readonly ConcurrentDictionary<Assembly, Dictionary<string, XElement>> Files = new();

    public static string? Of(MemberInfo member)
    {
        if (member.GetCustomAttribute<GraphQLDescriptionAttribute>() is { } given)
            return given.Description;
        var text = Text(Find(member)?.Element("summary"));
        // The properties of a positional record are documented as parameters of the record.
        if (text is null && member is PropertyInfo { DeclaringType: { } owner })
            text = Text(Parameter(Find(owner), member.Name));
        return text;
    }

    public static string? Of(ParameterInfo parameter) =>
        parameter.GetCustomAttribute<GraphQLDescriptionAttribute>()?.Description
        ?? Text(Parameter(Find(parameter.Member), parameter.Name));

    private static XElement? Parameter(XElement? docs, string? name) =>
        docs
            ?.Elements("param")
            .FirstOrDefault(e => string.Equals((string?)e.Attribute("name"), name, StringComparison.Ordinal));

    private static XElement? Find(MemberInfo member)
    {
        var type = member as Type ?? member.DeclaringType;
        if (type is null)
            return null;
        if (type.IsGenericType)
            type = type.GetGenericTypeDefinition();
        var owner = type.FullName?.Replace('+', '.');
        var key = member switch
        {
            Type => "T:" + owner,
            PropertyInfo => $"P:{owner}.{member.Name}",
            FieldInfo => $"F:{owner}.{member.Name}",
            _ => $"M:{owner}.{member.Name}",
        };
        return Files.GetOrAdd(type.Assembly, Load).GetValueOrDefault(key);
    }

    private static Dictionary<string, XElement> Load(Assembly assembly)
    {
        var members = new Dictionary<string, XElement>(StringComparer.Ordinal);
        var path = Path.ChangeExtension(assembly.Location, ".xml");
        if (assembly.Location.Length == 0 || !File.Exists(path))
            return members;
        try
        {
            foreach (var member in XDocument.Load(path).Descendants("member"))
            {
                var name = (string?)member.Attribute("name") ?? "";
                // Resolvers have no overloads, so the parameter list tells nothing.
                var bracket = name.IndexOf('(', StringComparison.Ordinal);
                members.TryAdd(bracket < 0 ? name : name[..bracket], member);
            }
        }
        catch (XmlException)
        {
            // A broken documentation file costs descriptions, not the start.
        }
        return members;
    }

    private static string? Text(XElement? element)
    {
        if (element is null)
            return null;
        var text = string.Concat(element.Nodes().Select(Inline));
        text = WhiteSpace().Replace(text, " ").Trim();
        return text.Length == 0 ? null : text;
    }

    private static string Inline(XNode node) =>
        node switch
        {
            XText text => text.Value,
            XElement e when e.Attribute("cref") is { } cref && e.IsEmpty => cref.Value[
                (cref.Value.LastIndexOf('.') + 1)..
            ],
            XElement e when e.Attribute("name") is { } name && e.IsEmpty => name.Value,
            XElement e when e.Attribute("langword") is { } word => word.Value,
            XElement e => string.Concat(e.Nodes().Select(Inline)),
            _ => "",
        };

    [GeneratedRegex(@"\s+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex WhiteSpace();
}
