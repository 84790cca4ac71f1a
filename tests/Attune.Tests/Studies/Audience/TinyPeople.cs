using System.Globalization;
using System.Text;
using Attune.Numerics;
using Attune.Studies;

namespace Attune.Tests;

/// <summary>Files of a made-up shop whose users have ages, as somebody would have them: events, users, items with genres.</summary>
sealed class TinyPeople : IDisposable
{
    internal const int Users = 150;

    readonly TemporaryFolder _folder = new();

    internal TinyPeople()
    {
        var (events, users, items) = (new StringBuilder("user,item,rating\n"), new StringBuilder("id\tage\tcountry\n"), new StringBuilder("item,title,genres\n"));
        for (var u = 0; u < Users; u++)
        {
            var random = ((Seed)9).Derive(u).Stream();
            // The last user has no age.
            users.Append(CultureInfo.InvariantCulture, $"{u:00000000}\t{(u == Users - 1 ? "" : $"{10 + u % 50}")}\t{"ABC"[u % 3]}\n");
            foreach (var item in Enumerable.Range(0, 10 + u % 7).Select(_ => (int)(40 * random.NextDouble() * (u % 50 < 20 ? random.NextDouble() : 1))).Distinct()) events.Append(CultureInfo.InvariantCulture, $"{u},{item},{1 + random.NextInt(5)}\n");
        }
        for (var i = 0; i < 40; i++) items.Append(CultureInfo.InvariantCulture, $"{i},\"Item, no. {i}\",g{i % 3}|g{i % 4}\n");
        File.WriteAllText(_folder.At("events.csv"), events.ToString());
        File.WriteAllText(_folder.At("users.tsv"), users.ToString());
        File.WriteAllText(_folder.At("items.csv"), items.ToString());
        Directory.CreateDirectory(_folder.At("study"));
        Write(Spec());
    }

    internal string Folder => _folder.At("study");

    internal StudyRunOptions Options => new() { Data = _folder.Path };

    internal string At(string name) => _folder.At(name);

    internal void Write(string spec) => File.WriteAllText(_folder.At("study", Study.FileName), spec);

    internal static string Spec(string groups = "child:-19,adult:20-39,older:40-", string audience = "", string models = """[ { "model": "popularity" }, { "model": "als", "options": { "factors": 4, "iterations": 5 } }, { "model": "als", "name": "als-child", "group": "child", "beside": "als", "options": { "factors": 4, "iterations": 5 } }, { "model": "als", "name": "als-calibrated", "rerank": "calibrated:0.5:genres@20", "options": { "factors": 4, "iterations": 5 } } ]""", string split = "user-parts:60/20/20", string ids = "numbers", int cut = 5) =>
        $$"""
        {
          "question": "Whom?",
          "domains": ["shops", "music"],
          "data": [ { "name": "shop", "file": "events.csv", "items": "items.csv", "split": "{{split}}", "audience": { "users": "users.tsv", "attribute": "age", "ids": "{{ids}}", "groups": "{{groups}}", "labels": "genres", "cut": {{cut}}, "draws": 4, "domain": "shops"{{audience}} } } ],
          "models": {{models}},
          "seeds": [1],
          "metrics": ["ndcg@5"]
        }
        """;

    internal Study Read() => Study.Read(Folder);

    internal IReadOnlyList<CellResult> Run()
    {
        using var run = StudyRun.Open(Read(), Options);
        while (run.Next() is not null)
        {
        }
        return run.Results;
    }

    internal AudienceData Data()
    {
        using var folder = new DataFolder(_folder.Path);
        return CellData.Read(Read().Spec.Data[0], 1, folder).Audience!;
    }

    public void Dispose() => _folder.Dispose();
}
