using Attune.Studies;

namespace Attune.Tests;

/// <summary>The published parts of a made-up table of apps beside its raw rows.</summary>
public sealed class FrappeRowsTests : IDisposable
{
    const string Header = "user\titem\tcnt\tdaytime\tweekday\tisweekend\thomework\tcost\tweather\tcountry\tcity";
    static readonly string[] s_times = ["morning", "noon", "evening"];
    readonly TemporaryFolder _folder = new();

    // User u uses app i: the daytime tells which, all else is the same. Ids of daytimes are 5039, 5040 and 5041.
    static readonly (int User, int Item, int Time)[] s_raw = [(0, 0, 0), (0, 1, 1), (1, 0, 2), (1, 1, 0), (1, 1, 1), (2, 2, 2), (2, 0, 0)];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Clicks_AreThoseThatNoPartHolds()
    {
        var rows = Of(Row(true, 0, 0, 0), Row(true, 1, 0, 2), Row(true, 1, 1, 1), Row(false, 2, 1, 2));
        var left = rows.Clicks();
        Assert.Equal([(0, 1), (1, 1), (2, 2), (2, 0)], left.Select(c => (c[0], c[1] - 957)));
        // Of user 1 and app 1 the noon was held out, so the morning is left; it has the id that user 0's morning taught.
        Assert.Equal([5040, 5039, 5041, 5039], left.Select(c => c[2]));
    }

    [Fact]
    public void Clicks_LabelsThatNoPartHas_GetIdsOfTheirOwn()
    {
        var left = Of(Row(true, 0, 0, 0)).Clicks();
        Assert.Equal(6, left.Count);
        Assert.Equal(3, left.Select(c => c[2]).Distinct().Count());
        Assert.All(left.Where(c => c[2] != 5039), c => Assert.True(c[2] > 5100));
    }

    [Fact]
    public void WithNegatives_DrawsWhatTheUserNeverUsed_AsOftenAsAsked()
    {
        var clicks = Of(Row(true, 0, 0, 0)).Clicks();
        List<int[]> used = [.. clicks, [0, 957, 5039, 1, 2, 3, 4, 5, 6, 7]];
        var rows = FrappeRows.WithNegatives(clicks, used, 2, 5).ToArray();
        Assert.Equal(3 * clicks.Count, rows.Length);
        Assert.All(rows.Where(r => !r.Clicked), r => Assert.DoesNotContain(used, u => u[0] == r.Ids[0] && u[1] == r.Ids[1]));
        Assert.All(rows.Chunk(3), c => Assert.All(c, r => Assert.Equal(c[0].Ids[2..], r.Ids[2..])));
        Assert.Equal(rows.Select(r => r.Ids[1]), FrappeRows.WithNegatives(clicks, used, 2, 5).Select(r => r.Ids[1]));
    }

    [Fact]
    public void WithNegatives_DrawsEvenly_AndByTheSeed()
    {
        int[] Ids(int item) => [0, 957 + item, 1, 2, 3, 4, 5, 6, 7, 8];
        int[][] used = [.. Enumerable.Range(0, 10).Select(i => Ids(3 * i))];
        int[] Drawn(int seed) => [.. FrappeRows.WithNegatives([Ids(0)], used, 900, seed).Skip(1).Select(r => r.Ids[1] - 957)];
        var drawn = Drawn(5);
        // Of 28 items ten are used; a draw falls on each of the others with 1 in 18, give or take five deviations.
        Assert.Equal(18, drawn.Distinct().Count());
        Assert.All(drawn.CountBy(i => i), c => Assert.InRange(c.Value, 15, 85));
        Assert.NotEqual(drawn, Drawn(6));
    }

    [Fact]
    public void Part_RowThatIsNone_IsNamed()
    {
        File.WriteAllText(_folder.At("part"), "1 0:1 957:1\n");
        Assert.Contains("line 1: a row is 1 or -1 and ten features", Assert.Throws<DataException>(() => FrappeRows.Part(_folder.At("part")).ToArray()).Message, StringComparison.Ordinal);
    }

    static string Row(bool clicked, int user, int item, int time) => $"{(clicked ? 1 : -1)} {user}:1 {957 + item}:1 {5039 + time}:1 5050:1 5060:1 5070:1 5080:1 5090:1 5095:1 5100:1";

    FrappeRows Of(params string[] held)
    {
        File.WriteAllLines(_folder.At("frappe.csv"), [Header, .. s_raw.Select(r => $"{r.User}\t{r.Item}\t1\t{s_times[r.Time]}\tmonday\tworkday\thome\tfree\tsunny\tSpain\t1")]);
        File.WriteAllLines(_folder.At("part"), held);
        return FrappeRows.Of(_folder.At("frappe.csv"), _folder.At("part"));
    }
}
