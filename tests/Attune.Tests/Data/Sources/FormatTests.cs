using System.Text;

namespace Attune.Tests;

public sealed class FormatTests : IDisposable
{
    readonly TemporaryFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    static string Show(Dataset data) => string.Join(' ', Enumerable.Range(0, data.Count).Select(e => $"{data.Users[data.Events.User[e]]}:{data.Items[data.Events.Item[e]]}"
        + (data.Events.Value is null ? "" : $"={data.Events.ValueOf(e)}") + (data.HasTimes ? $"@{data.Events.Time![e] / 1000}" : "") + (data.Events.KindNames is ["interaction"] ? "" : $"/{data.Events.KindOf(e)}")));

    [Theory]
    [InlineData("a.csv", "ann,tea\nbob,jam\n", "ann:tea bob:jam")]
    [InlineData("a.csv", "ann;tea;5\r\nbob;jam;4,5\r\n", null)]
    [InlineData("a.csv", "ann;tea;5\r\n\r\nbob;jam;4.5", "ann:tea=5/rating bob:jam=4.5/rating")]
    [InlineData("a.dat", "1::10::3::100\n1::2::5::50\n", "1:2=5@50/rating 1:10=3@100/rating")]
    [InlineData("u.data", "196\t242\t3\t881250949\n", "196:242=3@881250949/rating")]
    [InlineData("a.txt", "0 72 2\n0 136 3 \n", "0:72=2/rating 0:136=3/rating")]
    [InlineData("a.csv", "movieId,userId,rating,timestamp,tag\n7,1,4,1260759144,x\n", "1:7=4@1260759144/rating")]
    [InlineData("a.csv", "customer,product,time,kind,quantity\n1,2,2010-12-01T08:26,purchase,6\n1,2,2010-12-02T08:26,return,2\n", "1:2=6@1291191960/purchase 1:2=2@1291278360/return")]
    [InlineData("a.csv", "user,item,quantity\n1,2,6\n1,3,\n", "1:2=6 1:3=NaN")]
    [InlineData("a.csv", "item,event,user,rating\n2,view,1,\n2,rating,1,4\n", "1:2=NaN/view 1:2=4/rating")]
    [InlineData("a.csv", "user,item\n\"ann, the first\",\"a \"\"b\"\"\nc\"\n", "ann, the first:a \"b\"\nc")]
    [InlineData("a.csv", "\uFEFFuser,item\nann,tea\n", "ann:tea")]
    [InlineData("a.tsv", "User_ID\tAnime_ID\n1\t2\n", "1:2")]
    [InlineData("a.jsonl", "{\"user\":\"ann\",\"item\":7,\"rating\":4.5,\"time\":\"2011-12-09T12:50:00Z\",\"x\":{\"y\":[1]}}\n\n{\"item\":\"t\\u0065a\",\"user\":\"ann\",\"rating\":5,\"time\":1323435001}\n", "ann:7=4.5@1323435000/rating ann:tea=5@1323435001/rating")]
    [InlineData("a.json", "{\"user\":\"ann\",\"item\":\"tea\",\"kind\":null}\n", "ann:tea")]
    [InlineData("a.inter", "user_id:token\titem_id:token\trating:float\ttimestamp:float\n1\t2\t3.0\t8.8e8\n", "1:2=3@880000000/rating")]
    [InlineData("a.txt", "ann tea jam bread tea oil\nbob jam\n", "ann:tea ann:jam ann:bread ann:tea ann:oil bob:jam")]
    [InlineData("a.json", "{\"0\": [\n 5,\n 3],\n \"1\": [4]}", "0:5 0:3 1:4")]
    [InlineData("a.libfm", "1 0:1 957:1 5040:1\n-1 0:1 958:1 5040:0.5\n", "0:957/interaction 0:958/impression")]
    [InlineData("a.txt", "4.5 3:1 12:1 20:1 # note\n2 3:1 11:1 21:1\n", "3:12=4.5/rating 3:11=2/rating")]
    [InlineData("qrels.txt", "1 0 d2 0\n1 0 d1 2\n", "1:d2=0/judgement 1:d1=2/judgement")]
    public void FromFile_EveryFormat_IsToldApartAndReadPlainAndGz(string name, string text, string? expected)
    {
        if (expected is null)
        {
            Assert.Throws<DataException>(() => Dataset.FromFile(_temp.Write(name, text)));
            return;
        }
        Assert.Equal(expected, Show(Dataset.FromFile(_temp.Write(name, text))));
        var zipped = Dataset.FromFile(_temp.Write(name + ".gz", TemporaryFolder.Gz(text)));
        Assert.Equal(expected, Show(zipped));
        Assert.Equal(name + ".gz", zipped.Name);
    }

    [Theory]
    [InlineData("user=1,item=0", "tea,ann,9\n", "ann:tea")]
    [InlineData("user=0,item=1,time=2", "ann,tea,978300019\n", "ann:tea@978300019")]
    [InlineData("user=buyer,item=sku,rating=how good", "sku,how good,buyer\ntea,5,ann\n", "ann:tea=5/rating")]
    [InlineData("user=2", "item,score,buyer\ntea,5,ann\n", "ann:tea")]
    public void FromFile_Columns_AreTakenByNumberAndByName(string columns, string text, string expected) =>
        Assert.Equal(expected, Show(Dataset.FromFile(_temp.Write("a.csv", text), new SourceOptions { Columns = ColumnMap.Parse(columns) })));

    [Theory]
    [InlineData("2011-12-09", 1323388800000)]
    [InlineData("2011-12-09T12:50", 1323435000000)]
    [InlineData("2011-12-09 12:50:01.25", 1323435001250)]
    [InlineData("2011-12-09T12:50:01Z", 1323435001000)]
    [InlineData("2011-12-09T12:50+02:00", 1323427800000)]
    [InlineData("2011-12-09T12:50-0130", 1323440400000)]
    [InlineData("2012-02-29T00:00", 1330473600000)]
    [InlineData("1323435000", 1323435000000)]
    [InlineData("1323435000.5", 1323435000500)]
    [InlineData("1323435000123", 1323435000123)]
    [InlineData("-5", -5000)]
    public void TryTime_Known_IsUnixMilliseconds(string text, long expected)
    {
        Assert.True(TextValues.TryTime(text, out var time));
        Assert.Equal(expected, time);
    }

    [Theory]
    [InlineData("2011-02-29")]
    [InlineData("2011-12-09T25:00")]
    [InlineData("2011-12-09T12:50Q")]
    [InlineData("2011-12-09T12:50Z1")]
    [InlineData("09/12/2011")]
    [InlineData("2011-12-09T")]
    [InlineData("NaN")]
    [InlineData("")]
    [InlineData("99999999999999999")]
    public void TryTime_Unknown_IsRefused(string text) => Assert.False(TextValues.TryTime(text, out _));

    [Fact]
    public void FromFile_Baskets_CountTheListsOfAUser()
    {
        var json = Dataset.FromFile(_temp.Write("a.json", "{\"ann\": [[-1], [5, 3], [5], [-1]], \"bob\": [[\"x\"]], \"cid\": []}"));
        Assert.Equal("ann:5 ann:3 ann:5 bob:x", Show(json));
        Assert.Equal("1 1 2 1", string.Join(' ', json.Events.Request!));
        var text = Dataset.FromFile(_temp.Write("a.txt", "ann 5 3 | 5\nbob x\nann 9\n"));
        Assert.Equal("ann:5 ann:3 ann:5 ann:9 bob:x", Show(text));
        Assert.Equal("1 1 2 3 1", string.Join(' ', text.Events.Request!));
    }

    [Fact]
    public void FromFile_RecBoleFolder_TakesUsersAndItemsFromBesideIt()
    {
        _temp.Write("x.inter", "user_id:token\titem_id:token\n1\t2\n");
        _temp.Write("x.item", "item_id:token\tmovie_title:token_seq\trelease_year:token\tclass:token_seq\n2\tToy Story\t1995\tAnimation Comedy\n3\tHeat\t1995\tAction\n");
        _temp.Write("x.user", "user_id:token\tage:float\n1\t24\n9\t30\n");
        List<string> notes = [];
        var data = Dataset.FromFile(_temp.Path, new SourceOptions { Note = notes.Add });
        Assert.Equal("Toy Story", data.ItemFeatures!.Title(0));
        Assert.Equal(["2", "3"], data.Items.Ids);
        Assert.Equal("Animation|Comedy", data.ItemFeatures["class"]!.Values[0]);
        Assert.Equal((FeatureKind.Number, "24"), (data.UserFeatures!["age"]!.Kind, data.UserFeatures["age"]!.Values[0]));
        Assert.Equal([$"{Path.Combine(_temp.Path, "x.user")}: 1 user without events left out."], notes);
    }

    [Fact]
    public void FromFile_MovieLens100K_ReadsLatin1TitlesAndGenres()
    {
        _temp.Write("u.data", "1\t2\t3\t881250949\n");
        _temp.Write("u.item", Encoding.Latin1.GetBytes("2|Café (1995)|01-Jan-1995||http://x|0|1|0|0|0|1|0|0|0|0|0|0|0|0|0|0|0|0|0\n"));
        _temp.Write("u.user", "1|24|M|technician|85711\n");
        var data = Dataset.FromFile(_temp.Path);
        Assert.Equal("Café (1995)", data.ItemFeatures!.Title(0));
        Assert.Equal("Action|Comedy", data.ItemFeatures["genres"]!.Values[0]);
        Assert.Equal("technician", data.UserFeatures!["occupation"]!.Values[0]);
    }

    [Fact]
    public void FromFile_MovieLens1MAndLatest_FindTheirTitles()
    {
        _temp.Write("ratings.dat", "1::2::3::978300019\n");
        _temp.Write("movies.dat", "2::Jumanji (1995)::Adventure|Fantasy\n");
        Assert.Equal("Jumanji (1995)", Dataset.FromFile(Path.Combine(_temp.Path, "ratings.dat")).ItemFeatures!.Title(0));
        using var latest = new TemporaryFolder();
        latest.Write("ratings.csv", "userId,movieId,rating,timestamp\n1,2,2.5,1260759144\n");
        latest.Write("movies.csv", "movieId,title,genres\n2,\"American President, The (1995)\",(no genres listed)\n");
        var data = Dataset.FromFile(latest.Path);
        Assert.Equal("American President, The (1995)", data.ItemFeatures!.Title(0));
        Assert.Null(data.ItemFeatures["genres"]!.Values[0]);
    }

    [Fact]
    public void FromFile_ItemFile_NumbersTokensAndTextAreToldApart()
    {
        var events = _temp.Write("a.csv", "user,item\nann,tea\n");
        var items = _temp.Write("b.csv", "name,sku,weight,colour\nGreen tea,tea,0.5,green\nJam,jam,,red\n");
        var data = Dataset.FromFile(events, new SourceOptions { ItemFile = items });
        Assert.Equal([FeatureKind.Text, FeatureKind.Number, FeatureKind.Tokens], data.ItemFeatures!.Columns.Select(c => c.Kind));
        Assert.Equal("Green tea", data.ItemFeatures.Title(data.Items.IndexOf("tea")));
        Assert.Equal(2, data.Items.Count);
    }

    [Fact]
    public void FromFile_ItemFileWithARepeatedId_IsABadRow()
    {
        var events = _temp.Write("a.csv", "user,item\nann,tea\n");
        var items = _temp.Write("b.csv", "item,title\ntea,A\ntea,B\n");
        var error = Assert.Throws<DataException>(() => Dataset.FromFile(events, new SourceOptions { ItemFile = items }));
        Assert.Contains("b.csv, line 3, column 1: the item 'tea' occurs a second time; one row per item is expected", error.Message);
    }

    [Fact]
    public void FromFile_UnreadColumns_AreNoted()
    {
        List<string> notes = [];
        var path = _temp.Write("a.csv", "user,item,colour,tag\nann,tea,green,x\n");
        Dataset.FromFile(path, new SourceOptions { Note = notes.Add });
        Assert.Equal([$"{path}: columns not read: colour, tag."], notes);
    }

    [Fact]
    public void FromFile_Extends_KeepsTheNumbering()
    {
        var train = Dataset.FromFile(_temp.Write("train.csv", "user,item\nbob,tea\n"));
        var test = Dataset.FromFile(_temp.Write("test.csv", "user,item\nann,tea\nbob,jam\n"), new SourceOptions { Extends = train });
        Assert.Equal(["bob", "ann"], test.Users.Ids);
        Assert.Equal(["tea", "jam"], test.Items.Ids);
    }

    [Fact]
    public void FromFile_Progress_EndsAtTheFilesSize()
    {
        var path = _temp.Write("a.csv", "user,item\n" + string.Concat(Enumerable.Repeat("ann,tea\n", 400_000)));
        var heard = new Recorder<FileProgress>();
        Dataset.FromFile(path, progress: heard);
        Assert.True(heard.All.Count >= 3, $"{heard.All.Count} reports");
        Assert.All(heard.All, p => Assert.Equal(3_200_010, p.TotalBytes));
        Assert.Equal(3_200_010, heard.All[^1].BytesRead);
    }
}
