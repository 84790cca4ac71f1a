using System.IO.Compression;
using System.Text;

namespace Attune.Tests;

public sealed class RecommendationsTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    Recommendations Read(string text, string name = "lists.txt")
    {
        File.WriteAllText(_folder.At(name), text);
        return Recommendations.Read(_folder.At(name));
    }

    string Fails(string text) => Assert.Throws<DataException>(() => Read(text)).Message.Replace(_folder.At("lists.txt"), "FILE");

    static string Lists(Recommendations lists) => string.Join("; ", Enumerable.Range(0, lists.Users.Count)
        .Select(u => $"{lists.Users[u]}: {string.Join(' ', lists.ListOf(u).ToArray().Select(i => lists.Items[i]))}"));

    [Theory]
    [InlineData("user,item\nu,b\nu,a\nv,a\nu,c\n", "u: b a c; v: a")]
    [InlineData("item;user_id;score\nb;u;1\na;u;2\nc;u;1\n", "u: a b c")]
    [InlineData("user\titem\trank\tscore\nu\tb\t2\t9\nu\ta\t1\t\n", "u: a b")]
    [InlineData("user_id:token,item_id:token,extra\r\nu,\"b,\"\"x\"\"\",1\r\nu,\"two\nlines\",2\r\n", "u: b,\"x\" two\nlines")]
    [InlineData("{\"user\":\"u\",\"items\":[\"b\",7]}\n\n{\"user\":3,\"items\":[]}\n", "u: b 7; 3: ")]
    [InlineData("{\"items\":[{\"id\":\"b\",\"score\":1},{\"item\":\"a\",\"score\":2.5},{\"item\":9,\"score\":null}],\"user\":\"u\"}", "u: b a 9")]
    public void Read_EachForm_GivesTheListsInOrder(string text, string lists) => Assert.Equal(lists, Lists(Read(text)));

    [Fact]
    public void Read_TrecRun_OrdersAsTrecEvalDoes()
    {
        // The rank is not read; 1.00000001 and 1 are one 32-bit float, so they tie, and ties go by descending id in bytes.
        var lists = Read("q1 Q0 d1 1 1.0 run\nq1 Q0 d2 2 1.00000001 run\nq1\tQ0\td10  3 2e0 run\nq2 Q0 Z 1 0 run\nq2 Q0 a 2 0 run\nq2 Q0 😀 3 0 run\nq2 Q0 \uFF5E 4 0 run\n");
        Assert.Equal("q1: d10 d2 d1; q2: 😀 \uFF5E a Z", Lists(lists));
        Assert.Equal("run", lists.Name);
        Assert.Equal([2f, 1f, 1f], lists.ScoresOf(0).ToArray());
    }

    [Theory]
    [InlineData("", "FILE holds no lists. Check that it was written to its end.")]
    [InlineData("user,item\n", "FILE holds no lists. Check that it was written to its end.")]
    [InlineData("u,b\nu,a\n", "FILE, line 1 is 'u,b', which is neither a CSV header with user and item, nor JSON, nor six fields of a TREC run; see docs/formats.md for the forms.")]
    [InlineData("user,item,score\nu,b,1\n\nu,a,high\n", "FILE, line 4 has the score 'high', which is not a finite number.")]
    [InlineData("user,item,score\nu,b,NaN\n", "FILE, line 2 has the score 'NaN', which is not a finite number.")]
    [InlineData("user,item,score\nu,b,\n", "FILE, line 2 has the score '', which is not a finite number.")]
    [InlineData("user,item,rank\nu,b,first\n", "FILE, line 2 has the rank 'first', which is not a whole number.")]
    [InlineData("user,item\nu,b\nu\n", "FILE, line 3 has 1 fields where the header has 2.")]
    [InlineData("user,item\n,b\n", "FILE, line 2 has no user.")]
    [InlineData("user,item\nu,b\nv,b\nu,b\n", "FILE, line 4 lists the item 'b' for the user 'u' a second time.")]
    [InlineData("user,item\nu,b\nu,\"a\nv,c\n", "FILE, line 3, column 2: the quote that opens here is not closed within the file, beginning '\"a…'. Close it, or double it where it belongs to the text.")]
    [InlineData("user,item\nu,\"a\"b\n", "FILE, line 2 cannot be read: column 2: there is text after the closing quote ('b'); a quote inside quotes is written twice.")]
    [InlineData("\"user,item\n", "FILE, line 1, column 1: the quote that opens here is not closed within the file, beginning '\"user,item'. Close it, or double it where it belongs to the text.")]
    [InlineData("u Q0 a 1 2 r\nu Q0 b 2 r\n", "FILE, line 2 has 5 fields where a TREC run has six: user Q0 item rank score name.")]
    [InlineData("u Q0 a 1 2 r\nu Q0 b 2 x r\n", "FILE, line 2 has the score 'x', which is not a finite number.")]
    [InlineData("{\"user\":\"u\",\"items\":[\"a\"]}\n{\"user\":\"v\"", "FILE, line 2 is not JSON (at byte 11).")]
    [InlineData("{\"user\":\"u\",\"items\":\"a\"}", "FILE, line 1 is no object with \"user\" and a list \"items\".")]
    [InlineData("{\"user\":\"u\",\"items\":[\"a\"]}\n{\"user\":\"u\",\"items\":[]}", "FILE, line 2 gives the user 'u' a second list.")]
    [InlineData("{\"user\":1.5,\"items\":[\"a\"]}", "FILE, line 1 has the user 1.5, which is neither a text nor a whole number.")]
    [InlineData("{\"user\":1,\"items\":[{\"score\":1}]}", "FILE, line 1 has the place {\"score\":1} without \"item\".")]
    [InlineData("{\"user\":1,\"items\":[{\"item\":1,\"score\":\"x\"}]}", "FILE, line 1 has the score \"x\", which is not a finite number.")]
    public void Read_BadFile_IsOneErrorWithLineAndValue(string text, string message) => Assert.Equal(message, Fails(text));

    [Fact]
    public void Read_BinaryMissingOrCutOff_IsADataException()
    {
        File.WriteAllBytes(_folder.At("b"), [0xFF, 0xFE, 0x80, 0x00, 0x9D]);
        Assert.Contains("line 1", Assert.Throws<DataException>(() => Recommendations.Read(_folder.At("b"))).Message);
        Assert.Contains("cannot be read", Assert.Throws<DataException>(() => Recommendations.Read(_folder.At("none"))).Message);
        Many().Write(_folder.At("a.csv.gz"));
        var bytes = File.ReadAllBytes(_folder.At("a.csv.gz"));
        foreach (var left in (int[])[bytes.Length / 2, bytes.Length - 30, bytes.Length - 8, bytes.Length - 1, 20, 3])
        {
            File.WriteAllBytes(_folder.At("a.csv.gz"), bytes[..left]);
            Assert.Contains("damaged or cut off", Assert.Throws<DataException>(() => Recommendations.Read(_folder.At("a.csv.gz"))).Message);
        }
    }

    [Fact]
    public void Read_SeveralGzMembers_AreOneText()
    {
        using (var file = File.Create(_folder.At("a.gz")))
            foreach (var text in (string[])["user,item\nu,a\n", "u,b\n"])
                using (var gzip = new GZipStream(file, CompressionLevel.Fastest, true)) gzip.Write(Encoding.UTF8.GetBytes(text));
        Assert.Equal("u: a b", Lists(Recommendations.Read(_folder.At("a.gz"))));
    }

    static Recommendations Many()
    {
        var model = new ScoreTable(Catalog.Of(TinyWorld.Checkerboard(60)), QueryParts.User, (q, i) => (q.User * 31 + i * 17) % 11 / 7f);
        return Recommendations.Of(model, 12);
    }

    [Theory]
    [InlineData("a.csv")]
    [InlineData("a.csv.gz")]
    [InlineData("a.jsonl")]
    [InlineData("a.jsonl.gz")]
    [InlineData("a.run")]
    [InlineData("a.trec.gz")]
    public void Write_ThenRead_KeepsTheOrderTiesIncluded(string name)
    {
        var lists = Many();
        lists.Write(_folder.At(name));
        var again = Recommendations.Read(_folder.At(name));
        Assert.Equal(Lists(lists), Lists(again));
        if (!name.Contains(".run") && !name.Contains(".trec")) Assert.Equal(lists.ScoresOf(7).ToArray(), again.ScoresOf(7).ToArray());
        Assert.Single(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Write_IdsOfEveryKind_SurviveInCsvAndJson()
    {
        var lists = Recommendations.From("x", [("u,\"1\"", [("a\nb", 1f), ("é 😀", float.NaN)]), ("v", [("a\nb", .1f)])]);
        foreach (var name in (string[])["a.csv", "a.jsonl"])
        {
            lists.Write(_folder.At(name));
            Assert.Equal(Lists(lists), Lists(Recommendations.Read(_folder.At(name))));
        }
        Assert.Equal("{\"user\":\"v\",\"items\":[{\"item\":\"a\\nb\",\"score\":0.1}]}", File.ReadAllLines(_folder.At("a.jsonl"))[1]);
    }

    [Fact]
    public void Write_TrecWithWhiteSpaceOrUnknownEnding_IsRefusedAndLeavesNothing()
    {
        var lists = Recommendations.From("x", [("u", [("two words", 1f)])]);
        Assert.Contains("'two words'", Assert.Throws<DataException>(() => lists.Write(_folder.At("a.run"))).Message);
        Assert.Contains("'.doc'", Assert.Throws<DataException>(() => lists.Write(_folder.At("a.doc"))).Message);
        Assert.Contains("cannot be written", Assert.Throws<DataException>(() => lists.Write(_folder.At("none", "a.csv"))).Message);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void Write_TrecWithoutScores_FallsFromTheFirstToTheLast()
    {
        Recommendations.From("mine", [("u", [("a", float.NaN), ("b", float.NaN), ("c", float.NaN)])]).Write(_folder.At("a.run"));
        Assert.Equal(["u Q0 a 1 0 mine", "u Q0 b 2 -1 mine", "u Q0 c 3 -2 mine"], File.ReadAllLines(_folder.At("a.run")));
    }

    [Fact]
    public void Writer_ToAStream_LeavesItOpen()
    {
        var stream = new MemoryStream();
        using (var writer = new RecommendationWriter(stream, ListFormat.Csv))
        {
            writer.Add("u", [("a", 1), ("b", .5f)]);
            writer.Complete();
        }
        Assert.Equal("user,item,rank,score\nu,a,1,1\nu,b,2,0.5\n", Encoding.UTF8.GetString(stream.ToArray()));
    }

    [Fact]
    public void TopNWrite_Cancelled_LeavesTheOldFile()
    {
        File.WriteAllText(_folder.At("a.csv"), "old");
        var model = new ScoreTable(Catalog.Of(TinyWorld.Checkerboard(60)), QueryParts.User, (_, i) => i);
        Assert.ThrowsAny<OperationCanceledException>(() => TopN.Write(model, _folder.At("a.csv"), context: new FitContext { Cancellation = new CancellationToken(true) }));
        Assert.Equal("old", File.ReadAllText(_folder.At("a.csv")));
        Assert.Equal(60, TopN.Write(model, _folder.At("a.csv"), 3));
        Assert.Equal(181, File.ReadAllLines(_folder.At("a.csv")).Length);
        Assert.Single(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void From_AUserOrItemTwice_IsAnArgumentException()
    {
        Assert.Contains("two lists", Assert.Throws<ArgumentException>(() => Recommendations.From("x", [("u", []), ("u", [])])).Message);
        Assert.Contains("'a' twice", Assert.Throws<ArgumentException>(() => Recommendations.From("x", [("u", [("a", 1f), ("a", 1f)])])).Message);
    }
}
