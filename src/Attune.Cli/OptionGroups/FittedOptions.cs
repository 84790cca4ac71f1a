using System.Collections;
using System.CommandLine;

namespace Attune.Cli;

/// <summary>A fitted model: a trained folder, or a name with the data to train it on first.</summary>
sealed class FittedOptions : IEnumerable<Option>
{
    readonly ModelOptions _model = [];
    readonly Option<string> _data = new("--data") { HelpName = "FILE", Description = "The events to train on, where --model is a name: a file, or a live store (store:DIR, postgres:…)." };
    readonly DataOptions _reading = [];

    internal RunOptions Run { get; } = [];

    public IEnumerator<Option> GetEnumerator() => ((IEnumerable<Option>)[.. _model, _data, .. Run, .. _reading]).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal IRecommender Get(Call call)
    {
        if (_model.IsTrained(call))
            return call.Has(_data) ? throw new UsageException($"--data is not read, since {_model.Name(call)} is trained already: leave it out, or name a model to train.") : _model.Load(call);
        var trainer = _model.Trainer(call, Run.Seed(call));
        var path = call.Needed(_data, $"{_model.Name(call)} is a model's name, so name the events to train it on{(Directory.Exists(_model.Name(call)) ? $", or write ./{_model.Name(call)} for the folder" : "")}.");
        return Run.Fit(call, trainer, _reading.Read(call, path)).Model;
    }
}
