using System.Globalization;

namespace Attune.Bench;

/// <summary>Click models that are trained on files of rows larger than what is held of them: a pass over invented rows of 39 fields, by the command line, beside the memory that it takes.</summary>
sealed class RowsRun(string work)
{
    const int Fields = 39, Batch = 4096;

    internal static readonly int[] Sizes = [1_000_000, 5_000_000, 20_000_000];

    internal static readonly string[] Models = ["click-lr", "click-fm", "deep-fm"];

    internal Report Run(IReadOnlyList<int> sizes, IReadOnlyList<string> models)
    {
        Directory.CreateDirectory(work);
        var rows = new List<IReadOnlyList<Cell>>();
        foreach (var size in sizes)
        {
            var file = Path.Combine(work, $"rows-{Vocabulary.Canonical(size)}.clicks");
            rows.Add(Row(size, "writing the file", CliProcess.Run("data", "clicks", "planted", "--rows", Vocabulary.Canonical(size), "--fields", Vocabulary.Canonical(Fields), "--to", file), file));
            foreach (var model in models)
                rows.Add(Row(size, model, CliProcess.Run(["train", model, "--clicks", file, "--out", Path.Combine(work, "rows-model"), "--set", "epochs=1", $"batchSize={Batch}", .. Dense(model)]), file));
            File.Delete(file);
        }
        return new Report("Rows of clicks that need not fit into memory")
        {
            Lead = string.Create(CultureInfo.InvariantCulture, $"One pass over invented rows of {Fields} fields of 10 to 10,000 labels, batches of {Batch:N0}, all processors; deep-fm has vectors of 16 and dense layers of 128 × 2. Time and memory are those of the whole command."),
            Sections =
            [
                new Section("Speed and memory")
                {
                    Tables = [new Table([new("rows", ValueFormat.Count), "work", new("file, MB", ValueFormat.Number), new("time", ValueFormat.Seconds), new("thousand rows a second", ValueFormat.Number), new("peak memory, MB", ValueFormat.Number)], rows)],
                    Notes = ["What is held does not grow with the rows: groups of rows are read, mixed and let go. As whole numbers in memory the rows of 20 million would take 3.1 GB."],
                },
            ],
        };
    }

    // Small dense layers: what is asked is whether reading keeps up and memory stays.
    static string[] Dense(string model) => model == "deep-fm" ? ["layers=2", "width=128"] : [];

    static IReadOnlyList<Cell> Row(int size, string work, CliProcess took, string file) => [size, work, new FileInfo(file).Length / 1e6, took.Seconds, size / took.Seconds / 1000, took.Peak / 1e6];
}
