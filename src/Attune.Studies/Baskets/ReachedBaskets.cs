using System.Globalization;
using Attune.Numerics;

namespace Attune.Studies;

/// <summary>
/// What the cells of a study reached, user by user, for those that are held against them: in memory, and in the folder <c>values</c> beside the results, so that a model need not be trained again for every
/// process that compares with it. A file there is believed only where its means are those of the cell's line in results.csv; otherwise the cell is trained anew.
/// </summary>
sealed class ReachedBaskets(Study study)
{
    const string FolderName = "values";
    const double Rounding = 1e-9;

    readonly Dictionary<StudyCell, BasketValues> _known = [];

    /// <summary>Keeps what a cell reached.</summary>
    internal void Keep(StudyCell cell, BasketValues values)
    {
        _known[cell] = values;
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(cell))!);
        using var file = new PendingFile(PathOf(cell));
        using (var writer = new StreamWriter(file.Stream, leaveOpen: true))
            foreach (var metric in MetricsOf(cell)) writer.Write($"{metric.Name},{string.Join(',', values.PerUser(metric).Select(v => v.ToString(CultureInfo.InvariantCulture)))}\n");
        file.Complete();
    }

    /// <summary>What a cell reached: trained anew where that is not known.</summary>
    internal BasketValues Of(StudyCell cell, BasketParts data, FitContext context)
    {
        if (_known.TryGetValue(cell, out var values)) return values;
        var results = StudyRun.ResultsOf(study);
        if (results.FirstOrDefault(r => r.Cell == cell && !r.Failed) is { } result && Kept(result) is { } kept) return _known[cell] = kept;
        var model = study.ModelOf(cell);
        var trainer = model.Tune is null && model.TunedBy is null ? study.Trainers[cell.Model] : TunedOptions.Found(study, cell, results);
        var options = OptionsOf(study);
        var trained = BasketValues.Mean([.. BasketValues.Seeds(trainer, cell.Seed, study.DataOf(cell).Baskets!.Trainings).Select(seed => BasketEvaluation.Of(SeededTrainer.WithSeed(trainer, seed).Fit(data.Test.Train, context), data.Test, options, context))]);
        Keep(cell, trained);
        return trained;
    }

    /// <summary>How deep lists are measured.</summary>
    internal static BasketOptions OptionsOf(Study study) => new() { BootstrapSamples = 0, Cutoffs = [.. study.Metrics.Select(m => StudyMetric.OfFull(m) ?? m).OfType<IListMetric>().Select(m => m.Depth).Distinct().Order()] };

    BasketValues? Kept(CellResult result)
    {
        if (!File.Exists(PathOf(result.Cell)) || Read(PathOf(result.Cell)) is not { } perUser) return null;
        var metrics = MetricsOf(result.Cell);
        if (!metrics.All(m => perUser.ContainsKey(m.Name))) return null;
        var values = BasketValues.Of(perUser);
        return metrics.All(m => Math.Abs(values.Value(m) - result.Values[study.Metrics.ToList().IndexOf(m)]) <= Rounding) ? values : null;
    }

    // Null where it is damaged.
    static Dictionary<string, double[]>? Read(string path)
    {
        var perUser = new Dictionary<string, double[]>();
        foreach (var fields in File.ReadLines(path).Select(l => l.Split(',')))
        {
            var values = new double[fields.Length - 1];
            for (var u = 0; u < values.Length; u++)
                if (!double.TryParse(fields[u + 1], NumberStyles.Float, CultureInfo.InvariantCulture, out values[u])) return null;
            perUser[fields[0]] = values;
        }
        return perUser;
    }

    IMetric[] MetricsOf(StudyCell cell) => [.. study.Metrics.Where(m => StudyMetric.IsOf(m, study.DataOf(cell)))];

    string PathOf(StudyCell cell) => Path.Combine(study.Folder, FolderName, string.Create(CultureInfo.InvariantCulture, $"{study.SettingsOf(cell)}-{cell.Seed}.csv"));
}
