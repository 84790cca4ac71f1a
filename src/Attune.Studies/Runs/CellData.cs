namespace Attune.Studies;

/// <summary>The data of one protocol, read and parted: what is trained on, what is watched, what is tested.</summary>
sealed class CellData
{
    // Unless they are drawn anew, the parts are the study's, whatever the seed of a model.
    const int Seed = 42;

    readonly Split _outer;
    readonly Split? _inner;

    CellData(string name, int seed, Split outer, Split? inner, Split? watched, EvaluationOptions measure, SizedNote? sized, AudienceData? audience) => (Name, Drawn, _outer, _inner, Watched, Measure, Sized, Audience) = (name, seed, outer, inner, watched, measure, sized, audience);

    internal string Name { get; }

    /// <summary>The seed that drew the parts.</summary>
    internal int Drawn { get; }

    /// <summary>How the test part is measured, without intervals: the seeds tell the spread.</summary>
    internal EvaluationOptions Measure { get; }

    /// <summary>How the validation data is measured: it is a part of what the training data was before it was thinned, so nothing beyond the training is left out of its lists.</summary>
    internal EvaluationOptions MeasureWatched => Measure with { AlsoSeen = null };

    /// <summary>How much of the data it is; null where the study asks for no sizes.</summary>
    internal SizedNote? Sized { get; }

    /// <summary>The users in groups; null where the study asks for none.</summary>
    internal AudienceData? Audience { get; }

    /// <summary>The validation data of a watched training; null where the study has none.</summary>
    internal Split? Watched { get; }

    /// <summary>
    /// What a model is trained and tested on. A watched one trains without the validation data, which belongs to the histories when it is tested;
    /// any other trains on both.
    /// </summary>
    internal Split For(bool watched) => watched && _inner is { } inner ? Split.Files(inner.Train, _outer.Test, _outer.History ?? _outer.Train) with { Method = _outer.Method, Warnings = _outer.Warnings } : _outer;

    /// <summary>Whether these are the parts for a seed of the study.</summary>
    internal bool IsOf(StudyData spec, int seed) => Name == spec.Name && Drawn == SeedOf(spec, seed);

    internal static CellData Read(StudyData spec, int drawn, DataFolder folder)
    {
        var seed = SeedOf(spec, drawn);
        var grouped = spec.Audience is null ? null : AudienceEvents.Of(Unfiltered(spec, folder), spec, folder).Filtered(spec.Filters);
        var data = grouped is not null ? grouped.Data : spec.Sized is { } whole ? folder.Whole(whole.Of, () => Events(spec, folder)) : Events(spec, folder);
        SizedNote? sized = null;
        if (spec.Sized is { } size) (data, sized) = size.Drawn(data);
        var (outer, inner) = UserParts.Is(spec.Split) ? UserParts.Of(data, spec.Split, seed) : (spec.Held is { } file ? HeldOut(data, spec, folder.Find(file)) : Split.Parse(spec.Split, data, seed)[0], null);
        // What a thinned history lacks is no less known to the user: in a list it would count as a miss.
        var alsoSeen = spec.Sized?.Thin == SizedData.Histories ? outer.Train : null;
        if (spec.Sized is { } part) (outer, sized) = part.Thinned(outer, sized!);
        if (spec.Validation is { } way) inner = outer.Inner(way, seed)[0];
        var measure = new EvaluationOptions
        {
            BootstrapSamples = 0,
            Seed = Seed,
            ValuesAsGrades = spec.Grades,
            AlsoSeen = alsoSeen,
            Candidates = spec.Candidates is { } among ? TestCandidates.Parse(spec.CandidatesFile is { } list ? folder.Find(list) : among) : null,
        };
        return new CellData(spec.Name, seed, outer, inner, inner is not null && spec.ValidationUsers is { } users ? Part(inner, users) : inner, measure, sized, grouped is null ? null : AudienceData.Of(spec, outer, grouped));
    }

    internal static Dataset Events(StudyData spec, DataFolder folder) => Filters.Apply(Unfiltered(spec, folder), spec.Filters);

    static Dataset Unfiltered(StudyData spec, DataFolder folder) => spec.Planted is { } planted ? new PlantedDrift { Users = planted.Users }.Make().Data : Together(spec, folder);

    static Dataset Together(StudyData spec, DataFolder folder)
    {
        Dataset[] parts = [.. DataFolder.All(spec.Place).Select(place => Dataset.FromFile(folder.Find(place), new SourceOptions { Format = spec.Format, Columns = spec.Columns is { } map ? ColumnMap.Parse(map) : null, ItemFile = spec.Items is { } items ? folder.Find(items) : null, BadRows = spec.SkipBadRows ? BadRows.Skip : BadRows.Fail }))];
        if (parts is [var one]) return one;
        var builder = new DatasetBuilder { Name = spec.Name };
        for (var p = 0; p < parts.Length; p++)
        {
            var (part, day) = (parts[p], spec.FileIsDay ? Calendar.Newest.AddDays(p) : (DateTimeOffset?)null);
            for (var e = 0; e < part.Count; e++) builder.Add(new Interaction(part.Users[part.Events.Users[e]], part.Items[part.Events.Items[e]]) { Time = day ?? part.Events.TimeOf(e), Kind = part.Events.KindOf(e), Value = part.Events.ValueOf(e) is var value && float.IsNaN(value) ? null : value });
        }
        return builder.Build();
    }

    static int SeedOf(StudyData spec, int seed) => spec.Redraw ? seed : Seed;

    // What the file names and the data lacks is told, not dropped: filters may have taken it.
    static Split HeldOut(Dataset data, StudyData spec, string path)
    {
        var pairs = Dataset.FromFile(path);
        var (users, items) = (data.Users.MapFrom(pairs.Users), data.Items.MapFrom(pairs.Items));
        var held = Enumerable.Range(0, pairs.Events.Count).Select(e => (User: users[pairs.Events.Users[e]], Item: items[pairs.Events.Items[e]])).ToHashSet();
        bool IsHeld(int e) => held.Contains((data.Events.Users[e], data.Events.Items[e]));
        if (!Enumerable.Range(0, data.Count).Any(IsHeld)) throw new DataException($"data {spec.Name}: none of the pairs of {spec.Held} is among the events of {spec.File}; it must hold the same ids, user first.");
        var split = Split.Where($"held: {Path.GetFileName(path)}", data, IsHeld);
        var known = Enumerable.Range(0, split.Test.Events.Count).Select(e => (split.Test.Users[split.Test.Events.Users[e]], split.Test.Items[split.Test.Events.Items[e]])).Distinct().Count();
        return known == held.Count && !held.Any(p => p.User < 0 || p.Item < 0) ? split
            : split with { Warnings = [.. split.Warnings, FormattableString.Invariant($"Of the {held.Count} pairs held out {known} are among the events: filters have taken the others, or the file is of other data.")] };
    }

    static Split Part(Split split, int users) => Split.Files(split.Train, Samples.Users(split.Test, users, Seed), split.History) with { Method = split.Method };
}
