using System.Collections;
using System.CommandLine;
using System.Text;

namespace Attune.Cli;

/// <summary>How a text file of click rows is read and encoded.</summary>
sealed class ClickReading : IEnumerable<Option>
{
    readonly Option<string> _format = new("--format") { HelpName = "FORMAT", Description = "delimited, criteo or libfm. Default: detected." };
    readonly Option<string> _columns = new("--columns") { HelpName = "MAP", Description = "Which column is what: label=click,time=hour,user=uid,item=ad,weight=w,numeric=age+price,buckets=c,log-squares=n,several=genres,skip=id. Default: by usual names; all others are labels." };
    readonly Option<string> _schema = new("--schema") { HelpName = "FILE", Description = "The whole schema as JSON instead of --columns (docs/formats.md)." };
    readonly Option<string> _names = new("--names") { HelpName = "A,B,…", Description = "Names of the columns of a file without a header." };
    readonly Option<string> _separator = new("--separator") { HelpName = "S", Description = "What separates fields: any characters, tab or space. Default: detected." };
    readonly Option<int?> _minCount = new("--min-count") { HelpName = "N", Description = "Labels in fewer rows than this are unknown. Default: the schema's, which is 1 where it does not say." };
    readonly Option<string> _encoder = new("--encoder") { HelpName = "FILE.clicks", Description = "Encode as this file of training rows is encoded, instead of learning the fields from these." };
    readonly Option<BadRows> _badRows = new("--bad-rows") { HelpName = "fail|skip", Description = "Rows that cannot be read: fail at the first (default), or skip and count them." };
    int _skipped;

    public IEnumerator<Option> GetEnumerator() => ((IEnumerable<Option>)[_format, _columns, _schema, _names, _separator, _minCount, _encoder, _badRows]).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Opens the file.</summary>
    internal ClickRecords Open(Call call, string path, IProgress<FitProgress> progress)
    {
        _skipped = 0;
        return ClickText.Open(path, new ClickTextOptions
        {
            Format = call.Value(_format),
            Names = call.Value(_names)?.Split(',', StringSplitOptions.TrimEntries),
            Separator = call.Value(_separator) is { } separator ? UsageException.Reading("--separator", () => Delimited.Named(separator)) : null,
            BadRows = call.Value(_badRows),
            Skipped = _ => _skipped++,
            Progress = new Relay<FileProgress>(f => progress.Report(new FitProgress("bytes", f.BytesRead, f.TotalBytes))),
        });
    }

    /// <summary>What the columns are.</summary>
    internal ClickSchema Schema(Call call, ClickRecords rows)
    {
        if (call.Has(_schema) && call.Has(_columns)) throw new UsageException("--schema says what --columns would; write one of them.");
        var schema = call.Value(_schema) is { } file ? ClickSchema.FromJson(File.ReadAllText(file, Encoding.UTF8)) : rows.Schema;
        if (call.Value(_columns) is { } map) schema = UsageException.Reading("--columns", () => schema.With(map));
        return call.Value(_minCount) is { } least ? least >= 1 ? schema with { MinCount = least } : throw new UsageException($"--min-count is {least}; it must be 1 or more.") : schema;
    }

    /// <summary>The encoder of another file, or one that training rows teach.</summary>
    internal ClickEncoder Encoder(Call call, ClickRecords train, ClickSchema schema)
    {
        if (call.Value(_encoder) is not { } path) return Told(call, ClickEncoder.Fit(train, schema, call.Cancellation));
        foreach (var option in new Option[] { _columns, _schema, _minCount })
            if (call.Has(option)) throw new UsageException($"{option.Name} says how to encode, and so does --encoder; write one of them.");
        using var file = ClickFile.Open(path);
        return file.Fields.Encoder ?? throw new UsageException($"--encoder: {path} keeps no labels, because its rows were numbered elsewhere; name a file that attune data clicks made.");
    }

    /// <summary>Says how many rows were skipped.</summary>
    internal void Finish(Call call, string path)
    {
        if (_skipped > 0) call.Note($"{path}: {_skipped} bad row{(_skipped == 1 ? "" : "s")} skipped.");
    }

    static ClickEncoder Told(Call call, ClickEncoder encoder)
    {
        foreach (var note in encoder.Notes) call.Note(note);
        return encoder;
    }
}
