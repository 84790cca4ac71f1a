using System.Collections.Concurrent;
using System.CommandLine;
using Attune.Studies;

namespace Attune.Cli;

/// <summary><c>attune study work</c>: the other end of <see cref="StudyWorker"/>, not for people. Reads names of cells, a line each, and writes the lines of their results, until its input ends.</summary>
static class StudyWorkCommand
{
    static readonly Argument<string> Name = StudyCommand.Named();
    static readonly EnergyFlags Energy = [];
    static readonly Option<int> Threads = RunOptions.OfAll;

    internal static Verb Create() => new Verb("work", "Trains the cells that its input names: what study run --parallel starts.",
        "attune study work sasrec-lastfm --threads 1 --quiet") { Name, StudyTraining.Data, Threads, Energy }.Hid().Does(call =>
    {
        var study = StudyCommand.Read(call.Value(Name));
        var energy = Energy.Options(call);
        using var meter = energy?.Meter;
        using var runner = new CellRunner(study, StudyTraining.Options(call, study) with { Energy = energy });
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(call.Cancellation);
        var context = StudyTraining.Context(call, Silence.Progress) with { Cancellation = gone.Token };
        foreach (var line in Lines(gone).GetConsumingEnumerable(gone.Token))
        {
            var cell = study.Cells.FirstOrDefault(c => c.ToString() == line) ?? throw new UsageException($"There is no cell '{line}' in {study.Name}.");
            call.AnswerLine(CellLine.Of(runner.Run(cell, context), study));
        }
    });

    // Read beside the training, so that this process ends in the middle of it when who asked for it is gone.
    static BlockingCollection<string> Lines(CancellationTokenSource gone)
    {
        var lines = new BlockingCollection<string>();
        new Thread(() =>
        {
            while (Console.In.ReadLine() is { } line) lines.Add(line);
            lines.CompleteAdding();
            gone.Cancel();
        })
        { IsBackground = true }.Start();
        return lines;
    }

    /// <summary>The words that start one for a study, with the meter and the data of another command.</summary>
    internal static IReadOnlyList<string> Words(Call call, Study study, StudyRunOptions options, int threads, EnergyFlags energy) =>
        ["study", "work", Path.Combine(study.Folder, Study.FileName), StudyTraining.Data.Name, Path.GetFullPath(options.Data), Threads.Name, FormattableString.Invariant($"{threads}"), Root.Quiet.Name, .. energy.Words(call)];
}
