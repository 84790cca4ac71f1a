using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Attune;

/// <summary>The ids of users or items with their features, as one JSON file that models and data sets share.</summary>
static class IdFile
{
    static readonly JsonSerializerOptions Json = new(SavedFolder.Json) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, false) } };
    static readonly UTF8Encoding Strict = new(false, true);

    internal static void Write(string path, Vocabulary ids, FeatureTable? features)
    {
        foreach (var id in ids.Ids)
            if (!IsUnicode(id)) throw new DataException($"The id at index {ids.IndexOf(id)} holds half of a surrogate pair (UTF-16), which no file can hold. Repair the id where it comes from.");
        using var stream = File.Create(path);
        JsonSerializer.Serialize(stream, new Content(ids.Ids, features?.Columns), Json);
    }

    internal static (Vocabulary Ids, FeatureTable? Features) Read(string path)
    {
        using var stream = File.OpenRead(path);
        var content = JsonSerializer.Deserialize<Content>(stream, Json);
        if (content?.Ids is null) throw new FormatException("there are no ids in it");
        return (new Vocabulary(content.Ids), content.Features is null ? null : new FeatureTable(content.Ids.Count, content.Features));
    }

    static bool IsUnicode(string id)
    {
        try
        {
            return Strict.GetByteCount(id) >= 0;
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }

    sealed record Content(IReadOnlyList<string> Ids, IReadOnlyList<FeatureColumn>? Features);
}
