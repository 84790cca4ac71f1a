using System.Collections;
using System.CommandLine;
using System.Globalization;

namespace Attune.Cli;

/// <summary>How a file of events is read, and what is done to the events before anything else.</summary>
sealed class DataOptions : IEnumerable<Option>
{
    readonly Option<string> _format = new("--format") { HelpName = "FORMAT", Description = "delimited, movielens, jsonl, recbole, sequences, baskets, qrels, libfm, calendar or attune. Default: detected." };
    readonly Option<string> _columns = new("--columns") { HelpName = "MAP", Description = "Which column is what, by number or header name: user=0,item=1,rating=2,time=3 (also value, kind, price, slot, request, context)." };
    readonly Option<string> _separator = new("--separator") { HelpName = "S", Description = "What separates fields: any characters, tab or space. Default: detected." };
    readonly Option<bool> _header = new("--header") { Description = "The first row is a header. Default: detected." };
    readonly Option<bool> _noHeader = new("--no-header") { Description = "The first row is data." };
    readonly Option<string> _encoding = new("--encoding") { HelpName = "NAME", Description = "The text's encoding, as latin1. Default: UTF-8." };
    readonly Option<BadRows> _badRows = new("--bad-rows") { HelpName = "fail|skip", Description = "Rows that cannot be read: fail at the first (default), or skip and count them." };
    readonly Option<string> _usersFile = new("--users-file") { HelpName = "FILE", Description = "Features of users: id first, or a column 'user'." };
    readonly Option<string> _items = new("--items") { HelpName = "FILE", Description = "Titles and features of items: id first, or a column 'item'; 'title' is the name shown." };
    readonly Option<string> _weights = new("--weights") { HelpName = "KIND=W,…", Description = "What an event of each kind counts: view=0.2,cart=0.5,purchase=1. Default 1, returns −1, impressions 0." };
    readonly Option<ValueScale> _values = new("--values") { HelpName = "linear|log|binary", Description = "How summed values become preferences: as they are (default), ln(1 + sum), or 1." };
    readonly Option<string[]> _filters = new("--filter") { HelpName = "FILTER", Description = $"May be repeated; applied in order: {Filters.Forms}." };
    readonly Option<string> _sample = new("--sample") { HelpName = "SAMPLE", Description = $"Go on with a part of what the filters leave: {Samples.Forms}." };
    readonly Option<int> _sampleSeed = new("--sample-seed") { HelpName = "N", Description = "Another seed, another sample.", DefaultValueFactory = _ => 42 };
    readonly Option<string> _duplicates = new("--duplicates") { HelpName = "POLICY", Description = "Repeats of a user, item and kind: keep (default), first, last, sum or mean." };

    readonly Option<string> _space = new("--store-space") { HelpName = "NAME", Description = "Of a live store (store:DIR, postgres:…): the space (tenant) to read. Default: default." };

    public IEnumerator<Option> GetEnumerator() =>
        ((IEnumerable<Option>)[_format, _columns, _separator, _header, _noHeader, _encoding, _badRows, _usersFile, _items, _weights, _values, _filters, _duplicates, _sample, _sampleSeed, _space]).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Reads a file, a saved data set or a store, merges duplicates, filters and samples, with progress and notes.</summary>
    internal Dataset Read(Call call, string path)
    {
        var data = ReadAsItIs(call, path);
        foreach (var kind in KindWeights(call.Value(_weights)).Keys.Except(data.Events.Kinds))
            call.Note($"--weights: no event of {data.Name} is of the kind '{kind}'; its kinds are {string.Join(", ", data.Events.Kinds)}.");
        if (call.Value(_duplicates) is { } policy) data = Duplicates.Merge(data, UsageException.Reading("--duplicates", () => Duplicates.Parse(policy)), call.Note);
        var filters = call.Value(_filters) ?? [];
        if (filters.Length > 0) data = UsageException.Applying("--filter", () => Filters.Apply(data, filters, call.Note));
        return call.Value(_sample) is { } sample ? UsageException.Applying("--sample", () => Samples.Parse(sample, data, call.Value(_sampleSeed), call.Note)) : data;
    }

    /// <summary>Reads a file, a saved data set or a store without filters: what is held out is measured as it is.</summary>
    internal Dataset ReadAsItIs(Call call, string path)
    {
        if (StoreName.IsLive(path)) return Live(call, path);
        if (call.Has(_space)) throw new UsageException($"--store-space is for a live store (store:DIR, postgres:…), and {path} is a file.");
        if (Dataset.IsSaved(path)) return Saved(call, path);
        var options = Source(call);
        return call.Working($"reading {Path.GetFileName(path)}", progress =>
            Dataset.FromFile(path, options, new Relay<FileProgress>(f => progress.Report(new FitProgress("bytes", f.BytesRead, f.TotalBytes))), call.Cancellation));
    }

    SourceOptions Source(Call call) => new()
    {
        Format = call.Value(_format) is { } format ? UsageException.Reading("--format", () => FileFormat.Checked(format)) : null,
        Columns = call.Value(_columns) is { } map ? UsageException.Reading("--columns", () => ColumnMap.Parse(map)) : null,
        Separator = call.Value(_separator) is { } separator ? UsageException.Reading("--separator", () => Delimited.Named(separator)) : null,
        Header = Header(call),
        Encoding = call.Value(_encoding) is { } name ? UsageException.Reading("--encoding", () => SourceText.EncodingOf(name) is null ? null : name) : null,
        BadRows = call.Value(_badRows),
        Note = call.Note,
        UserFile = call.Value(_usersFile),
        ItemFile = call.Value(_items),
        Weights = Weights(call),
        Threads = RunOptions.ThreadsToRead(call),
    };

    EventWeights Weights(Call call) => new() { Kinds = KindWeights(call.Value(_weights)), Scale = call.Value(_values) };

    // A saved data set brings its weights along; its form is known, so an option that says how to read text is a misunderstanding.
    Dataset Saved(Call call, string path)
    {
        RefuseText(call, path, "a saved data set: give the option to attune data convert instead");
        var data = Dataset.Load(path);
        return call.Has(_weights) || call.Has(_values) ? data.With(Weights(call)) : data;
    }

    // A store is read beside the server that has it open, and never written to.
    Dataset Live(Call call, string path)
    {
        var address = StoreName.AddressOf("--data", path);
        var shown = StoreName.Shown(address);
        RefuseText(call, shown, "a store, whose form is known: leave the option out");
        var data = call.Working($"reading {shown}", _ => LiveData.ReadAsync(address, call.Value(_space), call));
        return call.Has(_weights) || call.Has(_values) ? data.With(Weights(call)) : data;
    }

    void RefuseText(Call call, string path, string what)
    {
        foreach (var option in new Option[] { _columns, _separator, _header, _noHeader, _encoding, _usersFile, _items })
            if (call.Has(option)) throw new UsageException($"{option.Name} says how to read text, and {path} is {what}.");
    }

    bool? Header(Call call) => (call.Value(_header), call.Value(_noHeader)) switch
    {
        (true, true) => throw new UsageException("--header and --no-header contradict each other; write one of them."),
        (true, _) => true,
        (_, true) => false,
        _ => null,
    };

    /// <summary>Reads <c>view=0.2,purchase=1</c>.</summary>
    internal static Dictionary<string, float> KindWeights(string? text)
    {
        var weights = new Dictionary<string, float>(StringComparer.Ordinal);
        foreach (var part in (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            weights[part.Split('=')[0].Trim()] = part.Split('=') is [{ Length: > 0 }, var number] && float.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var weight) && float.IsFinite(weight) ? weight
                : throw new UsageException($"--weights: '{part}' is not of the form kind=number, as in view=0.2,cart=0.5,purchase=1.");
        return weights;
    }
}
