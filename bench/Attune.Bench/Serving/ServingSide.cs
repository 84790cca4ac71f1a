using Attune.Serving;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Attune.Bench;

/// <summary>One server in a process of its own: Attune over a store, or a bare endpoint that answers with the same constant JSON.</summary>
static class ServingSide
{
    internal static async Task<int> BareAsync(string url, string size)
    {
        var app = Application(url);
        var body = new byte[int.Parse(size)];
        Array.Fill(body, (byte)'a');
        (body[0], body[^1]) = ((byte)'"', (byte)'"');
        var built = app.Build();
        built.MapGet("/constant", () => Results.Bytes(body, "application/json"));
        await built.RunAsync();
        return 0;
    }

    /// <param name="url">Where it listens.</param>
    /// <param name="store">The store.</param>
    /// <param name="mood">"cached" or "uncached" lists, or "training": a training after every 3,000 events.</param>
    internal static async Task<int> AttuneAsync(string url, string store, string mood)
    {
        var app = Application(url);
        app.Services.AddAttune(o =>
        {
            o.Store = store;
            (o.Retrain.IsOn, o.Retrain.AfterEvents) = (mood == "training", 3_000);
            o.Cache.Megabytes = mood == "uncached" ? 0 : 64;
            o.Api.LargestBody = 64 << 20;
        });
        var built = app.Build();
        built.MapAttune();
        await built.RunAsync();
        return 0;
    }

    internal static async Task<int> PrepareAsync(string store, string items)
    {
        await using var storage = Storages.Parse(store, TimeProvider.System);
        await ServedWorld.PrepareAsync(storage, int.Parse(items), TimeProvider.System);
        return 0;
    }

    static WebApplicationBuilder Application(string url)
    {
        var app = WebApplication.CreateSlimBuilder();
        app.Logging.SetMinimumLevel(LogLevel.Warning);
        app.WebHost.UseUrls(url);
        return app;
    }
}
