using System.Text.Json.Nodes;
using Attune.Numerics;

namespace Attune;

public static partial class Recommender
{
    const string Format = "attune-model", WeightFile = "weights.safetensors", CatalogFileName = "catalog.safetensors", UserFile = "users.json", ItemFile = "items.json", TextFile = "texts.json";

    /// <summary>
    /// Saves the model as a folder: a JSON header with its name and options, weights and histories as safetensors, ids and item features as
    /// JSON (docs/formats.md); texts only where the model has some. A model that is there already is replaced as a whole; any other folder with something in it is refused.
    /// </summary>
    /// <param name="model">Any fitted model.</param>
    /// <param name="directory">The folder.</param>
    /// <param name="time">The clock for the header's time of saving; null leaves it out, so that equal models give equal bytes.</param>
    public static void Save(this IRecommender model, string directory, TimeProvider? time = null)
    {
        var weights = new Weights();
        model.Export(weights);
        var catalog = model.Catalog;
        var facts = new JsonObject
        {
            ["model"] = model.NameOf(),
            ["options"] = JsonNode.Parse(Options.ToJson(model.Trainer)),
            ["users"] = catalog.Users.Count,
            ["items"] = catalog.Items.Count,
            ["histories"] = catalog.Histories.Count,
        };
        SavedFolder.Save(directory, Format, facts, time,
        [
            (WeightFile, path => weights.Write(path)),
            (CatalogFileName, path => CatalogFile.Write(path, catalog)),
            (UserFile, path => IdFile.Write(path, catalog.Users, null)),
            (ItemFile, path => IdFile.Write(path, catalog.Items, catalog.ItemFeatures)),
            .. weights.Texts.Count > 0 ? new (string, Action<string>)[] { (TextFile, weights.WriteTexts) } : [],
        ]);
    }

    /// <summary>
    /// Loads what <see cref="Save"/> wrote: its scores are those of the saved model, bit for bit. A folder that is missing, damaged or of a newer
    /// version, and a model that is not known here (<see cref="Trainers.Register"/>), give a <see cref="DataException"/>.
    /// </summary>
    public static IRecommender Load(string directory)
    {
        var folder = SavedFolder.Open(directory, Format);
        var trainer = folder.Read(SavedFolder.HeaderName(Format), path => TrainerOf(path, folder));
        var (users, _) = folder.Read(UserFile, IdFile.Read);
        var (items, features) = folder.Read(ItemFile, IdFile.Read);
        var (histories, sequences) = folder.Read(CatalogFileName, path => CatalogFile.Read(path, users.Count, items.Count));
        var weights = folder.Read(WeightFile, Weights.Read);
        if (folder.Has(TextFile)) weights = folder.Read(TextFile, weights.ReadTexts);
        return folder.Read(WeightFile, _ => trainer.Restore(new Catalog(users, items, histories, features, sequences), weights));
    }

    /// <summary>The users of a saved model, without the rest of it.</summary>
    internal static Vocabulary UsersOf(string directory) => SavedFolder.Open(directory, Format).Read(UserFile, IdFile.Read).Ids;

    /// <summary>Whether a folder holds a saved model.</summary>
    public static bool IsSaved(string directory) => SavedFolder.Is(directory, Format);

    static ITrainer TrainerOf(string path, SavedFolder folder)
    {
        var name = folder.Header.GetProperty("model").GetString()!;
        if (!Trainers.TryFind(name, out var info))
            throw new DataException($"{path} is of the model '{name}', which is not known here; there are {Trainers.Names()}. Install the package that has it, or register its assembly (Trainers.Register).");
        var trainer = Options.FromJson(info.Type, folder.Header.GetProperty("options").GetRawText());
        Options.Validate(trainer);
        return trainer;
    }
}
