using Attune.Serving;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Attune.Cli;

/// <summary>A store that is opened by this process: the server's own parts, without HTTP and without training.</summary>
sealed class StoreDestination : IDestination
{
    readonly IHost _host;
    readonly string _address;
    readonly string? _space;

    StoreDestination(IHost host, string address, string? space) => (_host, _address, _space) = (host, address, space);

    public string Name => StoreName.Shown(_address);

    IStore Store => _host.Services.GetRequiredService<IAttune>().Store(_space);

    internal static async Task<StoreDestination> OpenAsync(string address, string? space, Call call)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddAttune(o =>
        {
            o.Store = address;
            if (space is not null) o.Space = space;
            o.Retrain.IsOn = false;
        });
        var host = builder.Build();
        try
        {
            await host.StartAsync(call.Cancellation);
        }
        catch (Exception e)
        {
            host.Dispose();
            throw e switch
            {
                OptionsValidationException wrong => new UsageException(string.Join(' ', wrong.Failures), e),
                IOException => new DataException($"{Call.OneLine(e)} What is meant for a server that runs goes to its address: --to http://….", e),
                _ => e,
            };
        }
        return new StoreDestination(host, address, space);
    }

    public Task<int> AddEventsAsync(IReadOnlyList<StoredEvent> events, CancellationToken cancellation) => Store.AddEventsAsync(events, cancellation: cancellation);

    public Task PutItemsAsync(IReadOnlyList<StoredItem> items, CancellationToken cancellation) => Store.PutItemsAsync(items, cancellation);

    public Task PutUsersAsync(IReadOnlyList<StoredUser> users, CancellationToken cancellation) => Store.PutUsersAsync(users, cancellation);

    public Task<ModelRecord> PublishAsync(Stream archive, CancellationToken cancellation) => _host.Services.GetRequiredService<IModels>().PublishAsync(archive, _space, cancellation);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        if (_host is IAsyncDisposable host) await host.DisposeAsync();
        else _host.Dispose();
    }
}
