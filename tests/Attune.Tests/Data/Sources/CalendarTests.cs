namespace Attune.Tests;

public sealed class CalendarTests : IDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Read_DaysThatLieBack_AreEventsInTheOrderOfTime()
    {
        var data = Read("customer_id,item_id,day_indices\n7,tea,0 7 14\n7,jam,7\n8,tea,3\n");
        Assert.Equal(5, data.Count);
        Assert.Equal(["tea", "tea", "jam", "tea"], [.. data.Sequence(data.Users.IndexOf("7")).ToArray().Select(i => data.Items[i])]);
        Assert.Equal(Calendar.Newest.AddDays(-14), data.Events.TimeOf(0));
        Assert.Equal(Calendar.Newest, data.Events.TimeOf(3));
    }

    [Theory]
    [InlineData("label_in_next_basket")]
    [InlineData("in next basket")]
    [InlineData("label")]
    [InlineData("chosen", "value=chosen")]
    public void Read_Labels_AreTheBasketOfTheDayAfter(string column, string? columns = null)
    {
        var data = Read($"customer_id,item_id,{column},day_indices\n7,tea,1,0 7\n7,jam,0,7\n8,oil,1,\n", columns);
        Assert.Equal(6, data.Count);
        Assert.Equal(["tea", "oil"], [.. Enumerable.Range(0, 6).Where(e => data.Events.TimeOf(e) == Calendar.AsOf).Select(e => data.Items[data.Events.Items[e]])]);
        Assert.Equal(Calendar.AsOf, Calendar.Newest.AddDays(1));
        // Bought before what the file keeps: 365 days before the day asked for.
        Assert.Equal(Calendar.AsOf.AddDays(-365), data.Events.TimeOf(data.EventsOf(data.Users.IndexOf("8")).Start.Value));
    }

    [Theory]
    [InlineData("customer,item,label,days\nann,tea,2,3\n", "line 2", "'2' is not a label")]
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

    Dataset Read(string text, string? columns = null)
    {
        var path = Path.Combine(_folder.FullName, "calendar.csv");
        File.WriteAllText(path, text);
        return Dataset.FromFile(path, new SourceOptions { Format = "calendar", Columns = columns is null ? null : ColumnMap.Parse(columns) });
    }
}
