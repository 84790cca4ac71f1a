using Attune.Studies;

namespace Attune.Tests;

public sealed class AttributeTableTests
{
    static Dictionary<string, List<string>> Read(string text, string? key, string column, string ids = AttributeTable.Text, string name = "users.csv")
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.At(name), text);
        return AttributeTable.Read(folder.At(name), key, column, ids);
    }

    static string All(Dictionary<string, List<string>> table) => string.Join(' ', table.Select(t => $"{t.Key}={string.Join('+', t.Value)}"));

    [Fact]
    public void Separators_QuotesAndBlanks_AreUnderstood()
    {
        Assert.Equal("1=24 2=31", All(Read("user_id,name,age\n1,\"Doe, Ann\",24\n2,\"said \"\"no\"\"\",31\n", null, "age")));
        Assert.Equal("1=A 2=K", All(Read("index\tID\tage\n1\t00001  \tA \n2\t00002  \tK \n", "ID", "Age", AttributeTable.Numbers)));
        Assert.Equal("1=42", All(Read("1;42;x\n2;NULL;y\n", "0", "1")));
    }

    [Fact]
    public void MovieLens_NeedsNoHeader()
    {
        Assert.Equal("1=24 2=53", All(Read("1|24|M|technician|85711\n2|53|F|other|94043\n", null, "age", name: "u.user")));
        Assert.Equal("1=1 2=56", All(Read("1::F::1::10::48067\n2::M::56::16::70072\n", null, "age", name: "users.dat")));
    }

    // LFM-2b and MLHD+ hand out users as tab separated text with a header, labels by artist.
    [Fact]
    public void Lfm2b_UsersAndRepeatedIds_AreRead()
    {
        Assert.Equal("2=31 4=36", All(Read("user_id\tcountry\tage\tgender\tcreation_time\n2\tUK\t31\tm\t2002-10-28 01:00:00\n4\tUK\t36\tm\t2002-11-17 01:00:00\n7\tUS\t\tn\t2003-01-01 01:00:00\n", null, "age", name: "users.tsv")));
        Assert.Equal("a=rock+pop", All(Read("artist\tgenre\na\trock\na\tpop\n", "artist", "genre")));
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("user\n1\n", "only one column")]
    [InlineData("user,country\n1,UK\n", "no column 'age'; it has user, country")]
    [InlineData("user,age\n1\n", "line 2: there are 1 columns")]
    [InlineData("user,age\n1,\n", "nothing in the column age")]
    public void Mistakes_AreNamed(string text, string expected) => Assert.Contains(expected, Assert.Throws<DataException>(() => Read(text, null, "age")).Message, StringComparison.Ordinal);
}
