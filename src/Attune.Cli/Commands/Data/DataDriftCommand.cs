using System.CommandLine;
using System.Globalization;

namespace Attune.Cli;

/// <summary><c>attune data drift</c>: whether and when behaviour changed.</summary>
static class DataDriftCommand
{
    static readonly Argument<string?> File = ChunkOption.File();
    static readonly Option<string> Data = ChunkOption.Data();
    static readonly Option<string> Every = new("--every") { HelpName = "SPAN", Description = "How long a period is, as 30d or 12h. Default: 30d." };
    static readonly Option<int?> Events = new("--events") { HelpName = "N", Description = "Instead of --every: periods of so many events." };
    static readonly RepresentOptions Represent = [];
    static readonly Option<int> Chunk = ChunkOption.Length();
    static readonly Option<int> Sample = new("--sample-users") { HelpName = "N", Description = "Users of a period at most, each with its newest chunk.", DefaultValueFactory = _ => 1000 };
    static readonly Option<DiscrepancyKernel> Kernel = new("--kernel") { HelpName = "cosine|rbf", Description = "What is compared: mean directions, or whole distributions, which takes longer. Default: cosine." };
    static readonly Option<int> Permutations = new("--permutations") { HelpName = "N", Description = "Permutations of each test.", DefaultValueFactory = _ => 1000 };
    static readonly Option<double> Level = new("--level") { HelpName = "P", Description = "The corrected p up to which there is an alarm.", DefaultValueFactory = _ => 0.05 };
    static readonly Option<string> ReportTo = new("--report") { HelpName = "FILE", Description = $"Also write the report into a file: {ReportFile.Kinds}." };
    static readonly RunOptions Run = [];
    static readonly DataOptions Reading = [];

    internal static Verb Create() => new Verb("drift", "Did behaviour change, and when? Compares period with period, and each with the first; alarms are tested and corrected for how many there are.",
        "attune data drift clicks.csv",
        "attune data drift clicks.csv --every 7d --represent items --model out/als --kernel rbf --report drift.html",
        "attune data drift clicks.csv --events 10000 --level 0.01 --json") { File, Data, Every, Events, Represent, Chunk, Sample, Kernel, Permutations, Level, ReportTo, Run, Reading }.Does(call =>
    {
        var path = ChunkOption.PathOf(call, File, Data);
        if (call.Has(Every) && call.Has(Events)) throw new UsageException("--every and --events both say how long a period is; write one of them.");
        var monitor = new DriftMonitor
        {
            Days = call.Value(Every) is { } span ? TimeText.Read(Every.Name, span).TotalDays : 30,
            Events = AtLeast(call, Events, 1), ChunkLength = ChunkOption.Checked(call, Chunk), Sample = AtLeast(call, Sample, 2), Kernel = call.Value(Kernel), Permutations = AtLeast(call, Permutations, 1), Seed = Run.Seed(call),
            Level = call.Value(Level) is > 0 and < 1 and var level ? level : throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"{Level.Name} is {call.Value(Level)}; it must be above 0 and below 1, as 0.05.")),
        };
        var (representer, report) = (Represent.Representer(call, Run.Seed(call))?.Invoke(null), ReportFile.Asked(call, ReportTo));
        var data = Reading.Read(call, path);
        var drift = call.Working("watching", progress => monitor.Watch(data, representer, Run.Context(call, progress)));
        report?.Write(call, Report.Of(drift));
        call.Keep(drift.Notes);
        call.Answer(Json(call, drift), Report.Of(drift));
    });

    static int AtLeast(Call call, Option<int> option, int least) => call.Value(option) is var value && value >= least ? value : throw new UsageException($"{option.Name} is {value}; it must be {least} or more.");

    static int? AtLeast(Call call, Option<int?> option, int least) => call.Value(option) is { } value && value < least ? throw new UsageException($"{option.Name} is {value}; it must be {least} or more.") : call.Value(option);

    static object Json(Call call, DriftReport drift) => new
    {
        data = drift.Data, representation = drift.Representation, kernel = drift.Monitor.Kernel, level = drift.Monitor.Level, permutations = drift.Monitor.Permutations, alarms = drift.Alarms,
        periods = drift.Periods.Select(p => new
        {
            from = p.From, until = p.Until, events = p.Events, users = p.Users, chunks = p.Chunks, toPrevious = Json(p.ToPrevious, p.PreviousP), toFirst = Json(p.ToFirst, p.FirstP), alarm = p.Alarm, alarmSinceFirst = p.AlarmSinceFirst,
            itemsMoved = p.ItemsMoved, itemsMovedSinceFirst = p.ItemsMovedSinceFirst, kindsMoved = p.KindsMoved, newItems = p.NewItems,
        }),
        seed = drift.Monitor.Seed, notes = call.Notes,
    };

    static object? Json(Discrepancy? found, double corrected) => found is null ? null : new { biased = found.Biased, unbiased = found.Unbiased, p = found.P, corrected, bandwidth = found.Bandwidth };
}
