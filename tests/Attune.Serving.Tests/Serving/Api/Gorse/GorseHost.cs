using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Attune.Serving.Tests;

/// <summary>Gorse's routes alone, on a real Kestrel and a free port, over a store in memory and an engine whose answers are known.</summary>
sealed class GorseHost : IAsyncDisposable
{
    readonly WebApplication _app;

    GorseHost(WebApplication app, FixedTime time, FakeAttune attune, MemoryStorage storage)
    {
        (_app, Time, Attune, Storage) = (app, time, attune, storage);
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        Client = new HttpClient { BaseAddress = Address };
    }

    internal Uri Address { get; }

    internal HttpClient Client { get; }

    internal FixedTime Time { get; }

    internal FakeAttune Attune { get; }

    internal MemoryStorage Storage { get; }

    internal static async Task<GorseHost> StartAsync(Action<AttuneOptions>? configure = null, Caller? caller = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var time = new FixedTime(new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero));
        var storage = new MemoryStorage(time);
        var attune = new FakeAttune(storage);
        builder.Services.AddAttune(o =>
        {
            o.Retrain.IsOn = false;
            configure?.Invoke(o);
        });
        builder.Services.AddSingleton<TimeProvider>(time).AddSingleton<IStorage>(storage).AddSingleton<IAttune>(attune).AddSingleton<IModels>(new FakeModels());
        var app = builder.Build();
        if (caller is not null)
            app.Use((http, next) =>
            {
                http.Features.Set(caller);
                return next(http);
            });
        var api = app.MapGroup("/api");
        GorseRoutes.Map(api);
        ((IEndpointConventionBuilder)api).Finally(app.Services.GetRequiredService<Guard>().Protect);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new GorseHost(app, time, attune, storage);
    }

    /// <summary>Asks, and gives status and body as one text: "200 {...}".</summary>
    internal async Task<string> AskAsync(string method, string path, string? json = null)
    {
        using var response = await SendAsync(method, path, json is null ? null : new StringContent(json, Encoding.UTF8, "application/json"));
        return $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}";
    }

    internal Task<string> GetAsync(string path) => AskAsync("GET", path);

    internal Task<HttpResponseMessage> SendAsync(string method, string path, HttpContent? content = null, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), new Uri(Address, "/api" + path)) { Content = content };
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }

    /// <summary>A clock that stands until it is set.</summary>
    internal sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        internal DateTimeOffset Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
