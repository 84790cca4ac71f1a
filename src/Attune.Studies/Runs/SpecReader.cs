using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Attune.Numerics;

namespace Attune.Studies;

/// <summary>Reads JSON into records and says in the words of the file what does not fit: unknown names, what is missing, values of another kind.</summary>
static class SpecReader
{
    internal static object Read(JsonNode? json, Type type)
    {
        Check(json, type, "");
        try
        {
            return json.Deserialize(type, StudySpec.Json)!;
        }
        catch (JsonException e)
        {
            throw new ArgumentException($"{e.Path?.TrimStart('$', '.')} is not what belongs there; see docs/studies.md for what each entry holds.", e);
        }
    }

    static void Check(JsonNode? json, Type type, string at)
    {
        if (json is not JsonObject found) throw new ArgumentException($"{(at.Length > 0 ? at : "the file")} must be an object in braces.");
        var known = type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite).ToDictionary(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name));
        foreach (var (name, value) in found)
        {
            var path = at.Length > 0 ? $"{at}.{name}" : name;
            if (!known.TryGetValue(name, out var property))
                throw new ArgumentException($"there is no entry '{path}'; there are {string.Join(", ", known.Keys)}.{EditDistance.DidYouMean(name, known.Keys)}");
            if (value is null) throw new ArgumentException($"{path} is null; leave it out, or give it a value.");
            if (property.PropertyType is not { IsGenericType: true, GenericTypeArguments: [{ IsClass: true } element] } || element == typeof(string) || element.Namespace != typeof(Study).Namespace) continue;
            if (value is not JsonArray list) throw new ArgumentException($"{path} must be a list in brackets.");
            for (var i = 0; i < list.Count; i++) Check(list[i], element, $"{path}[{i}]");
        }
        foreach (var (name, property) in known)
            if (!found.ContainsKey(name) && property.IsDefined(typeof(RequiredMemberAttribute))) throw new ArgumentException($"{(at.Length > 0 ? at : "the file")} has no entry '{name}', which it needs.");
    }
}
