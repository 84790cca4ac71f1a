using System.IO.Compression;
using Attune.Neural;

namespace Attune.Bench;

/// <summary>Amazon Beauty, 5-core, as sequences: one line for each user, oldest first.</summary>
static class BeautySequences
{
    /// <summary>Reads it without the last items of each user, which are kept for measuring: two of them, as usual, where a model is trained.</summary>
    internal static Dataset Read(int without = 2)
    {
        var folder = Environment.GetEnvironmentVariable("ATTUNE_DATA") is { Length: > 0 } set ? set : Path.Combine("..", "shared", "data");
        var path = Path.Combine(folder, "amazon-yelp-lastfm-s3rec.zip");
        if (!File.Exists(path)) throw new FileNotFoundException($"This benchmark needs {path}; set ATTUNE_DATA to the folder that holds amazon-yelp-lastfm-s3rec.zip.");
        using var zip = ZipFile.OpenRead(path);
        using var reader = new StreamReader(zip.Entries.Single(e => e.Name == "Beauty.txt").Open());
        var events = new List<Interaction>();
        while (reader.ReadLine() is { } line)
        {
            var words = line.Split(' ');
            for (var i = 1; i < words.Length - without; i++) events.Add(new Interaction(words[0], words[i]) { Time = DateTimeOffset.UnixEpoch.AddSeconds(i) });
        }
        return new DatasetBuilder { Name = "beauty" }.AddRange(events).Build();
    }

    /// <summary>SASRec as it is compared: 64 numbers, two layers, histories of 50, 128 of them in a step.</summary>
    internal static Sasrec Model(SequenceLoss loss) => new() { Width = 64, Layers = 2, MaxLength = 50, BatchSize = 128, Loss = loss, Dropout = 0.5 };
}
