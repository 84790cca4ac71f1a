using Attune.Studies;

namespace Attune.Tests;

/// <summary>The domain that no public data here has: listening events, users with ages, genres that are known of artists. Made-up files in the form of LFM-2b and MLHD+ go through a study.</summary>
public sealed class MusicTests
{
    [Fact]
    public void ListeningEvents_WithGenresOfArtists_AreAnOrdinaryStudy()
    {
        using var folder = new TemporaryFolder();
        var events = Enumerable.Range(0, 90).SelectMany(u => Enumerable.Range(0, 12).SelectMany(t => Enumerable.Repeat($"{u}\t{(u + t * t) % 30}\t2009-0{6 + t % 4}-01 10:00:00", 1 + t % 2)));
        File.WriteAllLines(folder.At("listening-events.tsv"), events.Prepend("user_id\ttrack_id\ttimestamp"));
        File.WriteAllLines(folder.At("users.tsv"), Enumerable.Range(0, 90).Select(u => $"{u}\tUK\t{12 + u % 45}\tn\t2008-01-01").Prepend("user_id\tcountry\tage\tgender\tcreation_time"));
        File.WriteAllLines(folder.At("tracks.tsv"), Enumerable.Range(0, 30).Select(i => $"{i}\tartist{i % 6}\ttrack{i}").Prepend("track_id\tartist\ttrack"));
        File.WriteAllLines(folder.At("genres.tsv"), Enumerable.Range(0, 6).SelectMany(a => new[] { $"artist{a}\tg{a % 2}", $"artist{a}\tg{2 + a % 3}" }).Prepend("artist\tgenre"));
        Directory.CreateDirectory(folder.At("study"));
        File.WriteAllText(folder.At("study", Study.FileName), """
            { "question": "Whom?", "domains": ["music"],
              "data": [ { "name": "music", "file": "listening-events.tsv", "columns": "user=user_id,item=track_id,time=timestamp", "split": "time:0.25",
                "audience": { "users": "users.tsv", "attribute": "age", "groups": "young:12-29,older:30-65", "labels": "genres", "weighted": true, "cut": 5, "draws": 3, "domain": "music",
                  "taxonomy": { "file": "genres.tsv", "key": "artist", "column": "genre", "via": { "file": "tracks.tsv", "key": "track_id", "column": "artist" } } } } ],
              "models": [ { "model": "popularity" } ], "seeds": [1], "metrics": ["ndcg@5"] }
            """);
        var study = Study.Read(folder.At("study"));
        using var run = StudyRun.Open(study, new StudyRunOptions { Data = folder.Path });
        var result = run.Next()!;
        Assert.Equal("", result.Error);
        var shares = result.Details.Where(d => d.Part == "young" && d.Measure.StartsWith("share ", StringComparison.Ordinal)).ToArray();
        Assert.Equal(5, shares.Length);
        Assert.Equal(1, shares.Sum(s => s.Mean), 1e-9);
        // Weighted: of a profile every event counts, not every track once.
        Assert.True(result.Details.First(d => d.Part == "young" && d.Measure == "profile-size").Mean > 9);
        Assert.DoesNotContain("Not here", run.ToReport().ToMarkdown(), StringComparison.Ordinal);
    }
}
