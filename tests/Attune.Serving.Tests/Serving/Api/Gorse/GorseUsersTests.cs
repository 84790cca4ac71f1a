namespace Attune.Serving.Tests;

public sealed class GorseUsersTests
{
    [Fact]
    public async Task User_PostedReadChangedDeleted_AnswersAsGorse()
    {
        await using var host = await GorseHost.StartAsync();
        Assert.Equal("""200 {"RowAffected":1}""", await host.AskAsync("POST", "/user", """{"UserId":"0"}"""));
        Assert.Equal("""200 {"UserId":"0","Labels":null,"Comment":""}""", await host.GetAsync("/user/0"));
        Assert.Equal("""200 {"RowAffected":1}""", await host.AskAsync("PATCH", "/user/0", """{"Labels":["a","b"],"Comment":"modified"}"""));
        Assert.Equal("""200 {"UserId":"0","Labels":["a","b"],"Comment":"modified"}""", await host.GetAsync("/user/0"));
        Assert.Equal("""200 {"RowAffected":1}""", await host.AskAsync("PATCH", "/user/0", """{"Labels":null,"Comment":null}"""));
        Assert.Equal("""200 {"UserId":"0","Labels":["a","b"],"Comment":"modified"}""", await host.GetAsync("/user/0"));
        Assert.Equal("""200 {"RowAffected":1}""", await host.AskAsync("DELETE", "/user/0"));
        Assert.Equal("404 user 0 not found", await host.GetAsync("/user/0"));
        Assert.Equal("""200 {"RowAffected":0}""", await host.AskAsync("DELETE", "/user/0"));
        Assert.Equal("""200 {"RowAffected":0}""", await host.AskAsync("PATCH", "/user/0", "{}"));
    }

    [Fact]
    public async Task Users_InPages_CursorLeadsThroughAllOnce()
    {
        await using var host = await GorseHost.StartAsync();
        Assert.Equal("""200 {"RowAffected":5}""", await host.AskAsync("POST", "/users", """[{"UserId":"a"},{"UserId":"b"},{"UserId":"c"},{"UserId":"d"},{"UserId":"e"}]"""));
        Assert.Equal("""200 {"Cursor":"Yg==","Users":[{"UserId":"a","Labels":null,"Comment":""},{"UserId":"b","Labels":null,"Comment":""}]}""", await host.GetAsync("/users?n=2"));
        Assert.Equal("""200 {"Cursor":"ZA==","Users":[{"UserId":"c","Labels":null,"Comment":""},{"UserId":"d","Labels":null,"Comment":""}]}""", await host.GetAsync("/users?n=2&cursor=Yg%3D%3D"));
        Assert.Equal("""200 {"Cursor":"","Users":[{"UserId":"e","Labels":null,"Comment":""}]}""", await host.GetAsync("/users?n=2&cursor=ZA%3D%3D"));
        Assert.Equal("400 cursor is not one that an earlier page gave. Begin without a cursor.", await host.GetAsync("/users?cursor=%21"));
    }

    [Fact]
    public async Task Users_EmptyArrayOrNull_AffectsNothing()
    {
        await using var host = await GorseHost.StartAsync();
        Assert.Equal("""200 {"RowAffected":0}""", await host.AskAsync("POST", "/users", "[]"));
        Assert.Equal("""200 {"RowAffected":0}""", await host.AskAsync("POST", "/users", "null"));
        Assert.Equal("""200 {"Cursor":"","Users":[]}""", await host.GetAsync("/users"));
    }

    [Fact]
    public async Task User_OddIds_ReachedThroughThePath()
    {
        await using var host = await GorseHost.StartAsync();
        await host.AskAsync("POST", "/users", """[{"UserId":"a/b"},{"UserId":"ü ß%"},{"UserId":"x","unknown":{"deep":[1,{"y":true}]},"comment":"any case"}]""");
        Assert.Equal("""200 {"UserId":"a/b","Labels":null,"Comment":""}""", await host.GetAsync("/user/a%2Fb"));
        Assert.Equal("""200 {"UserId":"ü ß%","Labels":null,"Comment":""}""", await host.GetAsync("/user/%C3%BC%20%C3%9F%25"));
        Assert.Equal("""200 {"UserId":"x","Labels":null,"Comment":"any case"}""", await host.GetAsync("/user/x"));
    }

    [Theory]
    [InlineData("""{"UserId":""}""", "UserId has 0 characters; an id has 1 to 256.")]
    [InlineData("""{}""", "UserId has 0 characters; an id has 1 to 256.")]
    [InlineData("""{"UserId":7}""", "UserId must be a string.")]
    [InlineData("""{"UserId":"a\u0000"}""", "UserId contains the character U+0000, which cannot be stored.")]
    [InlineData("""{"UserId":"a\u0007"}""", "UserId holds the control character U+0007; an id has none.")]
    [InlineData("""{"UserId":"\ud800"}""", "The body holds text that is not Unicode, at byte")]
    [InlineData("""["a"]""", "A row must be a JSON object.")]
    [InlineData("""{"UserId":"a"} x""", "The body is no JSON:")]
    [InlineData("""{"UserId":"a"}{}""", "The body")]
    [InlineData("", "The body is")]
    [InlineData("""{"UserId":"a","Labels":["price",100]}""", "unsupported labels: an array holds only strings or only numbers.")]
    [InlineData("""{"UserId":"a","Labels":true}""", "unsupported type in labels: bool.")]
    [InlineData("""{"UserId":"a","Labels":{"a":{"b":{"c":{"d":{"e":{"f":{"g":{"h":1}}}}}}}}}""", "Labels are deeper than 8 levels, which Api.DeepestLabels allows.")]
    public async Task User_CannotBeTaken_SaysWhy(string json, string expected)
    {
        await using var host = await GorseHost.StartAsync();
        Assert.StartsWith("400 " + expected, await host.AskAsync("POST", "/user", json), StringComparison.Ordinal);
        Assert.Equal("""200 {"Cursor":"","Users":[]}""", await host.GetAsync("/users"));
    }

    [Theory]
    [InlineData("""{"a": [1, 2.50], "b" : "x y"}""", """{"a":[1,2.50],"b":"x y"}""")]
    [InlineData("\"free text\"", "\"free text\"")]
    [InlineData("1.0", "1.0")]
    [InlineData("""["ä","\n"]""", """["ä","\n"]""")]
    public async Task Labels_OfEveryKind_ComeBack(string labels, string expected)
    {
        await using var host = await GorseHost.StartAsync();
        Assert.Equal("""200 {"RowAffected":1}""", await host.AskAsync("POST", "/user", $$"""{"UserId":"0","Labels":{{labels}}}"""));
        Assert.Equal($$"""200 {"UserId":"0","Labels":{{expected}},"Comment":""}""", await host.GetAsync("/user/0"));
    }

    [Fact]
    public async Task Caller_OfASpace_SeesItsOwnUsersAlone()
    {
        await using var host = await GorseHost.StartAsync(caller: new Caller("key", "tenant"));
        await host.Storage.Of("default").PutUsersAsync([new StoredUser { Id = "other" }], TestContext.Current.CancellationToken);
        await host.AskAsync("POST", "/user", """{"UserId":"mine"}""");
        Assert.Equal("""200 {"Cursor":"","Users":[{"UserId":"mine","Labels":null,"Comment":""}]}""", await host.GetAsync("/users"));
        Assert.NotNull(await host.Storage.Of("tenant").UserAsync("mine", TestContext.Current.CancellationToken));
    }
}
