using System.CommandLine;

namespace Attune.Cli;

/// <summary><c>attune data convert</c>: events of any format as a saved data set or as delimited text.</summary>
static class DataConvertCommand
{
    static readonly Argument<string> File = new("FILE") { Description = "The events to read." };
    static readonly Option<string> Out = new("--out") { HelpName = "DIR|FILE", Description = "A folder for a saved data set, with features and weights; or a file .csv or .tsv, also as .gz, for events alone.", Required = true };
    static readonly DataOptions Reading = [];

    internal static Verb Create() => new Verb("convert", "Reads events of any format once and saves them as a folder that loads fast, or as delimited text.",
        "attune data convert sales.csv --items products.csv --values log --out shop",
        "attune data convert ml-1m --filter min-value:4 --filter k-core:5 --out ml-1m.csv.gz") { File, Out, Reading }.Does(call =>
    {
        var path = call.Value(Out)!;
        var text = EventsFile.IsFile(path);
        if (text) OutputFile.Checked("--out", path);
        else if (EventsFile.LooksLikeFile(path)) throw new UsageException($"--out: {path} looks like a file, and only .csv and .tsv files are written; name one of these, or a folder.");
        var data = Reading.Read(call, call.Value(File));
        call.Cancellation.ThrowIfCancellationRequested();
        if (text) EventsFile.Write(path, data, call);
        else data.Save(path, TimeProvider.System);
        var size = Size.Of(data);
        call.Answer(new { @out = path, users = size.Users, items = size.Items, interactions = size.Interactions, notes = call.Notes }, new Report("Converted")
        {
            Facts = [new("users", size.Users, ValueFormat.Count), new("items", size.Items, ValueFormat.Count), new("interactions", size.Interactions, ValueFormat.Count), new(text ? "file" : "folder", path)],
        });
    });
}
