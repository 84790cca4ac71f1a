using System.Collections.Concurrent;

namespace Attune.Tests;

/// <summary>The published calendar files of next-basket repurchase; the calling test is skipped where they are absent.</summary>
static class Calendars
{
    static readonly ConcurrentDictionary<string, Lazy<Dataset>> s_files = new();

    internal static Dataset Read(string name) => s_files.GetOrAdd(name, file => new(() =>
    {
        using var folder = new TemporaryFolder();
        using (var zip = TestData.Zip("next-basket-calendar"))
        using (var from = zip.GetEntry($"next-basket-calendar/derived/{file}.csv")!.Open())
        using (var to = File.Create(folder.At($"{file}.csv")))
            from.CopyTo(to);
        return Dataset.FromFile(folder.At($"{file}.csv"), new SourceOptions { Format = "calendar" });
    })).Value;
}
