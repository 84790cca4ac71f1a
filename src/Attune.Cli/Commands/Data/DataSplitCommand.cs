using System.CommandLine;
using System.Globalization;
using Attune.Numerics;

namespace Attune.Cli;

/// <summary><c>attune data split</c>: training and test parts as data sets of their own, for other tools or for keeping.</summary>
static class DataSplitCommand
{
    static readonly Argument<string> File = new("FILE") { Description = "The events to split." };
    static readonly Option<string> How = new("--split") { HelpName = "HOW", Description = $"{Split.Forms}.", DefaultValueFactory = _ => "time:0.2" };
    static readonly Option<string> Out = new("--out") { HelpName = "DIR", Description = "A new folder; it gets train and test (and history, or fold-1, fold-2, …).", Required = true };
    static readonly Option<bool> Csv = new("--csv") { Description = "Write train.csv and test.csv instead of saved data sets." };
    static readonly RunOptions Run = [];
    static readonly DataOptions Reading = [];

    internal static Verb Create() => new Verb("split", "Parts events into training and test, and writes both.",
        "attune data split ratings.csv --split time:0.2 --out parts",
        "attune data split ratings.csv --split user-folds:5 --csv --out folds") { File, How, Out, Csv, Run, Reading }.Does(call =>
    {
        var target = call.Value(Out)!;
        if (System.IO.File.Exists(target) || (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any())) throw new UsageException($"--out: {target} exists already; name a new folder.");
        var data = Reading.Read(call, call.Value(File));
        var splits = UsageException.Applying("--split", () => Split.Parse(call.Value(How)!, data, Run.Seed(call)));
        foreach (var warning in splits.SelectMany(s => s.Warnings)) call.Note(warning);
        call.Working("saving", progress =>
        {
            Save(call, progress, target, splits);
            return target;
        });
        call.Answer(new { @out = target, split = splits[0].Method, parts = splits.Select(s => new { train = Size.Of(s.Train), test = Size.Of(s.Test), history = s.History is null ? null : Size.Of(s.History) }), notes = call.Notes },
            new Report($"Split {splits[0].Method}") { Sections = [new("") { Tables = [Sizes(splits)] }], Lead = $"Written to {target}." });
    });

    // The folder appears when all of its parts are written.
    static void Save(Call call, IProgress<FitProgress> progress, string target, IReadOnlyList<Split> splits)
    {
        var unfinished = PendingFile.Beside(Path.TrimEndingDirectorySeparator(Path.GetFullPath(target)));
        try
        {
            for (var i = 0; i < splits.Count; i++)
            {
                var folder = splits.Count == 1 ? unfinished : Path.Combine(unfinished, string.Create(CultureInfo.InvariantCulture, $"fold-{i + 1}"));
                Directory.CreateDirectory(folder);
                foreach (var (name, part) in new[] { ("train", splits[i].Train), ("test", splits[i].Test), ("history", splits[i].History) })
                    if (part is not null) Write(call, Path.Combine(folder, name), part);
                progress.Report(new FitProgress("parts", i + 1, splits.Count));
            }
            if (Directory.Exists(target)) Directory.Delete(target);
            Directory.Move(unfinished, target);
        }
        finally
        {
            if (Directory.Exists(unfinished)) Directory.Delete(unfinished, true);
        }
    }

    static void Write(Call call, string path, Dataset part)
    {
        call.Cancellation.ThrowIfCancellationRequested();
        if (call.Value(Csv)) EventsFile.Write(path + ".csv", part, call);
        else part.Save(path, TimeProvider.System);
    }

    static Table Sizes(IReadOnlyList<Split> splits) => new(["part", new("users", ValueFormat.Count), new("items", ValueFormat.Count), new("interactions", ValueFormat.Count)],
        splits.SelectMany((s, i) => new[] { ("train", s.Train), ("test", s.Test), ("history", s.History) }
            .Where(p => p.Item2 is not null)
            .Select(p => (Name: splits.Count == 1 ? p.Item1 : string.Create(CultureInfo.InvariantCulture, $"fold-{i + 1}/{p.Item1}"), Size: Size.Of(p.Item2!)))
            .Select(p => (IReadOnlyList<Cell>)[p.Name, p.Size.Users, p.Size.Items, p.Size.Interactions])));
}
