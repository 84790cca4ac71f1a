using System.CommandLine;
using Attune.Neural;
using Attune.Studies;

namespace Attune.Cli;

/// <summary><c>attune adapt</c>: a trained sequence model goes on learning from the part of the new events that is worth it.</summary>
static class AdaptCommand
{
    static readonly Argument<string> Model = new("DIR") { Description = "The folder of the model as it is: one that reads sequences through a network (sasrec, hstu)." };
    static readonly Option<string> Data = new("--data") { HelpName = "FILE", Description = "All events, with times: those that the model has learned from, too, for they are the histories.", Required = true };
    static readonly StretchOptions Stretch = [];
    static readonly Option<double> Budget = new("--budget") { HelpName = "SHARE", Description = "How much of the new chunks is learned from.", DefaultValueFactory = _ => 0.2 };
    static readonly Option<string> Select = new("--select") { HelpName = "SAMPLER", Description = $"How these are chosen: {SubsetSampler.Forms}; or {SubsetUpdate.All}, with --budget 1.", DefaultValueFactory = _ => "diverse" };
    static readonly Option<string?> Represent = new("--represent") { HelpName = "FORM", Description = $"What stands for a chunk: {string.Join(", ", SubsetUpdate.Representations)}. Default: gradient, where the sampler compares chunks." };
    static readonly Option<int> Epochs = new("--epochs") { HelpName = "N", Description = "Passes over what was chosen.", DefaultValueFactory = _ => 10 };
    static readonly Option<int> Chunk = ChunkOption.Length();
    static readonly Option<string> Out = new("--out") { HelpName = "DIR", Description = "The folder to keep the new model in; a model that is there is replaced.", Required = true };
    static readonly Option<string> ReportTo = new("--report") { HelpName = "FILE", Description = $"Also write the report into a file: {ReportFile.Kinds}." };
    static readonly DataOptions Reading = [];
    static readonly RunOptions Run = [];

    internal static Verb Create() => new Verb("adapt", "Brings a trained sequence model up to date: chooses the new events that are worth it, and goes on learning from these alone.",
        "attune adapt model --data clicks.csv --last 30d --budget 0.2 --out model2",
        "attune adapt model --data clicks.csv --from 2011-09-01 --until 2011-10-01 --select top-bottom --represent hidden --out model2",
        "attune adapt model --data clicks.csv --last 7d --select all --budget 1 --out model2 --json") { Model, Data, Stretch, Budget, Select, Represent, Epochs, Chunk, Out, ReportTo, Run, Reading }.Does(call =>
    {
        var (folder, stretch, length, report) = (ModelFolder.Checked(call.Value(Out)!), Stretch.Read(call), ChunkOption.Checked(call, Chunk), ReportFile.Asked(call, ReportTo));
        var update = UpdateOf(call);
        var model = ModelOptions.LoadFolder(call.Value(Model)!);
        var whole = Reading.Read(call, call.Value(Data)!);
        var (from, reference, end) = stretch(whole);
        if (from is not { } begin) throw new UsageException("Which events are new? Write --from DATE or --last SPAN, as 30d.");
        var known = Known(model, whole, end);
        var (candidates, present) = (ChunkOption.Cut(call, known, length, begin, end, "new"), ChunkOption.Drawn(ChunkOption.Cut(call, known, length, begin > reference ? begin : reference, end, "reference"), Stretch.References(call), Run.Seed(call)));
        var updated = call.Working("adapting", progress => UsageException.Applying("DIR", () => update.Apply(model, candidates, present, Run.Context(call, progress))));
        var trials = Trials(call, whole, end, model, updated.Model);
        updated.Knowing(known).Save(folder, TimeProvider.System);
        var shown = Shown(updated, candidates, model, trials, folder);
        report?.Write(call, shown);
        call.Answer(Json(call, updated, candidates, model, trials, folder), shown);
    });

    static SubsetUpdate UpdateOf(Call call) => UsageException.Reading("adapt", () =>
    {
        var select = call.Value(Select)!.Trim();
        var compares = select != SubsetUpdate.All && SubsetSampler.Parse(select).NeedsRepresentation;
        var update = new SubsetUpdate { Select = select, Represent = call.Value(Represent) ?? (compares ? "gradient" : null), Budget = call.Value(Budget), Epochs = call.Value(Epochs), Seed = Run.Seed(call) };
        update.Validate();
        return update;
    });

    // What the model knows keeps its place among the items, and what came since follows it.
    static Dataset Known(IRecommender model, Dataset whole, DateTimeOffset end)
    {
        var limit = end.ToUnixTimeMilliseconds();
        var known = new Dataset(whole.Name, Vocabulary.Empty, model.Catalog.Items, new EventColumns(), whole.Weights, null, null);
        return whole.WhereExtending(known, e => whole.Events.Times[e] < limit);
    }

    // Where --until left events for it, both models are asked for them, each from what its user did before.
    static AskedTrial? Trials(Call call, Dataset whole, DateTimeOffset end, IRecommender before, IRecommender after) =>
        whole.Events.Times.ToArray().Max() < end.ToUnixTimeMilliseconds() ? null : call.Working("measuring", progress => AskedTrial.Of(whole, end, before, after, Run.Context(call, progress)));

    static Report Shown(UpdatedModel updated, HistoryChunks candidates, IRecommender before, AskedTrial? trial, string folder) => new($"Brought {updated.Model.NameOf()} up to date")
    {
        Lead = trial is null ? "" : trial.Sentence,
        Facts =
        [
            new("new chunks", candidates.Count, ValueFormat.Count), new("learned from", updated.Chosen.Count, ValueFormat.Count), new("new items", updated.Model.Catalog.Items.Count - before.Catalog.Items.Count, ValueFormat.Count),
            new("choosing", updated.SelectSeconds, ValueFormat.Seconds), new("learning", updated.TrainSeconds, ValueFormat.Seconds), new("steps", updated.Steps, ValueFormat.Count), new("folder", folder),
        ],
        Sections = [.. trial is null ? [] : new[] { trial.Section }, .. updated.Report is { } of ? Report.Of(of).Sections : []],
    };

    static object Json(Call call, UpdatedModel updated, HistoryChunks candidates, IRecommender before, AskedTrial? trial, string folder) => new
    {
        model = updated.Model.NameOf(), select = call.Value(Select), represent = updated.Report?.Representation, candidates = candidates.Count, chosen = updated.Chosen.Count, chunks = updated.Chosen,
        newItems = updated.Model.Catalog.Items.Count - before.Catalog.Items.Count, selectSeconds = updated.SelectSeconds, trainSeconds = updated.TrainSeconds, steps = updated.Steps, trainOperations = updated.TrainFlops, selectOperations = updated.Report?.Cost.Total ?? 0,
        discrepancy = updated.Report?.Discrepancy, randomDiscrepancy = updated.Report?.RandomDiscrepancy, cosine = updated.Report?.Cosine, randomCosine = updated.Report?.RandomCosine,
        measured = trial is null ? null : new { users = trial.Users, metrics = trial.Metrics.Select(m => new { metric = m.Metric, before = m.Before, after = m.After, p = m.P }) },
        @out = folder, seed = Run.Seed(call), threads = Run.Threads(call), notes = call.Notes,
    };
}
