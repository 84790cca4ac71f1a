using System.CommandLine;
using System.Text.Json;

namespace Attune.Cli;

/// <summary><c>attune data clicks</c>: describes rows of what was shown and clicked, and encodes them into a columnar file.</summary>
static class DataClicksCommand
{
    static readonly Argument<string> Source = new("FILE") { Description = "Click rows as text (also .gz): delimited with a header, Criteo's, libFM; a file .clicks to describe; or the word planted, for made-up rows whose truth is known." };
    static readonly Option<string> To = new("--to") { HelpName = "FILE.clicks", Description = "Where to write the encoded rows. With --split: FILE.train.clicks, FILE.validation.clicks and FILE.test.clicks, all as the training rows teach." };
    static readonly Option<string> Parts = new("--split") { HelpName = "random:V:T|time:V:T", Description = "Shares of validation and test rows, as in random:0.1:0.1, or the newest by time." };
    static readonly Option<int> Seed = new("--seed") { HelpName = "N", Description = "Seed of random splits and planted rows.", DefaultValueFactory = _ => 42 };
    static readonly Option<int> Negatives = new("--negatives") { HelpName = "N", Description = "The rows are all clicks: follow each by so many items that its user has no row with in the same circumstances." };
    static readonly ClickReading Reading = [];
    static readonly PlantedFlags Planted = [];

    internal static Verb Create() => new Verb("clicks", "Describes rows of what was shown and clicked, and encodes them into a columnar file that models train on.",
        "attune data clicks train.csv --columns label=click,time=hour,skip=id --min-count 6 --split random:0.1:0.1 --to avazu.clicks",
        "attune data clicks test.tsv --encoder criteo.train.clicks --to criteo.test.clicks --json",
        "attune data clicks frappe.csv --negatives 2 --columns skip=cnt --split random:0.1:0.2 --to frappe.clicks",
        "attune data clicks planted --rows 20000000 --fields 39 --to planted.clicks") { Source, To, Parts, Seed, Negatives, Reading, Planted }.Does(call =>
    {
        var (path, to) = (call.Value(Source), call.Value(To));
        if (to is not null) OutputFile.Checked("--to", to);
        if (path == "planted") Plant(call, to);
        else if (path.EndsWith(".clicks", StringComparison.OrdinalIgnoreCase)) Describe(call, path, to);
        else Encode(call, path, to);
    });

    static void Describe(Call call, string path, string? to)
    {
        if (to is not null) throw new UsageException($"--to: {path} is encoded already; name the text that it was made of, or leave --to out to describe it.");
        using var file = ClickFile.Open(path);
        Answer(call, call.Working($"reading {Path.GetFileName(path)}", _ => ClickSummary.Of(file, call.Cancellation)), []);
    }

    static void Encode(Call call, string path, string? to)
    {
        var (summary, written) = call.Working($"reading {Path.GetFileName(path)}", progress =>
        {
            var rows = Reading.Open(call, path, progress);
            var schema = Reading.Schema(call, rows);
            if (call.Has(Negatives)) rows = rows.WithNegatives(call.Value(Negatives) is >= 1 and var n ? n : throw new UsageException($"--negatives is {call.Value(Negatives)}; it must be 1 or more."), call.Value(Seed), schema, call.Cancellation);
            var split = call.Value(Parts) is { } parts ? SplitOf(call, parts, rows, schema, to) : null;
            var encoder = Reading.Encoder(call, split?.Train ?? rows, schema);
            return to is null ? (ClickSummary.Of(ClickTable.Of(rows, encoder, call.Cancellation), call.Cancellation), []) : Write(call, rows, split, encoder, to);
        });
        Reading.Finish(call, path);
        Answer(call, summary, written);
    }

    static (ClickSummary, IReadOnlyList<string>) Write(Call call, ClickRecords rows, ClickSplit? split, ClickEncoder encoder, string to)
    {
        List<(string Path, ClickRecords Rows)> parts = split is null ? [(to, rows)] : [(Named(to, "train"), split.Train), (Named(to, "validation"), split.Validation), (Named(to, "test"), split.Test)];
        List<string> written = [];
        foreach (var (path, part) in parts)
        {
            // A share of 0 has no file.
            if (split is not null && !part.Read(call.Cancellation).Any()) continue;
            ClickFile.Write(path, part, encoder, call.Cancellation);
            written.Add(path);
        }
        using var first = ClickFile.Open(written[0]);
        return (ClickSummary.Of(first, call.Cancellation), written);
    }

    static string Named(string to, string part) => Path.ChangeExtension(to, $".{part}{Path.GetExtension(to)}");

    static ClickSplit SplitOf(Call call, string text, ClickRecords rows, ClickSchema schema, string? to)
    {
        if (to is null) throw new UsageException("--split writes files: name them with --to.");
        var (how, validation, test) = Shares(text);
        return UsageException.Applying("--split", () => how == "random" ? ClickSplit.Random(rows, call.Value(Seed), validation, test) : ClickSplit.ByTime(rows, schema, validation, test, call.Cancellation));
    }

    static (string How, double Validation, double Test) Shares(string text) =>
        text.Split(':') is [("random" or "time") and var how, var v, var t] && FieldCoder.TryNumber(v, out var validation) && FieldCoder.TryNumber(t, out var test) ? (how, validation, test)
            : throw new UsageException($"--split: '{text}' is not of the form random:0.1:0.1 or time:0.1:0.1 (shares of validation and test rows).");

    static void Plant(Call call, string? to)
    {
        var path = to ?? throw new UsageException("--to is missing: name the file for the planted rows.");
        if (call.Has(Negatives)) throw new UsageException("--negatives: planted rows have their own that were not clicked; leave it out.");
        var (truth, count) = (Planted.Truth(call, call.Value(Seed)), Planted.Rows(call));
        var parts = PartsOf(call.Value(Parts), count, path);
        var summary = call.Working("planting", progress =>
        {
            foreach (var (file, from, rows) in parts) ClickFile.Write(file, truth.Fields, Reported(truth.Blocks(rows, from: from), from, count, progress), call.Cancellation);
            using var first = ClickFile.Open(parts[0].Path);
            return ClickSummary.Of(first, call.Cancellation);
        });
        Answer(call, summary, [.. parts.Select(p => p.Path)]);
    }

    // Planted rows are independent of each other, so that any stretch of them is a part drawn at random.
    static List<(string Path, long From, long Rows)> PartsOf(string? split, long count, string path)
    {
        if (split is null) return [(path, 0, count)];
        var (how, validation, test) = Shares(split);
        if (how != "random" || validation < 0 || test < 0 || validation + test >= 1) throw new UsageException($"--split: '{split}' does not part planted rows, which have no times; write random:V:T with shares of 0 and more that leave something to train on.");
        var (watched, held) = ((long)(validation * count), (long)(test * count));
        return [.. new[] { (Named(path, "train"), 0, count - watched - held), (Named(path, "validation"), count - watched - held, watched), (Named(path, "test"), count - held, held) }.Where(p => p.Item3 > 0)];
    }

    static IEnumerable<ClickRows> Reported(IEnumerable<ClickRows> blocks, long done, long count, IProgress<FitProgress> progress)
    {
        foreach (var block in blocks)
        {
            yield return block;
            progress.Report(new FitProgress("rows", done += block.Count, count, null));
        }
    }

    static void Answer(Call call, ClickSummary summary, IReadOnlyList<string> written)
    {
        var report = Report.Of(summary);
        call.Answer(new
        {
            files = written,
            rows = summary.Rows,
            clicks = summary.Clicks,
            codes = summary.Codes,
            fields = summary.Fields.Select(f => new { name = f.Field.Name, kind = Word(f.Field.Kind.ToString()), role = Word(f.Field.Role.ToString()), codes = f.Field.Size, columns = f.Field.Columns, missing = f.Missing }),
            peakMemoryMb = Machine.PeakMemoryMb,
            notes = call.Notes,
        }, written.Count == 0 ? report : report with { Facts = [.. report.Facts, .. written.Select(w => new Fact("file", w))] });
    }

    static string Word(string name) => JsonNamingPolicy.KebabCaseLower.ConvertName(name);
}
