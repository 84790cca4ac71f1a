using System.Globalization;
using System.IO.Compression;
using System.Text;
using Attune.Tests;

namespace Attune.Serving.Tests;

/// <summary>A small shop in files, made once for all tests of the tool: people of two tastes, times, ratings, titles; and a trained model.</summary>
public sealed class Shop : IDisposable
{
    const int People = 40, Things = 24;
    readonly TemporaryFolder _folder = new();
    int _count;

    /// <summary>Writes the files and trains the model.</summary>
    public Shop()
    {
        File.WriteAllText(Ratings, "user,item,rating,time\n" + string.Concat(Events().Select(e => $"u{e.User},i{e.Item},{e.Rating},{e.Time}\n")));
        File.WriteAllText(NoHeader, string.Concat(Events().Select(e => $"u{e.User};i{e.Item};{e.Rating};{e.Time}\n")));
        File.WriteAllText(Named, "sku\tbuyer\twhen\n" + string.Concat(Events().Select(e => $"i{e.Item}\tu{e.User}\t{e.Time}\n")));
        File.WriteAllText(Timeless, string.Concat(Events().Select(e => $"u{e.User},i{e.Item}\n")));
        using (var gz = new GZipStream(File.Create(Gz), CompressionLevel.Fastest)) gz.Write(Encoding.UTF8.GetBytes(File.ReadAllText(Ratings)));
        File.WriteAllText(Titles, "item,title,colour\n" + string.Concat(Enumerable.Range(0, Things).Select(i => $"i{i},{(i % 2 == 0 ? "red" : "blue")} thing {i},{(i % 2 == 0 ? "red" : "blue")}\n")));
        Tool.Run("train", "item-knn", "--data", Ratings, "--items", Titles, "--out", Model, "--quiet").Succeeded();
    }

    /// <summary>user,item,rating,time with a header.</summary>
    internal string Ratings => _folder.At("ratings.csv");

    /// <summary>The same without a header, separated by semicolons.</summary>
    internal string NoHeader => _folder.At("ratings.dat");

    /// <summary>Other names and another order, separated by tabs.</summary>
    internal string Named => _folder.At("sales.tsv");

    /// <summary>Users and items only.</summary>
    internal string Timeless => _folder.At("pairs.csv");

    /// <summary>Ratings, compressed.</summary>
    internal string Gz => _folder.At("ratings.csv.gz");

    /// <summary>item,title,colour.</summary>
    internal string Titles => _folder.At("titles.csv");

    /// <summary>An item-knn with titles.</summary>
    internal string Model => _folder.At("model");

    /// <summary>A path that no other test uses; nothing is there.</summary>
    internal string New(string name) => _folder.At(string.Create(CultureInfo.InvariantCulture, $"{Interlocked.Increment(ref _count)}-{name}"));

    /// <summary>Everybody prefers things of their own parity; each has a dozen events.</summary>
    static IEnumerable<(int User, int Item, int Rating, int Time)> Events()
    {
        for (var u = 0; u < People; u++)
            for (var k = 0; k < 12; k++)
            {
                var item = (u * 7 + k * (k % 5 == 4 ? 3 : 2)) % Things;
                if (k % 5 != 4) item = item / 2 * 2 + u % 2;
                yield return (u, item, (item + u) % 2 == 0 ? 5 - k % 2 : 2, 1_600_000_000 + (k * 40 + u * 17 % People * 3) * 3600);
            }
    }

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();
}
