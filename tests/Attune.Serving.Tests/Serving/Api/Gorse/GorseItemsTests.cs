namespace Attune.Serving.Tests;

public sealed class GorseItemsTests
{
    const string Whole = """{"ItemId":"100","IsHidden":true,"Categories":["d","e"],"Timestamp":"2022-08-07T00:26:46Z","Labels":["a","b","c"],"Comment":"comment"}""";

    [Fact]
    public async Task Item_PostedReadChangedDeleted_AnswersAsGorse()
    {
        await using var host = await GorseHost.StartAsync();
        Assert.Equal("""200 {"RowAffected":1}""", await host.AskAsync("POST", "/item", Whole));
        Assert.Equal("200 " + Whole, await host.GetAsync("/item/100"));
        Assert.Equal("""200 {"RowAffected":1}""", await host.AskAsync("PATCH", "/item/100", """{"IsHidden":false,"Timestamp":"2023-01-02T03:04:05.678Z"}"""));
        Assert.Equal("""200 {"ItemId":"100","IsHidden":false,"Categories":["d","e"],"Timestamp":"2023-01-02T03:04:05.678Z","Labels":["a","b","c"],"Comment":"comment"}""", await host.GetAsync("/item/100"));
        Assert.Equal("""200 {"RowAffected":1}""", await host.AskAsync("DELETE", "/item/100"));
        Assert.Equal("404 item 100 not found", await host.GetAsync("/item/100"));
        Assert.Equal("""200 {"RowAffected":0}""", await host.AskAsync("DELETE", "/item/100"));
    }

    [Fact]
    public async Task Items_InPagesAndSearched_Listed()
    {
        await using var host = await GorseHost.StartAsync();
        Assert.Equal("""200 {"RowAffected":3}""", await host.AskAsync("POST", "/items", """[{"ItemId":"1","Comment":"Running shoes"},{"ItemId":"2","Comment":"Grinder"},{"ItemId":"3"}]"""));
        Assert.Equal("""200 {"Cursor":"MQ==","Items":[{"ItemId":"1","IsHidden":false,"Categories":[],"Timestamp":"0001-01-01T00:00:00Z","Labels":null,"Comment":"Running shoes"}]}""",
            await host.GetAsync("/items?n=1"));
        Assert.Equal("""200 {"Cursor":"","Items":[{"ItemId":"2","IsHidden":false,"Categories":[],"Timestamp":"0001-01-01T00:00:00Z","Labels":null,"Comment":"Grinder"}]}""",
            await host.GetAsync("/items?q=grind"));
    }

    [Fact]
    public async Task Category_PutTwiceAndDeleted_IsThereOnce()
    {
        await using var host = await GorseHost.StartAsync();
        await host.AskAsync("POST", "/item", """{"ItemId":"1","Categories":["-"]}""");
        Assert.Equal("""200 {"RowAffected":1}""", await host.AskAsync("PUT", "/item/1/category/@"));
        Assert.Equal("""200 {"RowAffected":1}""", await host.AskAsync("PUT", "/item/1/category/@"));
        Assert.Contains("""
            "Categories":["-","@"]
            """, await host.GetAsync("/item/1"), StringComparison.Ordinal);
        Assert.Equal("""200 {"RowAffected":1}""", await host.AskAsync("DELETE", "/item/1/category/-"));
        Assert.Contains("""
            "Categories":["@"]
            """, await host.GetAsync("/item/1"), StringComparison.Ordinal);
        Assert.Equal("404 item 2 not found", await host.AskAsync("PUT", "/item/2/category/@"));
        Assert.Equal("404 item 2 not found", await host.AskAsync("DELETE", "/item/2/category/@"));
    }

    [Theory]
    [InlineData("2022-08-07T00:26:46Z", "2022-08-07T00:26:46Z")]
    [InlineData("2022-08-07T02:26:46+02:00", "2022-08-07T00:26:46Z")]
    [InlineData("2022-08-07T00:26:46", "2022-08-07T00:26:46Z")]
    [InlineData("2022-08-07 00:26:46", "2022-08-07T00:26:46Z")]
    [InlineData("2022-08-07", "2022-08-07T00:00:00Z")]
    [InlineData("20220807", "2022-08-07T00:00:00Z")]
    [InlineData("2022/08/07 00:26:46", "2022-08-07T00:26:46Z")]
    [InlineData("2020-01-01 01:01:01.123456789 +0000 UTC", "2020-01-01T01:01:01.1234567Z")]
    [InlineData("Sun, 07 Aug 2022 00:26:46 GMT", "2022-08-07T00:26:46Z")]
    [InlineData("1659832006", "2022-08-07T00:26:46Z")]
    [InlineData("1659832006500", "2022-08-07T00:26:46.5Z")]
    [InlineData("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z")]
    [InlineData("", "0001-01-01T00:00:00Z")]
    public async Task Timestamp_InEveryNotation_IsTheSameTime(string given, string expected)
    {
        await using var host = await GorseHost.StartAsync();
        Assert.Equal("""200 {"RowAffected":1}""", await host.AskAsync("POST", "/item", $$"""{"ItemId":"1","Timestamp":"{{given}}"}"""));
        Assert.Contains($"\"Timestamp\":\"{expected}\"", await host.GetAsync("/item/1"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"ItemId":"1","Timestamp":"tomorrow"}""", "Timestamp is no time: 'tomorrow'.")]
    [InlineData("""{"ItemId":"1","Timestamp":5}""", "Timestamp must be a string with a time")]
    [InlineData("""{"ItemId":"1","IsHidden":"yes"}""", "IsHidden must be true or false.")]
    [InlineData("""{"ItemId":"1","Categories":"a"}""", "Categories must be an array of strings.")]
    [InlineData("""{"ItemId":"1","Categories":[1]}""", "Categories must be an array of strings.")]
    [InlineData("""{"ItemId":"1","Categories":[""]}""", "Categories has 0 characters; an id has 1 to 256.")]
    public async Task Item_CannotBeTaken_SaysWhy(string json, string expected)
    {
        await using var host = await GorseHost.StartAsync();
        Assert.StartsWith("400 " + expected, await host.AskAsync("POST", "/item", json), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ids_TooLong_AreRefusedEverywhere()
    {
        await using var host = await GorseHost.StartAsync(o => o.Api.LongestId = 8);
        Assert.Equal("400 ItemId has 9 characters; an id has 1 to 8.", await host.AskAsync("POST", "/item", """{"ItemId":"123456789"}"""));
        Assert.Equal("400 item has 9 characters; an id has 1 to 8.", await host.GetAsync("/item/123456789"));
        Assert.Equal("400 category has 9 characters; an id has 1 to 8.", await host.AskAsync("PUT", "/item/1/category/123456789"));
    }

    [Fact]
    public async Task Limits_OfBodyAndPage_AreSaid()
    {
        await using var host = await GorseHost.StartAsync(o => (o.Api.LargestBody, o.Api.LargestCount) = (1024, 50));
        Assert.Equal("413 The body is larger than 1024 bytes; send it in parts.", await host.AskAsync("POST", "/item", $$"""{"ItemId":"1","Comment":"{{new string('x', 1024)}}"}"""));
        Assert.Equal("400 n must be a whole number from 1 to 50, not '51'.", await host.GetAsync("/items?n=51"));
        Assert.Equal("400 n must be a whole number from 1 to 50, not 'ten'.", await host.GetAsync("/items?n=ten"));
        Assert.Equal("400 n must be a whole number from 1 to 50, not '0'.", await host.GetAsync("/users?n=0"));
        using var form = new FormUrlEncodedContent([new("ItemId", "1")]);
        using var response = await host.SendAsync("POST", "/item", form);
        Assert.Equal(System.Net.HttpStatusCode.BadRequest, response.StatusCode);
    }
}
