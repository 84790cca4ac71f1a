using System.Net.Sockets;
using Attune.Serving;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Attune.Cli;

/// <summary>The server as a program of its own: what an application does that embeds it, and nothing else. Files that lie about where the tool is called are not read.</summary>
sealed class WebServer : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    readonly WebApplication _app;

    WebServer(WebApplication app) => _app = app;

    /// <summary>Where it listens, with the ports that it got.</summary>
    internal IReadOnlyList<string> Urls => [.. _app.Urls];

    /// <summary>Where data is kept, without secrets.</summary>
    internal string Store => StoreName.Shown(Options.Store);

    /// <summary>What whoever has started it should know.</summary>
    internal IEnumerable<string> Welcome =>
    [
        $"Listening on {string.Join(", ", Urls)}; the store is {Store}.",
        OpenTo(Options.Api.Keys.Count, ListenAddresses.AreLocal(Urls)),
        $"Status: {Urls[0]}/attune · Ctrl-C stops the server.",
    ];

    AttuneOptions Options => _app.Services.GetRequiredService<IOptions<AttuneOptions>>().Value;

    internal static async Task<WebServer> StartAsync(Call call, IReadOnlyList<string> urls, Func<IConfigurationManager, IConfigurationSection> configure)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "attune" });
        var section = configure(builder.Configuration);
        builder.WebHost.UseKestrel((context, kestrel) => kestrel.Configure(context.Configuration.GetSection("Kestrel")));
        builder.Services.AddRouting();
        builder.Services.AddSingleton<IHostLifetime>(new NoLifetime());
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = Patience);
        builder.Services.AddAttune(section);
        Logs(builder.Logging, call);
        var server = new WebServer(builder.Build());
        foreach (var url in urls) server._app.Urls.Add(url);
        try
        {
            server._app.MapAttune();
            await server._app.StartAsync(call.Cancellation);
            return server;
        }
        catch (Exception e)
        {
            await server.DisposeAsync();
            if (Clear(e, string.Join(", ", urls)) is { } clear) throw clear;
            throw;
        }
    }

    /// <summary>Waits until somebody ends the program, which is success, or the server ends by itself, which is not.</summary>
    internal async Task WaitAsync(CancellationToken cancellation)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _app.Lifetime.ApplicationStopping);
        await Task.Delay(Timeout.Infinite, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!cancellation.IsCancellationRequested) throw new DataException("The server has stopped by itself; its log above says why.");
    }

    internal Task StopAsync() => _app.StopAsync(CancellationToken.None);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    static string OpenTo(int keys, bool isLocal) => (keys, isLocal) switch
    {
        (0, true) => "There are no API keys: everybody on this machine may read, write and administer.",
        (0, false) => "There are no API keys: everybody who reaches this machine may read and write, and administration is closed; --keys FILE changes both.",
        (1, _) => "One API key is known; health alone answers without it.",
        _ => $"{keys} API keys are known; health alone answers without one.",
    };

    static void Logs(ILoggingBuilder logging, Call call) => logging
        .AddProvider(new LogLines(call.Log, TimeProvider.System))
        .SetMinimumLevel(call.IsVerbose ? LogLevel.Debug : call.Quiet ? LogLevel.Error : LogLevel.Information)
        .AddFilter("Microsoft", call.IsVerbose ? LogLevel.Information : call.Quiet ? LogLevel.Critical : LogLevel.Warning)
        // What goes wrong at the start is told as the command's error.
        .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);

    // What a person can put right is said in one sentence; null for everything else.
    static Exception? Clear(Exception e, string urls) => e switch
    {
        OptionsValidationException wrong => new UsageException(string.Join(' ', wrong.Failures), wrong),
        InvalidOperationException { Source: "Microsoft.Extensions.Configuration.Binder" } unknown => new UsageException($"The configuration cannot be read: {Call.OneLine(unknown)}", unknown),
        IOException { InnerException: AddressInUseException } taken => new DataException($"--urls: {urls} is in use by another program; stop it, or listen on another port.", taken),
        IOException { Source: "Attune.Serving" } store => new DataException(Call.OneLine(store), store),
        SocketException { SocketErrorCode: SocketError.AccessDenied } denied => new DataException($"--urls: {urls} may not be listened on by this user; take a port above 1023.", denied),
        SocketException { SocketErrorCode: SocketError.AddressNotAvailable } foreign => new DataException($"--urls: {urls} is not an address of this machine; write one that is, or * for all.", foreign),
        InvalidOperationException { Source: "Microsoft.AspNetCore.Server.Kestrel.Core" } certificate when urls.Contains("https", StringComparison.OrdinalIgnoreCase) =>
            new DataException($"--urls: https needs a certificate; name one in the section Kestrel:Certificates:Default of --config ({Call.OneLine(certificate)})", certificate),
        _ => null,
    };

    // The tool has its own way of being ended; the host's would be a second one.
    sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
