using System.Collections;
using System.CommandLine;

namespace Attune.Cli;

/// <summary>Which model: by name and options, or as a trained folder.</summary>
sealed class ModelOptions : IEnumerable<Option>
{
    readonly Option<string> _model = new("--model")
    {
        HelpName = "NAME|DIR",
        Description = "A model's name (attune models lists them), or the folder of a trained one. A name wins: write ./als for a folder that is called als.",
    };

    readonly Settings _settings = [];

    public IEnumerator<Option> GetEnumerator() => ((IEnumerable<Option>)[_model, .. _settings]).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Whether a model is named or set up at all.</summary>
    internal bool AreWritten(Call call) => call.Has(_model) || _settings.AreWritten(call);

    /// <summary>What is named.</summary>
    internal string Name(Call call) => call.Needed(_model, "name a model (attune models lists them) or the folder of a trained one.");

    /// <summary>Whether a trained folder is named.</summary>
    internal bool IsTrained(Call call) => IsFolder(Name(call));

    /// <summary>The trainer of the name, with its settings.</summary>
    internal ITrainer Trainer(Call call, int seed) => _settings.Apply(call, TrainerOrNoFolder("--model", Name(call)), seed);

    /// <summary>The trained model of the folder.</summary>
    internal IRecommender Load(Call call)
    {
        if (_settings.AreWritten(call)) throw new UsageException($"--set changes nothing here, since {Name(call)} is trained already: leave it out, or name a model to train.");
        return LoadFolder(Name(call));
    }

    /// <summary>The trained model of the folder, or the model of the name, fitted on the data.</summary>
    internal IRecommender LoadOrFit(Call call, RunOptions run, Func<Dataset> data) =>
        IsTrained(call) ? Load(call) : run.Fit(call, Trainer(call, run.Seed(call)), data()).Model;

    /// <summary>Whether this names a folder rather than a model.</summary>
    internal static bool IsFolder(string name) => !Trainers.TryFind(name, out _) && Directory.Exists(name);

    internal static IRecommender LoadFolder(string path) => Recommender.Load(path);

    /// <summary>The trainer of a name.</summary>
    internal static ITrainer TrainerOf(string option, string name) => UsageException.Reading(option, () => Trainers.Create(name));

    /// <summary>The trainer of a name where a folder could stand too.</summary>
    internal static ITrainer TrainerOrNoFolder(string option, string name) => name.AsSpan().ContainsAny('/', '\\') && !Trainers.TryFind(name, out _)
        ? throw new UsageException($"{option}: there is no folder {name}; train a model into it first (attune train NAME --data FILE --out {name}), or name a model.")
        : TrainerOf(option, name);
}
