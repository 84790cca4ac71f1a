using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace Attune;

/// <summary>The summaries of the XML documentation file that a compiler puts beside an assembly; empty where there is none.</summary>
sealed partial class Documentation
{
    static readonly ConditionalWeakTable<Assembly, Documentation> Read = [];
    readonly Dictionary<string, string> _summaries = [];

    Documentation(Assembly assembly)
    {
        var path = assembly.Location.Length == 0 ? "" : Path.ChangeExtension(assembly.Location, ".xml");
        if (!File.Exists(path)) return;
        try
        {
            foreach (var member in XDocument.Load(path).Descendants("member"))
                if (member.Attribute("name") is { } name && member.Element("summary") is { } summary) _summaries[name.Value] = Plain(summary);
        }
        catch (Exception e) when (e is XmlException or IOException or UnauthorizedAccessException)
        {
            _summaries.Clear(); // A document that cannot be read is one that is not there: descriptions are an extra.
        }
    }

    internal static Documentation Of(Assembly assembly) => Read.GetValue(assembly, a => new Documentation(a));

    /// <summary>The summary of a member by its documentation id (<c>T:Attune.Popularity</c>), as plain text, or null.</summary>
    internal string? Summary(string member) => _summaries.GetValueOrDefault(member.Replace('+', '.'));

    internal static string? FirstSentence(string? text) => text is null ? null : SentenceEnd().Split(text, 2)[0];

    static string Plain(XElement element) => Spaces().Replace(string.Concat(element.Nodes().Select(Plain)), " ").Trim();

    static string Plain(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Value.Length: > 0 } element => Plain(element),
        XElement element => (element.Attribute("cref") ?? element.Attribute("name") ?? element.Attribute("langword"))?.Value.Split('(')[0].Split(':', '.')[^1] ?? " ",
        _ => "",
    };

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"(?<=[.!?])\s+(?=\p{Lu})")]
    private static partial Regex SentenceEnd();
}
