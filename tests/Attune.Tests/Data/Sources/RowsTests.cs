using Microsoft.Data.Sqlite;

namespace Attune.Tests;

public sealed class RowsTests
{
    sealed record Order(int Customer, Guid Product, double Quantity, DateTimeOffset At);

    static readonly Order[] s_orders =
    [
        new(10, Guid.Parse("00000000-0000-0000-0000-000000000002"), 3, DateTimeOffset.UnixEpoch.AddDays(2)),
        new(9, Guid.Parse("00000000-0000-0000-0000-000000000001"), 1, DateTimeOffset.UnixEpoch.AddDays(1)),
    ];

    [Fact]
    public void From_Rows_NumbersIdsNaturally()
    {
        var data = Dataset.From(s_orders, o => o.Customer, o => o.Product, time: o => o.At, value: o => o.Quantity, kind: _ => EventKind.Purchase, name: "orders");
        Assert.Equal(["9", "10"], data.Users.Ids);
        Assert.Equal("00000000-0000-0000-0000-000000000001", data.Items[0]);
        Assert.Equal([1f, 3f], data.Events.Value!);
        Assert.Equal(EventKind.Purchase, data.Events.KindOf(0));
    }

    [Fact]
    public async Task FromAsync_SameRows_GivesTheSame()
    {
        var data = await Dataset.FromAsync(Later(), o => o.Customer, o => o.Product, o => o.At);
        Assert.Equal(["9", "10"], data.Users.Ids);
        Assert.Equal(DateTimeOffset.UnixEpoch.AddDays(1), data.Events.TimeOf(0));

        static async IAsyncEnumerable<Order> Later()
        {
            foreach (var order in s_orders)
            {
                await Task.Yield();
                yield return order;
            }
        }
    }

    [Fact]
    public void From_NullIdOrNaN_NamesTheRow()
    {
        Assert.StartsWith("Event 2 has an empty user id", Assert.Throws<ArgumentException>(() => Dataset.From(["a", null!], s => s, _ => "x")).Message);
        Assert.Contains("has the value NaN", Assert.Throws<ArgumentException>(() => Dataset.From(["a"], s => s, _ => "x", value: _ => double.NaN)).Message);
        Assert.Contains("An id of type Single is not supported", Assert.Throws<ArgumentException>(() => Dataset.From([1.5f], s => s, _ => "x")).Message);
    }

    [Fact]
    public void FromReader_Sqlite_ReadsColumnsByName()
    {
        var data = Dataset.FromReader(Query("select 7 as userId, 'tea' as product, 4.5 as rating, '2011-12-09 12:50:00' as time union all select 8, 'jam', 3, '2011-12-09'"));
        Assert.Equal(["7", "8"], data.Users.Ids);
        Assert.True(data.HasRatings);
        Assert.Equal(4.5f, data.Events.ValueOf(0));
        Assert.Equal(new DateTimeOffset(2011, 12, 9, 12, 50, 0, TimeSpan.Zero), data.Events.TimeOf(0));
    }

    [Fact]
    public void FromReader_MappedColumnsAndNulls_AreRead()
    {
        var options = new SourceOptions { Columns = new ColumnMap { User = "who", Item = "what", Value = "n" } };
        var data = Dataset.FromReader(Query("select 'ann' as who, 'tea' as what, null as n, 1 as other union all select 'ann', 'jam', 2, 1"), options);
        Assert.Equal([2f, float.NaN], data.Events.Value!.OrderDescending());
    }

    [Fact]
    public void FromReader_BinaryIds_StayApart()
    {
        var data = Dataset.FromReader(Query("select x'00ff' as user, 1 as item union all select x'01', 1"));
        Assert.Equal(["01", "00ff"], data.Users.Ids);
    }

    [Fact]
    public void FromReader_BadValue_NamesRowColumnAndValue()
    {
        var error = Assert.Throws<DataException>(() => Dataset.FromReader(Query("select 'ann' as user, 'tea' as item, 'x' as rating")));
        Assert.StartsWith("query, line 1, column 'rating': 'x' is not a finite number.", error.Message);
        Assert.Contains("there is no column for the item; the columns are user, thing", Assert.Throws<DataException>(() => Dataset.FromReader(Query("select 1 as user, 2 as thing"))).Message);
    }

    static SqliteDataReader Query(string sql)
    {
        var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteReader(System.Data.CommandBehavior.CloseConnection);
    }
}
