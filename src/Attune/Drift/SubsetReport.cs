using System.Diagnostics;

namespace Attune;

/// <summary>What a sampler has chosen, what that cost, and how the choice compares with the reference, with a random choice and with all candidates. Immutable.</summary>
public sealed record SubsetReport
{
    const int Randoms = 10, Bins = 10;

    /// <summary>The sampler's name.</summary>
    public required string Sampler { get; init; }

    /// <summary>What stood for the chunks; <c>none</c> where the sampler did not look.</summary>
    public required string Representation { get; init; }

    /// <summary>Numbers of the chosen chunks, in the order in which they were chosen.</summary>
    public required IReadOnlyList<int> Chosen { get; init; }

    /// <summary>How many candidates there were.</summary>
    public required int Candidates { get; init; }

    /// <summary>The share of the candidates that is chosen.</summary>
    public double Budget => (double)Chosen.Count / Candidates;

    /// <summary>Seconds of representing and scoring; 0 where the sampler did not look.</summary>
    public double RepresentSeconds { get; init; }

    /// <summary>Seconds of choosing.</summary>
    public double ChooseSeconds { get; init; }

    /// <summary>Operations by the formulas of the paper; nothing where the sampler did not look.</summary>
    public CostLedger Cost { get; init; } = CostLedger.None;

    /// <summary>MMD² of the chosen chunks and the reference with the cosine as kernel, over all pairs: 0 where their means are the same. NaN without a representation.</summary>
    public double Discrepancy { get; init; } = double.NaN;

    /// <summary>The same of as many chunks drawn at random: the mean of ten draws.</summary>
    public double RandomDiscrepancy { get; init; } = double.NaN;

    /// <summary>The mean cosine of two different chosen chunks: how alike they are. NaN without a representation or for fewer than two.</summary>
    public double Cosine { get; init; } = double.NaN;

    /// <summary>The same of as many chunks drawn at random: the mean of ten draws.</summary>
    public double RandomCosine { get; init; } = double.NaN;

    /// <summary>Different items of the chosen chunks.</summary>
    public int Items { get; init; }

    /// <summary>Different items of all candidates.</summary>
    public int AllItems { get; init; }

    /// <summary>Users with a chosen chunk.</summary>
    public int Users { get; init; }

    /// <summary>Users with a candidate.</summary>
    public int AllUsers { get; init; }

    /// <summary>Mean number of events of a chosen chunk.</summary>
    public double Events { get; init; }

    /// <summary>Mean number of events of a candidate.</summary>
    public double AllEvents { get; init; }

    /// <summary>How old chunks are, in days from their last event to the newest of all: up to how many days, how many chosen, how many candidates, in ten equal bins. Empty without times.</summary>
    public IReadOnlyList<(double Days, int Chosen, int Candidates)> Ages { get; init; } = [];

    /// <summary>What a reader should know.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Lets a sampler choose, and measures what it has chosen.</summary>
    /// <param name="sampler">Chooses.</param>
    /// <param name="task">What it is asked for.</param>
    /// <param name="measured">By what the choice is compared with the reference; null for the task's own representation. Samplers are comparable where it is the same.</param>
    public static SubsetReport Of(ISubsetSampler sampler, SubsetTask task, Representation? measured = null)
    {
        var notes = new List<string>();
        var start = Stopwatch.GetTimestamp();
        var chosen = sampler.Select(task with { Note = notes.Add });
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        foreach (var note in notes) task.Note?.Invoke(note);
        return Measured(sampler, task, chosen, measured ?? task.Representation) with { ChooseSeconds = seconds, Notes = notes };
    }

    static SubsetReport Measured(ISubsetSampler sampler, SubsetTask task, int[] chosen, Representation? by)
    {
        var (all, used) = (task.Candidates, sampler.NeedsRepresentation ? task.Representation : null);
        int[] everything = [.. Enumerable.Range(0, all.Count)];
        var report = new SubsetReport
        {
            Sampler = sampler.Name, Representation = used?.Name ?? "none", Chosen = chosen, Candidates = all.Count, RepresentSeconds = used?.Seconds ?? 0, Cost = used?.Cost ?? CostLedger.None,
            Items = ItemsOf(all, chosen), AllItems = ItemsOf(all, everything), Users = UsersOf(all, chosen), AllUsers = UsersOf(all, everything), Events = EventsOf(all, chosen), AllEvents = EventsOf(all, everything), Ages = AgesOf(all, chosen),
        };
        if (by is null) return report;
        var own = by.SumOf(chosen);
        UnitSum[] randoms = [.. Enumerable.Range(0, Randoms).Select(draw => by.SumOf(new RandomSampler().Select(task with { Seed = task.Seed + 1 + draw })))];
        return report with
        {
            Discrepancy = UnitSum.Biased(own, by.ReferenceSum), Cosine = own.MeanCosine,
            RandomDiscrepancy = randoms.Average(r => UnitSum.Biased(r, by.ReferenceSum)), RandomCosine = randoms.Average(r => r.MeanCosine),
        };
    }

    static int ItemsOf(HistoryChunks chunks, int[] which)
    {
        var seen = new bool[chunks.Data.Items.Count];
        foreach (var c in which)
            foreach (var item in chunks.Items(c)) seen[item] = true;
        return seen.Count(s => s);
    }

    static int UsersOf(HistoryChunks chunks, int[] which) => which.Select(chunks.UserOf).Distinct().Count();

    static double EventsOf(HistoryChunks chunks, int[] which) => which.Average(c => (double)chunks.Items(c).Length);

    static (double, int, int)[] AgesOf(HistoryChunks chunks, int[] chosen)
    {
        if (!chunks.Data.HasTimes) return [];
        double[] ends = [.. Enumerable.Range(0, chunks.Count).Select(c => chunks.EndOf(c)!.Value.ToUnixTimeMilliseconds() / 86_400_000.0)];
        var (newest, width) = (ends.Max(), Math.Max(1e-9, (ends.Max() - ends.Min()) / Bins));
        var (own, all) = (new int[Bins], new int[Bins]);
        foreach (var c in chosen) own[BinOf(c)]++;
        for (var c = 0; c < ends.Length; c++) all[BinOf(c)]++;
        return [.. Enumerable.Range(0, Bins).Select(b => ((b + 1) * width, own[b], all[b]))];

        int BinOf(int c) => Math.Clamp((int)((newest - ends[c]) / width), 0, Bins - 1);
    }
}
