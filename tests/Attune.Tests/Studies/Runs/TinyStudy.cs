using System.Globalization;
using System.IO.Compression;
using System.Text;
using Attune.Studies;

namespace Attune.Tests;

/// <summary>A study of a small made-up world in a folder of its own.</summary>
sealed class TinyStudy : IDisposable
{
    internal const string Models = """[ { "model": "item-knn" }, { "model": "als", "options": { "factors": 4, "iterations": 8 }, "patience": 2 }, { "model": "bpr", "options": { "factors": 4, "epochs": 3 } } ]""";
    readonly TemporaryFolder _folder = new();

    internal TinyStudy(string models = Models, string more = "", string data = "")
    {
        Directory.CreateDirectory(Folder);
        File.WriteAllText(_folder.At("events.txt"), Events());
        File.WriteAllText(_folder.At("study", Study.FileName), Spec(models, more, data));
    }

    internal string Folder => _folder.At("study");

    internal string Results => _folder.At("study", "results.csv");

    internal StudyRunOptions Options => new() { Data = _folder.Path };

    internal Study Read() => Study.Read(Folder);

    internal static string Spec(string models = Models, string more = "", string data = "") =>
        $$"""
        {
          // what is asked
          "question": "Which of them?",
          "data": [ { "name": "tiny", "file": "events.txt", "format": "sequences", "split": "leave-last:1", "validation": "leave-last:1"{{data}} } ],
          "models": {{models}},
          "seeds": [1, 2],
          "metrics": ["ndcg@5", "hit@5"]{{more}}
        }
        """;

    internal Dataset Data() => Dataset.FromFile(_folder.At("events.txt"), new SourceOptions { Format = "sequences" });

    /// <summary>Puts the events into an archive and takes the plain file away.</summary>
    internal void Zip()
    {
        using (var zip = ZipFile.Open(_folder.At("world.zip"), ZipArchiveMode.Create)) zip.CreateEntryFromFile(_folder.At("events.txt"), "world/events.txt");
        File.Delete(_folder.At("events.txt"));
    }

    /// <summary>The study as it is now with another text.</summary>
    internal void Write(string spec) => File.WriteAllText(_folder.At("study", Study.FileName), spec);

    /// <summary>Runs all that is left.</summary>
    internal IReadOnlyList<CellResult> Run(StudyRunOptions? options = null, FitContext? context = null)
    {
        using var run = StudyRun.Open(Read(), options ?? Options);
        while (run.Next(context) is not null)
        {
        }
        return run.Results;
    }

    public void Dispose() => _folder.Dispose();

    static string Events()
    {
        var world = Worlds.Random(users: 80, items: 30, perUser: 9);
        var text = new StringBuilder();
        for (var u = 0; u < world.Users.Count; u++)
            text.Append(CultureInfo.InvariantCulture, $"{world.Users[u]} {string.Join(' ', world.Sequence(u).ToArray().Distinct().Select(i => world.Items[i]))}\n");
        return text.ToString();
    }
}
