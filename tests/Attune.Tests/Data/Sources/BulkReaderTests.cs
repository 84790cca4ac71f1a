using System.Globalization;
using System.Text;
using Attune.Numerics;

namespace Attune.Tests;

/// <summary>The fast reader and the careful one read the same from any file: data bit for bit, messages, skipped rows and notes.</summary>
public sealed class BulkReaderTests : IDisposable
{
    static readonly string[] s_ids = ["1", "2", "17", "007", "7", "0", "00", "-3", "+4", "4194304", "9999999", "12345678", "123456789012", "ann", "Zoë", "日本", "a b", " x", "tea's", "a\"b", "-", "1.5", "averyveryverylongidindeed"];
    static readonly string[] s_ratings = ["5", "3.5", "-1", "0", ".5", "4.", "0.0625", "1e2", "12345.678", "1234567", "12345678", "+2", "0.10000000149"];
    static readonly string[] s_times = ["978300760", "978300760123", "0", "-5", "1323435000.5", "2011-12-09", "2011-12-09T12:50", "2011-12-09 12:50:01.25+01:00", "99999999999", "100000000000", "00000000000001"];
    static readonly string[] s_bad = ["", " ", "x", "NaN", "\t", "\"q\"", "\"", "1e99", "\u0085", "3,4", "::"];
    readonly TemporaryFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void FromFile_AnyFile_IsReadAsTheCarefulReaderDoes()
    {
        var fast = 0;
        for (var n = 0; n < 600; n++)
        {
            var (text, options) = AnyFile(((Seed)7).Derive(n).Stream());
            var path = _temp.Write(n % 5 == 4 ? "any.csv.gz" : "any.csv", n % 5 == 4 ? TemporaryFolder.Gz(text) : Encoding.UTF8.GetBytes(text));
            var expected = Outcome(path, options with { Carefully = true });
            foreach (var (threads, chunk) in new[] { (1, (int?)null), (2, 64), (3, 17) })
            {
                var found = Outcome(path, options with { Threads = threads, ChunkBytes = chunk });
                Assert.True(expected == found, $"File {n}, {threads} threads:\n{text}\n--- expected\n{expected}\n--- found\n{found}");
            }
            if (expected.StartsWith("data", StringComparison.Ordinal)) fast++;
        }
        Assert.InRange(fast, 200, 550);
    }

    static (string, SourceOptions) AnyFile(RandomStream random)
    {
        var separator = Pick(ref random, [",", ",", "\t", ";", "::", "|"]);
        var (width, times, kinds) = (2 + random.NextInt(4), random.NextInt(2) == 0, random.NextInt(6) == 0);
        string[] names = ["user", "item", "rating", "time", kinds ? "kind" : "tag"];
        var end = random.NextInt(3) == 0 ? "\r\n" : "\n";
        var trouble = random.NextInt(3) == 0 ? 30 : int.MaxValue;
        var ratings = random.NextInt(2) == 0 ? s_ratings : ["5", "4", "3.5"];
        var timesOf = times ? s_times : ["978300760", "978300761", "978300761"];
        var text = new StringBuilder(random.NextInt(5) == 0 ? "\uFEFF" : "");
        if (width == 5 || random.NextInt(2) == 0) text.Append(string.Join(separator, names.Take(width))).Append(end);
        var rows = 1 + random.NextInt(60);
        for (var row = 0; row < rows; row++)
        {
            string[] fields = [Pick(ref random, s_ids), Pick(ref random, s_ids), Pick(ref random, ratings), Pick(ref random, timesOf), Pick(ref random, ["view", "", "buy", "rating"])];
            for (var f = 0; f < width; f++)
                if (random.NextInt(trouble) == 0) fields[f] = Pick(ref random, s_bad);
            var left = random.NextInt(trouble) == 0 ? random.NextInt(width + 2) : width;
            if (random.NextInt(20) == 0) text.Append(end);
            text.Append(string.Join(separator, fields.Concat(["more", "still"]).Take(left))).Append(row < rows - 1 || random.NextInt(2) == 0 ? end : "");
        }
        return (text.ToString(), new SourceOptions { Separator = separator, BadRows = random.NextInt(2) == 0 ? BadRows.Skip : BadRows.Fail, Format = "delimited" });
    }

    static string Pick(ref RandomStream random, string[] from) => from[random.NextInt(from.Length)];

    static string Outcome(string path, SourceOptions options)
    {
        var told = new StringBuilder();
        options = options with { Skipped = bad => told.Append(CultureInfo.InvariantCulture, $"\nskipped {bad.Line} {bad.Reason}"), Note = note => told.Append('\n').Append(note) };
        try
        {
            return "data " + Everything(Dataset.FromFile(path, options)) + told;
        }
        catch (DataException e)
        {
            return e.Message;
        }
    }

    static string Everything(Dataset data)
    {
        var text = new StringBuilder();
        text.AppendJoin('|', data.Users.Ids).Append('\n').AppendJoin('|', data.Items.Ids).Append('\n').AppendJoin('|', data.Events.Kinds).Append('\n');
        text.Append(CultureInfo.InvariantCulture, $"{data.HasTimes} {data.Events.Values.IsEmpty} {data.Events.Kind is null}\n");
        for (var e = 0; e < data.Count; e++)
            text.Append(CultureInfo.InvariantCulture, $"{data.Events.User[e]} {data.Events.Item[e]} {data.Events.Time?[e]} {BitConverter.SingleToInt32Bits(data.Events.ValueOf(e))} {data.Events.KindOf(e)}\n");
        return text.ToString();
    }
}
