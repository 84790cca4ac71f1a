using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Attune.Serving.Tests;

/// <summary>A server on a free port, with real Kestrel, and a client of it.</summary>
sealed class Site : IAsyncDisposable
{
    readonly WebApplication _app;

    Site(WebApplication app) => (_app, Client) = (app, new HttpClient { BaseAddress = new Uri(app.Urls.First().Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal)) });

    public HttpClient Client { get; }

    public IServiceProvider Services => _app.Services;

    public IAttune Attune => Services.GetRequiredService<IAttune>();

    /// <summary>Starts one that does not train, unless it is told to.</summary>
    public static async Task<Site> StartAsync(Action<AttuneOptions>? configure = null, Action<IServiceCollection>? services = null, string url = "http://127.0.0.1:0")
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url);
        services?.Invoke(builder.Services);
        builder.Services.AddAttune(o =>
        {
            o.Retrain.IsOn = false;
            configure?.Invoke(o);
        });
        var app = builder.Build();
        app.MapAttune();
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new Site(app);
    }

    /// <summary>Status and body of an answer.</summary>
    public async Task<(int Status, string Body)> SendAsync(string method, string path, string? body = null, params (string Name, string Value)[] headers)
    {
        using var response = await RawAsync(method, path, body, headers);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>The whole answer.</summary>
    public async Task<HttpResponseMessage> RawAsync(string method, string path, string? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return await Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public Task<(int Status, string Body)> GetAsync(string path, params (string Name, string Value)[] headers) => SendAsync("GET", path, null, headers);

    public Task<(int Status, string Body)> PostAsync(string path, string? body = null, params (string Name, string Value)[] headers) => SendAsync("POST", path, body, headers);

    public Task StopAsync() => _app.StopAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }
}
