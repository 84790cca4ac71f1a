namespace Attune.Serving.Tests;

public sealed class ListRoutesTests
{
    [Fact]
    public async Task Get_List_IsExactlyThisJson()
    {
        await using var site = await Site.StartAsync(services: FixedAttune.Add);
        Assert.Equal((200, """{"requestId":"r1","placement":"home","modelVersion":null,"fallback":"popular","items":[{"id":"a","score":1.5},{"id":"\u003Cb\u003E","score":null}]}"""),
            await site.GetAsync("/attune/v1/placements/home/recommendations?user=nobody"));
    }

    [Fact]
    public async Task Get_WithReasons_SaysWhoAndWhy()
    {
        await using var site = await Site.StartAsync(services: FixedAttune.Add);
        ((FixedAttune)site.Attune).Items = [new("a", 2, new ItemReasons("als", "v1", [new("h", 0.5)]))];
        Assert.Equal("""{"requestId":"r1","placement":"home","modelVersion":null,"fallback":"popular","items":[{"id":"a","score":2,"reasons":{"recommender":"als","modelVersion":"v1","because":[{"id":"h","contribution":0.5}]}}]}""",
            (await site.GetAsync("/attune/v1/placements/home/recommendations?explain=true")).Body);
    }

    [Fact]
    public async Task Get_EveryParameter_ReachesTheEngine()
    {
        await using var site = await Site.StartAsync(services: FixedAttune.Add);
        await site.GetAsync("/attune/v1/placements/home/recommendations?user=u&items=a,b&n=3&offset=2&exclude=x,y&include=z&category=toys&filter=labels.price%20%3C%2020&cap=2&diversity=0.5&promote=p&explain&seen=only&at=2026-01-31T12:00:00Z&text=red%20shoes&context.weather=rain");
        var asked = ((FixedAttune)site.Attune).Asked!;
        Assert.Equal(("home", "u", 3, 2, "labels.price < 20", 2, 0.5, true, Seen.Only, "red shoes"), (asked.Placement, asked.User, asked.Count, asked.Offset, asked.Filter, asked.CategoryCap, asked.Diversity, asked.Explain, asked.Seen!.Value, asked.Text));
        Assert.Equal("a b|x y|z|toys|p|rain", string.Join('|', new[] { asked.Items!, asked.Exclude, asked.Include!, asked.Categories, asked.Promote, [.. asked.Context!.Values] }.Select(l => string.Join(' ', l))));
        Assert.Equal(new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero), asked.At);
    }
}
