using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Attune.Studies;

/// <summary>
/// A question put to many trainings: data with their protocols, models with their options, seeds and metrics, and what others have published. It is a file,
/// <c>studies/NAME/spec.json</c>, and its results lie beside it. Immutable.
/// </summary>
public sealed class Study
{
    /// <summary>The name of the file.</summary>
    public const string FileName = "spec.json";

    readonly Dictionary<(string Data, string Model), string> _settings = [];

    Study(string path, StudySpec spec)
    {
        (Folder, Spec) = (Path.GetDirectoryName(Path.GetFullPath(path))!, spec);
        Trainers = spec.Models.ToDictionary(m => m.Label, m => m.Trainer());
        Metrics = [.. spec.Metrics.Select(StudyMetric.Parse)];
        Cells = [.. from data in spec.Data
                    from seed in spec.Seeds
                    from model in spec.Models
                    where model.IsOn(data) && (seed == spec.Seeds[0] || data.Redraw || SeededTrainer.IsSeeded(Trainers[model.Label])) && spec.Seeds.Take(Math.Min(data.Seeds ?? spec.Seeds.Count, model.Seeds ?? spec.Seeds.Count)).Contains(seed)
                    select new StudyCell(data.Name, model.Label, seed)];
    }

    /// <summary>What is asked.</summary>
    public string Question => Spec.Question;

    /// <summary>The folder of the file.</summary>
    public string Folder { get; }

    /// <summary>The folder's name.</summary>
    public string Name => Path.GetFileName(Folder);

    /// <summary>Everything there is to train, by data, then by seed; a model that draws no random numbers is trained once.</summary>
    public IReadOnlyList<StudyCell> Cells { get; }

    /// <summary>What is measured in every cell.</summary>
    public IReadOnlyList<IMetric> Metrics { get; }

    internal StudySpec Spec { get; }

    /// <summary>Whether its results have a column for what is measured of parts.</summary>
    internal bool HasDetails => Spec.Data.Any(d => d.HasParts);

    internal IReadOnlyDictionary<string, ITrainer> Trainers { get; }

    /// <summary>Reads a study.</summary>
    /// <param name="path">The file, or the folder that holds it as <see cref="FileName"/>.</param>
    /// <exception cref="DataException">There is no such file, or it is no study: the message says where and what to write.</exception>
    public static Study Read(string path)
    {
        if (Directory.Exists(path)) path = Path.Combine(path, FileName);
        return new Study(path, StudySpec.Read(path));
    }

    internal StudyData DataOf(StudyCell cell) => Spec.Data.First(d => d.Name == cell.Data);

    /// <summary>The cell that a training starts from; null for one that begins anew.</summary>
    internal StudyCell? StartOf(StudyCell cell) => ModelOf(cell).Start is { } start ? new StudyCell(start.Split('/')[0], start.Split('/')[1], cell.Seed) : null;

    /// <summary>Whether a model's results on some data differ from seed to seed.</summary>
    internal bool IsSeeded(string data, string model) => Spec.Data.First(d => d.Name == data).Redraw || SeededTrainer.IsSeeded(Trainers[model]);

    internal StudyModel ModelOf(StudyCell cell) => Spec.Models.First(m => m.Label == cell.Model);

    /// <summary>What a cell's numbers depend on besides its seed, in eight digits: data, protocol, options, metrics. A line with others is of an older study.</summary>
    internal string SettingsOf(StudyCell cell)
    {
        if (_settings.TryGetValue((cell.Data, cell.Model), out var known)) return known;
        var model = ModelOf(cell);
        var text = string.Join('\n', JsonSerializer.Serialize(DataOf(cell), StudySpec.Json), model.Model, Options.ToJson(SeededTrainer.WithSeed(Trainers[cell.Model], 0)), model.Patience, model.Every, model.Minutes, Spec.Watch,
            string.Join(',', Spec.Metrics));
        if (model.Update is { } update) text += $"\n{JsonSerializer.Serialize(update, StudySpec.Json)}";
        if (model.Update?.Versus is { } versus) text += $"\n{SettingsOf(cell with { Model = versus })}";
        foreach (var other in model.Against) text += $"\n{SettingsOf(cell with { Model = other })}";
        if (model.Parameters is { } parameters) text += $"\n{parameters}";
        if (model.Tune is { } tune) text += $"\n{JsonSerializer.Serialize(tune, StudySpec.Json)}";
        if ((model.Group ?? model.Rerank) is not null) text += $"\n{model.Group}\n{model.Rerank}\n{(model.Beside is { } beside ? SettingsOf(cell with { Model = beside }) : "")}";
        foreach (var member in TunedOptions.Before(this, cell)) text += $"\n{SettingsOf(member)}";
        if (StartOf(cell) is { } start) text += $"\n{SettingsOf(start)}";
        return _settings[(cell.Data, cell.Model)] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 4));
    }
}
