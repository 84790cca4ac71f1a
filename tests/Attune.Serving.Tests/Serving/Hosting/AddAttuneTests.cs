using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Attune.Serving.Tests;

public sealed class AddAttuneTests
{
    [Fact]
    public async Task AddAttune_WithoutHttp_GivesEngineAndModelsByInjection()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddAttune(o => o.Retrain.IsOn = false);
        using var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        var attune = host.Services.GetRequiredService<IAttune>();
        await attune.Store().AddEventsAsync([new StoredEvent { Type = "view", User = "u", Item = "a" }], cancellation: TestContext.Current.CancellationToken);
        var list = await attune.RecommendAsync(new RecommendationRequest { User = "v" }, TestContext.Current.CancellationToken);
        Assert.Equal(("a", "popular"), (Assert.Single(list.Items).Id, list.Fallback));
        Assert.Empty(await host.Services.GetRequiredService<IModels>().ListAsync(cancellation: TestContext.Current.CancellationToken));
        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task AddAttune_KeepsWhatTheApplicationHas()
    {
        var storage = new MemoryStorage(TimeProvider.System);
        await using var site = await Site.StartAsync(services: s => s.AddSingleton<IStorage>(storage));
        Assert.Same(storage, site.Services.GetRequiredService<IStorage>());
    }

    [Fact]
    public async Task AddAttune_Twice_AddsOptionsAndNothingElse()
    {
        await using var site = await Site.StartAsync(services: s => s.AddAttune(o => o.Api.DefaultCount = 3));
        Assert.Equal(3, site.Services.GetRequiredService<IOptions<AttuneOptions>>().Value.Api.DefaultCount);
        Assert.Single(site.Services.GetServices<IHostedService>().OfType<ServerStart>());
        Assert.Equal(200, (await site.GetAsync("/health/ready")).Status);
    }

    [Fact]
    public void MapAttune_WithoutAddAttune_SaysWhatToCall()
    {
        using var app = WebApplication.CreateSlimBuilder().Build();
        Assert.Contains("call builder.Services.AddAttune", Assert.Throws<InvalidOperationException>(() => app.MapAttune()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MapAttune_InAGroup_KeepsItsPrefixAndTheApplicationsRoutes()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddAttune(o => o.Retrain.IsOn = false);
        await using var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapGroup("/shop").MapAttune();
        app.MapGet("/", () => "mine");
        await app.StartAsync(TestContext.Current.CancellationToken);
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        Assert.Equal("mine", await client.GetStringAsync("/", TestContext.Current.CancellationToken));
        Assert.Contains("\"users\":0", await client.GetStringAsync("/shop/attune/v1/counts", TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public void Configuration_SetsEverything_AndItsListsTakeThePlaceOfTheDefaults()
    {
        var options = Bound(("Store", "sqlite:/data"), ("Space", "shop"), ("Feedback:ReadTypes:0", "glance"), ("Feedback:Weights:view", "0.2"), ("Retrain:Settings:factors", "64"), ("Retrain:Every", "00:30:00"),
            ("Placements:0:Name", "cart"), ("Placements:0:Recommenders:0", "similar"), ("Placements:0:Seen", "Only"), ("Placements:1:Name", "start"), ("Api:Keys:0:Name", "app"), ("Api:Keys:0:Hash", new string('a', 64)), ("Api:Keys:0:Scopes:0", "read"));
        Assert.Equal(("sqlite:/data", "shop", 0.2f, "64", TimeSpan.FromMinutes(30)), (options.Store, options.Space, options.Feedback.Weights["view"], options.Retrain.Settings["factors"], options.Retrain.Every));
        Assert.Equal(["glance"], options.Feedback.ReadTypes);
        Assert.Equal(("similar", Seen.Only), (Assert.Single(options.Placements[0].Recommenders), options.Placements[0].Seen));
        Assert.Equal(["model", "popular", "latest"], options.Placements[1].Recommenders);
        Assert.Equal("read", Assert.Single(options.Api.Keys[0].Scopes));
    }

    [Fact]
    public void Configuration_WithAnUnknownName_IsAnError() =>
        Assert.Contains("Spaces", Assert.Throws<InvalidOperationException>(() => Bound(("Spaces", "shop"))).ToString(), StringComparison.Ordinal);

    [Fact]
    public async Task Options_ThatAreWrong_AreReportedTogetherAtTheStart()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddAttune(o =>
        {
            o.Store = "mysql:Password=hunter2";
            o.Space = "My Shop";
            o.Retrain.HeldOut = 0.9;
            o.Retrain.Every = TimeSpan.Zero;
            o.Retrain.OneEventUpdates = true;
            o.Retrain.ErasedWithin = TimeSpan.FromDays(31);
            o.Api.DefaultCount = 2000;
            o.Api.Keys.Add(new ApiKeyOptions { Name = "app", Hash = "hunter2" });
            o.Api.Keys[0].Scopes.Add("root");
            o.Placements.Add(new Placement { Name = "Cart", Recommenders = ["magic"], Diversity = 2 });
            o.Feed.RabbitMq = "http://user:hunter2@broker";
        });
        using var host = builder.Build();
        var failures = (await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(TestContext.Current.CancellationToken))).Failures.ToArray();
        string[] expected =
        [
            "Attune:Space is \"My Shop\"; allowed is what matches ^[a-z0-9-]{1,32}$.", "Attune:Retrain:HeldOut is 0.9; allowed is 0.001 to 0.5.", "Attune:Retrain:Every is 00:00:00; allowed is 00:00:01",
            "Attune:Retrain:OneEventUpdates is True; allowed is false for the model \"als\"; models that learn from single events are bpr, warp.", "Attune:Retrain:ErasedWithin is 31.00:00:00; allowed is 00:00:00 to 30.00:00:00.",
            "Attune:Api:DefaultCount is 2000; allowed is 1 to 1000.", "Attune:Api:Keys:0:Scopes is \"root\"; allowed is read, write and admin.", "Attune:Placements:0:Name is \"Cart\"", "Attune:Placements:0:Recommenders is \"magic\"; allowed is model, similar, popular, latest.",
            "Attune:Placements:0:Diversity is 2; allowed is 0 to 1.", "Attune:Store is not shown here", "Attune:Feed:RabbitMq is not shown here", "Attune:Api:Keys:0:Hash is not shown here",
        ];
        Assert.All(expected, e => Assert.Contains(failures, f => f.StartsWith(e, StringComparison.Ordinal)));
        Assert.All(failures, f => Assert.EndsWith("or in AddAttune(o => …).", f, StringComparison.Ordinal));
        Assert.DoesNotContain(failures, f => f.Contains("hunter2", StringComparison.Ordinal));
    }

    static AttuneOptions Bound(params (string Name, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create("Attune:" + s.Name, (string?)s.Value))).Build();
        var services = new ServiceCollection().AddAttune(configuration.GetSection("Attune")).BuildServiceProvider();
        return services.GetRequiredService<IOptions<AttuneOptions>>().Value;
    }
}
