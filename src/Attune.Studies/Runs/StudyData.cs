using System.Text.Json.Serialization;

namespace Attune.Studies;

/// <summary>Events of a study and the protocol by which models are measured on them; or a task of recall in their place.</summary>
sealed record StudyData
{
    /// <summary>What the study calls them.</summary>
    public required string Name { get; init; }

    /// <summary>The file of events, from the folder of data; one within an archive as <c>archive.zip/folder/file.txt</c>, one that begins with <c>../</c> from the study's own folder; several of one form by braces (<see cref="DataFolder.All"/>). Of a task the text, where it reads one.</summary>
    public string File { get; init; } = "";

    /// <summary>The file's format; null detects it.</summary>
    public string? Format { get; init; }

    /// <summary>Which column is what, as in <c>user=0,item=2</c>; null detects it.</summary>
    public string? Columns { get; init; }

    /// <summary>What is left of the events (<see cref="Filters.Forms"/>), in this order.</summary>
    public IReadOnlyList<string> Filters { get; init; } = [];

    /// <summary>How the test part is cut (<see cref="Split.Forms"/>); one way, without folds.</summary>
    public string Split { get; init; } = "";

    /// <summary>A file of the pairs of user and item that are the test part, in place of <see cref="Split"/>; null where the study cuts it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Held { get; init; }

    /// <summary>How validation data is cut from the training part; null where no model is watched while it trains.</summary>
    public string? Validation { get; init; }

    /// <summary>How many users, drawn by seed, are measured after each epoch; null for all.</summary>
    public int? ValidationUsers { get; init; }

    /// <summary>What the test items are ranked among (<see cref="TestCandidates.Forms"/>, the file from the folder of data); null for the whole catalog.</summary>
    public string? Candidates { get; init; }

    /// <summary>What is to be remembered, in place of events; null for events.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public StudyTask? Task { get; init; }

    /// <summary>A file of titles and features of items, from the folder of data; null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Items { get; init; }

    /// <summary>Whether every seed draws the parts anew, so that the spread over seeds is that of data and model; false (default) = one draw for all seeds.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Redraw { get; init; }

    /// <summary>Which of the study's metrics are measured here; null for all.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Metrics { get; init; }

    /// <summary>How many of the study's seeds, from the first, models are trained with here; null for all.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Seeds { get; init; }

    /// <summary>Whether held-out values (ratings) are the gains of graded metrics; else every held-out item counts alike.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Grades { get; init; }

    /// <summary>How much of it is trained on, one after another, as 5% or 100000: each makes an entry of its own, named <c>name@size</c>. Null for all of it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Sizes { get; init; }

    /// <summary>How <see cref="Sizes"/> are drawn before the split (<see cref="SizedData.SamplingForms"/>); null where the training part is thinned.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Sampling { get; init; }

    /// <summary>What of the training part is thinned for <see cref="Sizes"/>: users or histories; null where they are drawn before the split.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Thin { get; init; }

    /// <summary>Stretches of time through which models are kept up to date, in place of a split; null for events that are split once.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public StudyPeriods? Periods { get; init; }

    /// <summary>By which attribute users are grouped, and what is measured of each group; null for all users as one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public StudyAudience? Audience { get; init; }

    /// <summary>Whether each of several files is a day, in their order from 2000-01-01 on: for events whose only time is the file that they are in.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool FileIsDay { get; init; }

    /// <summary>Whether rows that cannot be read are left out, as events without a time among others that have one; false (default) = they are an error.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool SkipBadRows { get; init; }

    /// <summary>Events that are made up, in place of a file; null for a file.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public StudyPlanted? Planted { get; init; }

    /// <summary>Rows of clicks, in place of events; null for events.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public StudyClicks? Clicks { get; init; }

    /// <summary>Calendars of purchases of which each user's next basket is predicted, in place of a split; null for events that are split.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public StudyBaskets? Baskets { get; init; }

    /// <summary>The folder of the study.</summary>
    internal string Folder { get; init; } = "";

    /// <summary>Where <see cref="File"/> is: from the folder of data, or in full.</summary>
    internal string Place => File.StartsWith("../", StringComparison.Ordinal) ? Path.GetFullPath(Path.Combine(Folder, File)) : File;

    /// <summary>Whether parts of a cell are measured here, too (<see cref="CellResult.Details"/>).</summary>
    internal bool HasParts => Periods is not null || Audience is not null || Clicks is not null || Baskets is not null;

    /// <summary>Whether it is split and ranked as lists of the whole catalog are; tasks, clicks and baskets have protocols of their own.</summary>
    internal bool IsEvents => Task is null && Clicks is null && Baskets is null;

    /// <summary>All files that it reads beside <see cref="File"/>.</summary>
    internal IEnumerable<string> Files => [.. new[] { Items, Held, CandidatesFile }.OfType<string>().Where(f => f.Length > 0), .. Audience?.Files ?? [], .. Clicks?.Files ?? [], .. Baskets?.Files ?? []];

    /// <summary>Of which whole this is a size; null for the whole.</summary>
    internal SizedData? Sized { get; init; }

    /// <summary>The file of <see cref="Candidates"/>; null where they are not given in one.</summary>
    internal string? CandidatesFile => Candidates is { } among && !among.StartsWith("uniform:", StringComparison.Ordinal) && among != TestCandidates.NewItems.Name ? among : null;

    /// <summary>The protocol in words.</summary>
    internal string Protocol => Task is { } task ? task.Protocol : Clicks is { } clicks ? clicks.Protocol : Baskets is { } baskets ? baskets.Protocol : Periods is { } periods ? periods.Protocol : $"{(Held is { } held ? $"the pairs of {Path.GetFileName(held)} held out" : Split)}{(Validation is null ? "" : $", validation {Validation}")}{(ValidationUsers is { } n ? $" of {n} users" : "")}, {(UserParts.Is(Split) ? "models trained on the first part alone, " : "")}{(Candidates is null ? "the whole catalog ranked" : $"ranked among {Path.GetFileName(Candidates)}")}{(Redraw ? ", drawn anew by every seed" : "")}{(Grades ? ", values as grades" : "")}{(Sized is { } sized ? $"; {sized.Protocol}" : "")}";

    /// <summary>Whether its users are grouped by this attribute.</summary>
    internal bool IsGroupedBy(string attribute) => Audience?.Attribute.Equals(attribute, StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>Whether a list of data names it: by its own name, or by that of the whole.</summary>
    internal bool IsNamedIn(IReadOnlyList<string> names) => names.Contains(Name) || (Sized is { } sized && names.Contains(sized.Of));

    internal void Check()
    {
        if (Periods is not null) CheckPeriods(Periods);
        if (Sized is null) SizedData.Check(this);
        if (Name.Length == 0 || Name.Contains('/', StringComparison.Ordinal)) throw new ArgumentException($"data: the name '{Name}' must not be empty or hold a '/'.");
        if (Seeds is < 1) throw new ArgumentException($"data {Name}: seeds is {Seeds}; it must be 1 or more, or left out for all.");
        if (Task is not null)
        {
            CheckTask(Task);
            return;
        }
        if (Clicks is not null || Baskets is not null)
        {
            CheckOwn();
            return;
        }
        if (Planted is not null && (File.Length > 0 || Items is not null || Periods is null)) throw new ArgumentException($"data {Name} is planted: it has no file and no items, and needs periods.");
        if (Planted is { Users: < 10 }) throw new ArgumentException($"data {Name}: planted.users is {Planted.Users}; it must be 10 or more.");
        if (FileIsDay && !File.Contains('{', StringComparison.Ordinal)) throw new ArgumentException($"data {Name}: fileIsDay needs several files, as in \"day_{{0-16}}.txt\".");
        if (File.Length == 0 && Planted is null) throw new ArgumentException($"data {Name} has no entry 'file', which it needs unless it is a task.");
        if (Periods is null && Held is null == (Split.Length == 0)) throw new ArgumentException($"data {Name} needs either 'split' or 'held' (a file of the test part), unless it is a task{(Held is null ? "" : "; take one of them out")}.");
        if (ValidationUsers is < 1) throw new ArgumentException($"data {Name}: validationUsers is {ValidationUsers}; it must be 1 or more.");
        if (UserParts.Is(Split)) CheckParts();
        foreach (var (entry, way) in new[] { ("split", UserParts.Is(Split) ? "" : Split), ("validation", Validation) })
            if (way is { Length: > 0 }) Try($"data {Name}: {entry}", way);
        if (Candidates is not null && CandidatesFile is null) _ = TestCandidates.Parse(Candidates);
        Audience?.Check(Name);
        if (Audience is not null && (Candidates is not null || Periods is not null || Sizes is not null || Sized is not null)) throw new ArgumentException($"data {Name}: audience ranks the whole catalog of one split; leave candidates, periods and sizes out.");
    }

    void CheckOwn()
    {
        var what = Clicks is null ? "baskets" : "clicks";
        if (Split.Length > 0 || Held is not null || Validation is not null || Candidates is not null || (Clicks is not null && Filters.Count > 0) || Sizes is not null || Sized is not null || Periods is not null || Audience is not null || Planted is not null || (Clicks is not null && Baskets is not null))
            throw new ArgumentException($"data {Name} has {what}, which say what is learned and tested: leave split, held, validation, candidates, sizes, periods, audience and planted out, and filters of clicks.");
        if (Clicks?.Kind != StudyClicks.Planted && File.Length == 0) throw new ArgumentException($"data {Name} has no entry 'file', which it needs.");
        Clicks?.Check(Name);
        Baskets?.Check(Name);
    }

    void CheckParts()
    {
        try
        {
            _ = UserParts.Parse(Split);
        }
        catch (ArgumentException e)
        {
            throw new ArgumentException($"data {Name}: split: {e.Message}", e);
        }
        if (Validation is not null) throw new ArgumentException($"data {Name}: the second part of {Split} is the validation data; leave validation out.");
    }

    void CheckTask(StudyTask task)
    {
        if (Split.Length > 0 || Held is not null || Validation is not null || Candidates is not null || Filters.Count > 0 || Redraw || Metrics is not null || Audience is not null) throw new ArgumentException($"data {Name} is a task: split, held, validation, candidates, filters, redraw, metrics and audience belong to events; leave them out.");
        if (task.Kind == TokenTasks.Text != File.Length > 0) throw new ArgumentException($"data {Name}: the task '{TokenTasks.Text}' needs a 'file', and no other task reads one.");
        task.Check(Name);
    }

    void CheckPeriods(StudyPeriods periods)
    {
        if (Task is not null || Split.Length > 0 || Held is not null || Validation is not null || Candidates is not null || Sizes is not null || Redraw || Grades) throw new ArgumentException($"data {Name} has periods: task, split, held, validation, candidates, sizes, redraw and grades belong to events that are split once; leave them out.");
        periods.Check(Name);
    }

    // On a few made-up events: what is wrong with the text shows before any data is read. Whether the real data can be split so shows later.
    static void Try(string entry, string way)
    {
        var builder = new DatasetBuilder { Name = "made up" };
        for (var e = 0; e < 400; e++) builder.Add(new Interaction($"u{e % 40}", $"i{e / 40}") { Time = DateTimeOffset.UnixEpoch.AddDays(e) });
        try
        {
            if (Attune.Split.Parse(way, builder.Build()).Count > 1) throw new ArgumentException($"'{way}' makes several splits; a study takes one, as {Attune.Split.Forms} without folds.");
        }
        catch (ArgumentException e)
        {
            throw new ArgumentException($"{entry}: {e.Message}", e);
        }
        catch (DataException)
        {
            // Too few events here says nothing about the study's data.
        }
    }
}
