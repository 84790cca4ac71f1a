namespace Attune.Studies;

/// <summary>The data of one protocol, read and parted: what is trained on, what is watched, what is tested.</summary>
sealed class CellData
{
    // The parts are the study's, whatever the seed of a model.
    const int Seed = 42;

    readonly Split _outer;
    readonly Split? _inner;

    CellData(string name, Split outer, Split? inner, Split? watched, EvaluationOptions measure) => (Name, _outer, _inner, Watched, Measure) = (name, outer, inner, watched, measure);

    internal string Name { get; }

    /// <summary>How the test part is measured, without intervals: the seeds tell the spread.</summary>
    internal EvaluationOptions Measure { get; }

    /// <summary>The validation data of a watched training; null where the study has none.</summary>
    internal Split? Watched { get; }

    /// <summary>
    /// What a model is trained and tested on. A watched one trains without the validation data, which belongs to the histories when it is tested;
    /// any other trains on both.
    /// </summary>
    internal Split For(bool watched) => watched && _inner is { } inner ? Split.Files(inner.Train, _outer.Test, _outer.Train) with { Method = _outer.Method, Warnings = _outer.Warnings } : _outer;

    internal static CellData Read(StudyData spec, DataFolder folder)
    {
        var data = Dataset.FromFile(folder.Find(spec.File), new SourceOptions { Format = spec.Format, Columns = spec.Columns is { } map ? ColumnMap.Parse(map) : null });
        data = Filters.Apply(data, spec.Filters);
        var outer = Split.Parse(spec.Split, data, Seed)[0];
        var inner = spec.Validation is { } way ? outer.Inner(way, Seed)[0] : null;
        var measure = new EvaluationOptions
        {
            BootstrapSamples = 0,
            Seed = Seed,
            Candidates = spec.Candidates is { } among ? TestCandidates.Parse(among.StartsWith("uniform:", StringComparison.Ordinal) ? among : folder.Find(among)) : null,
        };
        return new CellData(spec.Name, outer, inner, inner is not null && spec.ValidationUsers is { } users ? Part(inner, users) : inner, measure);
    }

    static Split Part(Split split, int users) => Split.Files(split.Train, Samples.Users(split.Test, users, Seed), split.History) with { Method = split.Method };
}
