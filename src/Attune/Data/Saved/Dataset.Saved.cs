using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Attune.Numerics;

namespace Attune;

public sealed partial class Dataset
{
    const string Format = "attune-data", EventFile = "events.safetensors", UserFile = "users.json", ItemFile = "items.json";

    static readonly JsonSerializerOptions WeightsJson = new(SavedFolder.Json) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, false) } };

    /// <summary>
    /// Saves the data as a folder: a JSON header, the events as safetensors, the ids and features as JSON (docs/formats.md). A data set that is
    /// there already is replaced as a whole; any other folder with something in it is refused.
    /// </summary>
    /// <param name="directory">The folder.</param>
    /// <param name="time">The clock for the header's time of saving; null leaves it out, so that equal data gives equal bytes.</param>
    public void Save(string directory, TimeProvider? time = null)
    {
        var facts = new JsonObject
        {
            ["name"] = Name,
            ["users"] = Users.Count,
            ["items"] = Items.Count,
            ["events"] = Count,
            ["kinds"] = new JsonArray([.. Events.KindNames.Select(k => (JsonNode)k)]),
            ["weights"] = JsonSerializer.SerializeToNode(Weights, WeightsJson),
        };
        SavedFolder.Save(directory, Format, facts, time,
        [
            (EventFile, path => Safetensors.Write(path, Events.Tensors())),
            (UserFile, path => IdFile.Write(path, Users, UserFeatures)),
            (ItemFile, path => IdFile.Write(path, Items, ItemFeatures)),
        ]);
    }

    /// <summary>Loads what <see cref="Save"/> wrote; a folder that is missing, damaged or of a newer version gives a <see cref="DataException"/>.</summary>
    public static Dataset Load(string directory)
    {
        var folder = SavedFolder.Open(directory, Format);
        var (users, userFeatures) = folder.Read(UserFile, IdFile.Read);
        var (items, itemFeatures) = folder.Read(ItemFile, IdFile.Read);
        return folder.Read(SavedFolder.HeaderName(Format), _ =>
        {
            var kinds = folder.Header.GetProperty("kinds").Deserialize<string[]>()!;
            var weights = folder.Header.GetProperty("weights").Deserialize<EventWeights>(WeightsJson)!;
            var events = folder.Read(EventFile, path => EventColumns.Read(path, kinds, users.Count, items.Count));
            return new Dataset(folder.Header.GetProperty("name").GetString()!, users, items, events, weights, userFeatures, itemFeatures);
        });
    }

    /// <summary>Whether a folder holds a saved data set, sound or damaged: loading says which.</summary>
    internal static bool IsSaved(string directory) => File.Exists(Path.Combine(directory, SavedFolder.HeaderName(Format)));
}
