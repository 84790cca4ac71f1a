namespace Attune.Tests;

public sealed class CalendarTests : IDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Read_DaysThatLieBack_AreEventsInTheOrderOfTime()
    {
        var data = Read("customer_id,item_id,label,day_indices\n7,tea,1,0 7 14\n7,jam,0,7\n8,tea,0,3\n");
        Assert.Equal(5, data.Count);
        Assert.Equal(["tea", "tea", "jam", "tea"], [.. data.Sequence(data.Users.IndexOf("7")).ToArray().Select(i => data.Items[i])]);
        Assert.Equal(Calendar.Newest.AddDays(-14), data.Events.TimeOf(0));
        Assert.Equal(Calendar.Newest, data.Events.TimeOf(3));
    }

    [Theory]
    [InlineData("customer,item,days\nann,tea,0 x\n", "line 2", "'x' is not a number of days")]
    [InlineData("customer,item,days\nann,tea,\n", "line 2", "names no day")]
    [InlineData("customer,item,when\nann,tea,3\n", "line 1", "no column of days")]
    [InlineData("customer,item,days\n", "no rows", "")]
    [InlineData("customer,item,days\nann,tea\n", "line 2", "column 3 is missing")]
    public void Read_WhatIsWrong_IsSaidWithItsPlace(string text, string where, string what)
    {
        var e = Assert.Throws<DataException>(() => Read(text));
        Assert.Contains(where, e.Message, StringComparison.Ordinal);
        Assert.Contains(what, e.Message, StringComparison.Ordinal);
    }

    Dataset Read(string text)
    {
        var path = Path.Combine(_folder.FullName, "calendar.csv");
        File.WriteAllText(path, text);
        return Dataset.FromFile(path, new SourceOptions { Format = "calendar" });
    }
}
