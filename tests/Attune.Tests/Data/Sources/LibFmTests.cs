namespace Attune.Tests;

public sealed class LibFmTests : IDisposable
{
    readonly TemporaryFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void FromFile_FeaturesBesideUserAndItem_AreTheContext()
    {
        var data = Dataset.FromFile(_temp.Write("a.libfm", "1 0:1 957:1 5040:1 5060:0.5\n-1 0:1 958:1\n"));
        Assert.Equal(("5040 5060:0.5", null), (data.Events.Contexts[0], data.Events.Contexts[1]));
        Assert.Equal(["impression", "interaction"], data.Events.Kinds);
        Assert.Equal(1, data.Preferences.Count);
    }

    [Fact]
    public void FromFile_Columns_CountFeaturesOfARow()
    {
        var data = Dataset.FromFile(_temp.Write("a.libfm", "1 77:1 5:1 9:1\n"), new SourceOptions { Columns = ColumnMap.Parse("user=2,item=1") });
        Assert.Equal(("9", "5", "77"), (data.Users[0], data.Items[0], data.Events.Contexts[0]));
    }

    [Theory]
    [InlineData("user=0,item=1,time=2", "names more than user and item")]
    [InlineData("user=who,item=1", "has no names")]
    public void FromFile_ColumnsThatALibFmFileLacks_AreRefused(string columns, string reason)
    {
        var path = _temp.Write("a.libfm", "1 77:1 5:1 9:1\n");
        Assert.Contains(reason, Assert.Throws<DataException>(() => Dataset.FromFile(path, new SourceOptions { Columns = ColumnMap.Parse(columns) })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FromFile_BinaryFileWithAnotherLabel_NamesTheLine()
    {
        var path = _temp.Write("a.libfm", string.Concat(Enumerable.Repeat("1 0:1 9:1\n", 40)) + "4 0:1 9:1\n");
        Assert.Contains("line 41, column 1: the label '4' is none of -1, 0 and 1", Assert.Throws<DataException>(() => Dataset.FromFile(path)).Message, StringComparison.Ordinal);
    }
}
