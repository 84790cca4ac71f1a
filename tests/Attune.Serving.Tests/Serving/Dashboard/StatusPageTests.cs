using System.Net;
using Microsoft.Extensions.DependencyInjection;

namespace Attune.Serving.Tests;

public sealed class StatusPageTests
{
    const string Attack = "<script>alert(1)</script>\"onload='x'";

    [Fact]
    public async Task Page_ShowsCountsModelsTasksAndAList()
    {
        await using var site = await Site.StartAsync(services: s =>
        {
            FixedAttune.Add(s);
            s.AddSingleton<IModels, FixedModels>();
        });
        ((FixedAttune)site.Attune).Items = [new("lamp", 0.5, new ItemReasons("als", "v2", [new("chair", 0.25)]))];
        await site.Attune.Store().PutItemsAsync([new StoredItem { Id = "lamp", Comment = "A reading lamp" }], TestContext.Current.CancellationToken);
        var (status, page) = await site.GetAsync("/attune?user=ann&placement=home");
        Assert.Equal(200, status);
        Assert.All((string[])["<dt>items</dt><dd>1</dd>", "v2", "ndcg@10", "Not worse.", "training", "25\u00A0%", "A list for the user ann", "A reading lamp", "chair (0.25)", "<option selected>home</option>"],
            words => Assert.Contains(words, page, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Page_OfIdsThatAreMarkup_ShowsThemAsText()
    {
        await using var site = await Site.StartAsync();
        await site.Attune.Store().PutItemsAsync([new StoredItem { Id = Attack, Comment = Attack }], TestContext.Current.CancellationToken);
        await site.Attune.Store().AddEventsAsync([new StoredEvent { Type = "view", User = Attack, Item = Attack }], cancellation: TestContext.Current.CancellationToken);
        foreach (var query in (string[])["?user=someone", "?user=" + Uri.EscapeDataString(Attack), "?items=" + Uri.EscapeDataString(Attack), "?user=a&placement=" + Uri.EscapeDataString(Attack)])
        {
            using var answer = await site.RawAsync("GET", "/attune" + query);
            var page = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("\"onload", page, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("alert(1)", page, StringComparison.Ordinal);
            Assert.Contains("default-src 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
            Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        }
    }

    [Fact]
    public async Task Page_OfAnEmptyServer_SaysWhatComesNext()
    {
        await using var site = await Site.StartAsync();
        var (status, page) = await site.GetAsync("/attune");
        Assert.Equal(200, status);
        Assert.Contains("there is no trained model yet", page, StringComparison.Ordinal);
        Assert.DoesNotContain("http://", page.Replace("http://www.w3.org", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }
}
