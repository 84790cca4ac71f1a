using System.CommandLine;
using System.Globalization;

namespace Attune.Cli;

/// <summary><c>attune data select</c>: which of the new events are worth training on.</summary>
static class DataSelectCommand
{
    static readonly Argument<string?> File = ChunkOption.File();
    static readonly Option<string> Data = ChunkOption.Data();
    static readonly StretchOptions Stretch = [];
    static readonly Option<double> Budget = new("--budget") { HelpName = "SHARE", Description = "How much of the new chunks is chosen.", DefaultValueFactory = _ => 0.2 };
    static readonly Option<string> Select = new("--select") { HelpName = "SAMPLER", Description = $"How: {SubsetSampler.Forms}.", DefaultValueFactory = _ => "diverse:0.05:mean" };
    static readonly RepresentOptions Represent = [];
    static readonly Option<int> Chunk = ChunkOption.Length();
    static readonly Option<string> To = new("--to") { HelpName = "FILE", Description = "Write the chosen events with the columns of the data (.csv or .tsv, also as .gz), or one line for each chosen chunk (.jsonl)." };
    static readonly Option<string> ReportTo = new("--report") { HelpName = "FILE", Description = $"Also write the report into a file: {ReportFile.Kinds}." };
    static readonly RunOptions Run = [];
    static readonly DataOptions Reading = [];

    internal static Verb Create() => new Verb("select", "Which of the new events are worth training on: chooses stretches of histories that are like the most recent ones and not all alike.",
        "attune data select clicks.csv --last 90d --budget 0.2 --to worth-training.csv",
        "attune data select clicks.csv --from 2011-09-01 --reference 14d --select weighted --represent items --model out/als --to chosen.csv --report choice.html",
        "attune data select clicks.csv --select random --budget 0.1 --json") { File, Data, Stretch, Budget, Select, Represent, Chunk, To, ReportTo, Run, Reading }.Does(call =>
    {
        var path = ChunkOption.PathOf(call, File, Data);
        var sampler = UsageException.Reading(Select.Name, () => SubsetSampler.Parse(call.Value(Select)!));
        var (stretch, budget, length, to, report) = (Stretch.Read(call), Share(call), ChunkOption.Checked(call, Chunk), Target(call), ReportFile.Asked(call, ReportTo));
        if (!sampler.NeedsRepresentation && Represent.IsWritten(call)) call.Note($"{sampler.Name} does not look at what chunks are like; --represent only says how the choice is measured.");
        var representer = Represent.Representer(call, Run.Seed(call));
        var data = Reading.Read(call, path);
        var (from, reference, end) = stretch(data);
        var candidates = ChunkOption.Cut(call, data, length, from, end, "new");
        var wanted = ChunkOption.Drawn(ChunkOption.Cut(call, data, length, from > reference ? from : reference, end, "reference"), Stretch.References(call), Run.Seed(call));
        var (of, chosen) = Choose(call, sampler, representer, candidates, wanted, budget);
        if (to is not null) Write(call, to, candidates, chosen, of);
        var shown = Shown(Report.Of(of), from, reference, end, candidates, wanted);
        report?.Write(call, shown);
        call.Keep(of.Notes);
        call.Answer(Json(call, of, candidates, wanted, chosen, to), shown);
    });

    static double Share(Call call) => call.Value(Budget) is > 0 and <= 1 and var share ? share : throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"--budget is {call.Value(Budget)}; it must be a share above 0 and at most 1, as 0.2."));

    static string? Target(Call call) => call.Value(To) is not { } path ? null
        : EventsFile.IsFile(path) || IsLines(path) ? OutputFile.Checked(To.Name, path) : throw new UsageException($"{To.Name}: the name '{path}' must end in .csv or .tsv (also as .gz) for events, or in .jsonl for chunks.");

    static bool IsLines(string path) => Path.GetExtension(path).Equals(".jsonl", StringComparison.OrdinalIgnoreCase);

    static (SubsetReport Report, int[] Chosen) Choose(Call call, ISubsetSampler sampler, Func<HistoryChunks?, IChunkRepresenter>? representer, HistoryChunks candidates, HistoryChunks reference, double budget) => call.Working($"choosing by {sampler.Name}", progress =>
    {
        var context = Run.Context(call, progress);
        using var by = representer is null ? Representation.Tokens(candidates, reference, context: context) : Representation.Dense(representer(reference), candidates, reference, context: context);
        if (by.Empty > 0) call.Note($"{by.Empty} of {by.Count} chunks have only items that the model does not know; they count as like nothing.");
        var task = new SubsetTask { Candidates = candidates, Count = SubsetTask.CountOf(candidates.Count, budget), Representation = by, Seed = Run.Seed(call), Context = context };
        var of = UsageException.Applying(Select.Name, () => SubsetReport.Of(sampler, task));
        return (of, of.Chosen.ToArray());
    });

    static void Write(Call call, string path, HistoryChunks candidates, int[] chosen, SubsetReport of)
    {
        if (!IsLines(path))
        {
            var keep = new bool[candidates.Data.Count];
            foreach (var c in chosen) keep.AsSpan()[candidates.EventsOf(c)].Fill(true);
            EventsFile.Write(path, candidates.Data.Where(e => keep[e]), call);
            return;
        }
        OutputFile.Write(path, output =>
        {
            for (var i = 0; i < chosen.Length; i++) output.WriteLine(JsonText.LineOf(Line(candidates, chosen[i], i + 1)));
        });
    }

    static object Line(HistoryChunks chunks, int chunk, int place)
    {
        var (start, length) = chunks.EventsOf(chunk).GetOffsetAndLength(chunks.Data.Count);
        return new { chunk, place, user = chunks.Data.Users[chunks.UserOf(chunk)], from = chunks.Data.Events.TimeOf(start), to = chunks.EndOf(chunk), events = length };
    }

    static Report Shown(Report report, DateTimeOffset? from, DateTimeOffset reference, DateTimeOffset end, HistoryChunks candidates, HistoryChunks wanted) => report with
    {
        Facts = [.. report.Facts, new("new events", from is { } begin ? ChunkOption.Day(begin) : "all") { Detail = $"until {ChunkOption.Day(end)}, in {Count(candidates.Count)} chunks" }, new("reference", ChunkOption.Day(reference)) { Detail = $"until {ChunkOption.Day(end)}, {Count(wanted.Count)} chunks" }],
    };

    static string Count(int count) => count.ToString("N0", CultureInfo.InvariantCulture);

    static object Json(Call call, SubsetReport of, HistoryChunks candidates, HistoryChunks wanted, int[] chosen, string? to) => new
    {
        sampler = of.Sampler, representation = of.Representation, candidates = of.Candidates, reference = wanted.Count, chosen = chosen.Length, budget = of.Budget,
        events = chosen.Sum(c => candidates.Items(c).Length), representSeconds = of.RepresentSeconds, chooseSeconds = of.ChooseSeconds,
        operations = new { representing = of.Cost.Representing, scoring = of.Cost.Scoring, sorting = of.Cost.Sorting, total = of.Cost.Total },
        discrepancy = of.Discrepancy, randomDiscrepancy = of.RandomDiscrepancy, cosine = of.Cosine, randomCosine = of.RandomCosine,
        items = of.Items, allItems = of.AllItems, users = of.Users, allUsers = of.AllUsers, eventsPerChunk = of.Events, allEventsPerChunk = of.AllEvents,
        ages = of.Ages.Select(a => new { days = a.Days, chosen = a.Chosen, candidates = a.Candidates }), chunks = chosen, to, seed = Run.Seed(call), notes = call.Notes,
    };
}
