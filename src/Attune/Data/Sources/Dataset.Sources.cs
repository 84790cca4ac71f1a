namespace Attune;

public sealed partial class Dataset
{
    /// <summary>
    /// Reads events from a file, plain or .gz: delimited text with or without a header, MovieLens, JSON lines, RecBole, id sequences, baskets, TREC judgements;
    /// or from a folder that holds MovieLens, RecBole or a saved data set. The format is told from the name and the first lines; docs/formats.md shows them all.
    /// </summary>
    /// <param name="path">The file or folder.</param>
    /// <param name="options">How to read it; most files need none.</param>
    /// <param name="progress">Hears of every megabyte read.</param>
    /// <param name="cancel">Stops the reading.</param>
    /// <exception cref="DataException">The file is missing, damaged or not what it should be: the message names file, line, column, value and what to do.</exception>
    public static Dataset FromFile(string path, SourceOptions? options = null, IProgress<FileProgress>? progress = null, CancellationToken cancel = default)
    {
        options ??= new SourceOptions();
        if (path.AsSpan().IsWhiteSpace()) throw new DataException("The path of the events is empty; name a file or a folder.");
        var isFolder = Directory.Exists(path);
        if (!isFolder && !File.Exists(path)) throw SourceText.Missing(path);
        if (isFolder && options.Format is null or "attune" && (options.Format is not null || IsSaved(path))) return Loaded(path, options);
        var events = isFolder ? FileFormat.EventsIn(path) : path;
        var builder = new DatasetBuilder { Name = options.Name ?? Path.GetFileName(Path.TrimEndingDirectorySeparator(path)), Weights = options.Weights ?? new EventWeights(), Extends = options.Extends, Threads = options.ThreadCount };
        var run = new Import(builder, options, progress, cancel);
        var format = FileFormat.Read(run, events);
        var (users, items) = format switch
        {
            "movielens" => (MovieLens.Users(events), MovieLens.Items(events)),
            "recbole" => (RecBole.Beside(events, ".user"), RecBole.Beside(events, ".item")),
            _ => (null, null),
        };
        if ((options.UserFile ?? users) is { } userFile) FeatureFile.Read(run, userFile, users: true);
        if ((options.ItemFile ?? items) is { } itemFile) FeatureFile.Read(run, itemFile, users: false);
        run.Finish(events);
        return builder.Build();
    }

    static Dataset Loaded(string folder, SourceOptions options)
    {
        if ((options.UserFile ?? options.ItemFile) is { } file)
            throw new DataException($"{folder} is a saved data set, which has its own features; {file} cannot be added to it. Read the events from their first source together with {file}, and save them again.");
        var data = Load(folder);
        if (options.Extends is { } known) data = data.WhereExtending(known, _ => true);
        if (options.Weights is { } weights) data = data.With(weights);
        return options.Name is { } name ? data.Named(name) : data;
    }

    /// <summary>Reads delimited text with or without a header, whatever the separator: <see cref="FromFile"/> without looking for another format.</summary>
    /// <inheritdoc cref="FromFile"/>
    public static Dataset FromCsv(string path, SourceOptions? options = null, IProgress<FileProgress>? progress = null, CancellationToken cancel = default) =>
        FromFile(path, (options ?? new SourceOptions()) with { Format = "delimited" }, progress, cancel);
}
