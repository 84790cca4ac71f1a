using System.CommandLine;
using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Attune.Cli;

/// <summary><c>attune train</c>: a model from all events of a file, kept in a folder.</summary>
static class TrainCommand
{
    static readonly Argument<string> Name = new("NAME") { Description = "The model (attune models lists them)." };
    static readonly Settings Set = [];
    static readonly Option<string> File = new("--data") { HelpName = "FILE", Description = "The events to train on: a file, or a live store (store:DIR, postgres:…)." };
    static readonly Option<string> Out = new("--out") { HelpName = "DIR", Description = "The folder to keep the model in; a model that is there is replaced.", Required = true };
    static readonly Option<string> From = new("--from") { HelpName = "DIR", Description = "An earlier model of the same name to start from; its settings are taken too, unless set. New users and items may have come since." };
    static readonly DataOptions Reading = [];
    static readonly RunOptions Run = [];
    static readonly SetupOptions Setup = [];
    static readonly EnergyFlags Energy = [];
    static readonly ClickFlags Clicks = [];

    internal static Verb Create() => new Verb("train", "Trains a model on all events of a file and keeps it in a folder.",
        "attune train ease --data ratings.csv --out model",
        "attune train als --set factors=128 iterations=10 --data clicks.jsonl --weights view=0.2,purchase=1 --out model",
        "attune train als --from model --data newer.csv --out model2",
        "attune train sasrec --data clicks.csv --out model --checkpoint run --log run.jsonl --local-replicas 2",
        "attune train ease --data ratings.csv --out model --energy rapl --gco2e-per-kwh 56",
        "attune train ssr --clicks train.clicks --valid valid.clicks --out model --set views=8 filter=ics") { Name, File, Clicks, Out, Set, From, Run, Setup, Energy, Reading }.Does(call =>
    {
        Clicks.Check(call, File);
        var folder = ModelFolder.Checked(call.Value(Out)!);
        var (trainer, earlier) = Trainer(call);
        var setup = Setup.Read(call, Run);
        Setup.NoteUnread(call, trainer, Run);
        // Classic models train alone: nobody would be met.
        if (!trainer.ReadsSetup) setup = setup with { Peers = null };
        foreach (var note in trainer.NotesOn(setup)) call.Note(note);
        if (Clicks.AreWritten(call))
        {
            OnClicks(call, trainer, setup, folder);
            return;
        }
        using var energy = Energy.Start(call);
        var data = call.During(WorkPhase.Load, () => Reading.Read(call, call.Value(File)!));
        var (model, seconds) = Fit(call, trainer, data, earlier, setup);
        call.Cancellation.ThrowIfCancellationRequested();
        if (setup.Peers is { Rank: > 0 } peers)
        {
            call.Say($"Rank {peers.Rank} of {peers.World} is done; rank 0 keeps the model.");
            return;
        }
        model.Save(folder, TimeProvider.System);
        var (size, use) = (Size.Of(data), energy.Stop(call));
        var report = new Report($"Trained {model.NameOf()}")
        {
            Facts = [new("users", size.Users, ValueFormat.Count), new("items", size.Items, ValueFormat.Count), new("interactions", size.Interactions, ValueFormat.Count), new("training", seconds, ValueFormat.Seconds),
                .. (model as IDescribes)?.Facts.Select(f => new Fact(f.Key, f.Value)) ?? [], new("folder", folder)],
        };
        if (setup.Peers is { World: > 1 } all && use?.Origin == EnergyOrigin.Estimated) call.Note(FormattableString.Invariant($"The estimate of energy counts this process alone, one of {all.World} that trained."));
        call.Answer(new
        {
            model = model.NameOf(),
            options = JsonNode.Parse(Options.ToJson(trainer)),
            seed = Run.Seed(call),
            train = size,
            fitSeconds = seconds,
            @out = folder,
            energy = EnergyJson.Of(use),
            peakMemoryMb = Machine.PeakMemoryMb,
            threads = Run.Threads(call),
            facts = (model as IDescribes)?.Facts.ToDictionary(f => f.Key, f => f.Value),
            notes = call.Notes,
        }, use is null ? report : report.With(use));
    });

    // Rows that are encoded already, from a file that is never in memory as a whole.
    static void OnClicks(Call call, ITrainer trainer, TrainingSetup setup, string folder)
    {
        if (setup.Peers is not null || call.Has(From)) throw new UsageException("--clicks trains anew in one process: leave out --from, --local-replicas and --nodes.");
        using var energy = Energy.Start(call);
        var clock = Stopwatch.StartNew();
        var (model, rows, stopped) = Clicks.Fit(call, trainer, progress => Run.Context(call, progress) with { Setup = setup });
        var seconds = clock.Elapsed.TotalSeconds;
        model.Save(folder, TimeProvider.System);
        var use = energy.Stop(call);
        var report = new Report($"Trained {model.NameOf()}")
        {
            Facts = [new("rows", rows, ValueFormat.Count), new("training", seconds, ValueFormat.Seconds), .. stopped is null ? [] : new Fact[] { new("best epoch", stopped.BestEpoch, ValueFormat.Count), new("auc on --valid", stopped.BestValue, ValueFormat.Metric) }, new("folder", folder)],
        };
        call.Answer(new
        {
            model = model.NameOf(),
            options = JsonNode.Parse(Options.ToJson(trainer)),
            seed = Run.Seed(call),
            rows,
            fitSeconds = seconds,
            bestEpoch = stopped?.BestEpoch,
            validAuc = stopped?.BestValue,
            @out = folder,
            energy = EnergyJson.Of(use),
            peakMemoryMb = Machine.PeakMemoryMb,
            threads = Run.Threads(call),
            notes = call.Notes,
        }, use is null ? report : report.With(use));
    }

    // Processes on one machine share its threads.
    static (IRecommender Model, double Seconds) Fit(Call call, ITrainer trainer, Dataset data, IRecommender? earlier, TrainingSetup setup)
    {
        var threads = Run.Threads(call);
        var each = Math.Max(1, setup.Peers is { } peers && Setup.IsLocal(call) ? threads / peers.World : threads);
        using var replicas = Setup.Start(call, setup, each, Energy);
        return Run.Fit(call, trainer, data, context => context with { StartFrom = earlier, Setup = setup, Threads = each });
    }

    static (ITrainer Trainer, IRecommender? Earlier) Trainer(Call call)
    {
        var trainer = ModelOptions.TrainerOf("NAME", call.Value(Name));
        if (call.Value(From) is not { } folder) return (Set.Apply(call, trainer, Run.Seed(call)), null);
        var earlier = ModelOptions.LoadFolder(folder);
        if (earlier.Trainer.GetType() != trainer.GetType()) throw new UsageException($"--from: {folder} holds {earlier.NameOf()}, not {call.Value(Name)}; a model can only start from one of its own kind.");
        var settings = Set.Apply(call, earlier.Trainer, Run.Seed(call));
        if (!settings.WarmStarts) call.Note($"{earlier.NameOf()} has a closed form, so an earlier model does not shorten its training; it was trained anew.");
        return (settings, earlier);
    }
}
