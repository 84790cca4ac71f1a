using System.IO.Compression;

namespace Attune.Tests;

/// <summary>The protocols of published studies, as their own files have them, against the splits that the studies of this repository ask for.</summary>
public sealed class StudyDataTests
{
    [Fact]
    [Trait("data", "ml-1m")]
    public void LeaveLast_OrderedMovieLens1M_IsTheSplitOfGsasrec()
    {
        using var zip = TestData.Zip("ml-1m");
        using var folder = new TemporaryFolder();
        zip.GetEntry("ml-1m/derived/ml1m_ordered_interactions.tsv")!.ExtractToFile(folder.At("events.tsv"));
        var outer = Split.LeaveLast(Dataset.FromFile(folder.At("events.tsv"), new SourceOptions { Columns = ColumnMap.Parse("user=user_id,item=movie_id") }));
        var items = Rows("sas_to_original_items").ToDictionary(r => r[0], r => r[1]);
        var users = Rows("sas_to_original_users").Select(r => r[1]).ToArray();
        var (train, test, inputs, outputs) = (Rows("train_input"), Rows("test_output"), Rows("val_input"), Rows("val_output"));
        Assert.Equal((6_040, 3_416, 512), (users.Length, items.Count, inputs.Length));
        var (same, lacking) = (0, 0);
        for (var u = 0; u < users.Length; u++)
        {
            var index = outer.Train.Users.IndexOf(users[u]);
            string[] Ids(Dataset data) => [.. data.Sequence(index).ToArray().Select(i => data.Items[i])];
            string[] theirs = [.. train[u].Select(i => items[i])];
            Assert.Equal([items[test[u][0]]], Ids(outer.Test));
            // Theirs lacks the newest event, which is for validation, or the newest two of those 512 users who are validated on; some of the newest are not in our file.
            var ours = Ids(outer.Train);
            Assert.Equal(theirs, ours[..theirs.Length]);
            if (ours.Length == theirs.Length) lacking++;
            else same++;
        }
        Assert.Equal((2_316, 3_724), (lacking, same));
        for (var v = 0; v < inputs.Length; v++) Assert.Contains(train, t => inputs[v].Length == t.Length + 1 && inputs[v].AsSpan(0, t.Length).SequenceEqual(t));
        Assert.Equal(inputs.Length, outputs.Length);

        string[][] Rows(string name) => [.. TestData.Rows(zip, $"ml-1m/sasrec_split/{name}.txt", ' ')];
    }

    [Theory]
    [Trait("data", "amazon-yelp-lastfm-s3rec")]
    [InlineData("LastFM", 1_090, 3_646, 52_551)]
    [InlineData("Beauty", 22_363, 12_101, 198_502)]
    public void LeaveLast_TwiceOnS3RecFiles_HoldsOutTheLastAndTheOneBeforeOfEveryUser(string name, int users, int items, int events)
    {
        using var zip = TestData.Zip("amazon-yelp-lastfm-s3rec");
        using var folder = new TemporaryFolder();
        zip.GetEntry($"amazon-yelp-lastfm-s3rec/{name}.txt")!.ExtractToFile(folder.At("events.txt"));
        var data = Dataset.FromFile(folder.At("events.txt"));
        Assert.Equal((users, items, events), (data.Users.Count, data.Items.Count, data.Count));
        var outer = Split.LeaveLast(data);
        var inner = outer.Inner("leave-last:1")[0];
        foreach (var row in TestData.Rows(zip, $"amazon-yelp-lastfm-s3rec/{name}.txt", ' '))
        {
            var u = data.Users.IndexOf(row[0]);
            Assert.Equal(row[^1], outer.Test.Items[outer.Test.Sequence(u)[0]]);
            Assert.Equal(row[^2], inner.Test.Items[inner.Test.Sequence(u)[0]]);
            Assert.Equal(row[1..^2], inner.Train.Sequence(u).ToArray().Select(i => inner.Train.Items[i]));
        }
    }

    [Fact]
    [Trait("data", "amazon-yelp-lastfm-s3rec")]
    public void Candidates_OfLastFm_Are99ForEveryUserAndNoneOfTheUsersOwn()
    {
        using var zip = TestData.Zip("amazon-yelp-lastfm-s3rec");
        using var folder = new TemporaryFolder();
        foreach (var name in (string[])["LastFM.txt", "LastFM_sample.txt"]) zip.GetEntry($"amazon-yelp-lastfm-s3rec/{name}")!.ExtractToFile(folder.At(name));
        var data = Dataset.FromFile(folder.At("LastFM.txt"));
        var lists = TestCandidates.Parse(folder.At("LastFM_sample.txt")).Lists!;
        Assert.Equal(data.Users.Count, lists.Users.Count);
        for (var u = 0; u < data.Users.Count; u++)
        {
            string[] negatives = [.. lists.Sequence(lists.Users.IndexOf(data.Users[u])).ToArray().Select(i => lists.Items[i]).Distinct()];
            Assert.Equal(99, negatives.Length);
            Assert.Empty(negatives.Intersect(data.Sequence(u).ToArray().Select(i => data.Items[i])));
        }
    }
}
