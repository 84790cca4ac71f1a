using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Attune.Numerics;

namespace Attune.Studies;

/// <summary>Reads JSON into records and says in the words of the file what does not fit: unknown names, what is missing, values of another kind.</summary>
static class SpecReader
{
    /// <summary>The JSON of a file; comments and a last comma are allowed.</summary>
    internal static JsonNode? Parse(string path) => JsonNode.Parse(File.ReadAllText(path), null, new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });

    /// <summary>Reads a file, or a part of it, and puts its path before whatever is wrong with it.</summary>
    /// <exception cref="DataException">It is no JSON, or does not hold what it should.</exception>
    internal static T In<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (JsonException e)
        {
            throw new DataException($"{path}, line {e.LineNumber + 1}: this is not JSON. {e.Message.Split(". ")[0]}.", e);
        }
        catch (Exception e) when (e is ArgumentException or OptionsException or DataException)
        {
            throw new DataException($"{path}: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }

    /// <param name="json">What was found.</param>
    /// <param name="type">The record.</param>
    /// <param name="at">Where in the file it stands; empty for the whole of it.</param>
    internal static object Read(JsonNode? json, Type type, string at = "")
    {
        Check(json, type, at);
        try
        {
            return json.Deserialize(type, StudySpec.Json)!;
        }
        catch (JsonException e)
        {
            throw new ArgumentException($"{$"{at}.{e.Path?.TrimStart('$', '.')}".Trim('.')} is not what belongs there; see docs/studies.md for what each entry holds.", e);
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
            if (property.PropertyType is { IsClass: true } inner && inner.Namespace == typeof(Study).Namespace)
            {
                Check(value, inner, path);
                continue;
            }
            if (property.PropertyType is not { IsGenericType: true, GenericTypeArguments: [{ IsClass: true } element] } || element == typeof(string) || element.Namespace != typeof(Study).Namespace) continue;
            if (value is not JsonArray list) throw new ArgumentException($"{path} must be a list in brackets.");
            for (var i = 0; i < list.Count; i++) Check(list[i], element, $"{path}[{i}]");
        }
        foreach (var (name, property) in known)
            if (!found.ContainsKey(name) && property.IsDefined(typeof(RequiredMemberAttribute))) throw new ArgumentException($"{(at.Length > 0 ? at : "the file")} has no entry '{name}', which it needs.");
    }
}
