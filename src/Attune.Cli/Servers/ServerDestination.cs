using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using Attune.Serving;

namespace Attune.Cli;

/// <summary>A server that runs, over its own routes. What may be sent twice without harm is sent again where the server was busy or the connection broke.</summary>
sealed class ServerDestination(Uri address, string? key) : IDestination
{
    const int Tries = 5;
    static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    readonly HttpClient _client = new(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(15), AllowAutoRedirect = false }) { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };

    public string Name => address.ToString().TrimEnd('/');

    public async Task<int> AddEventsAsync(IReadOnlyList<StoredEvent> events, CancellationToken cancellation)
    {
        var answer = await SendAsync("attune/v1/events", ServerJson.Of(events), cancellation);
        return answer["taken"]?.GetValue<int>() ?? events.Count;
    }

    public Task PutItemsAsync(IReadOnlyList<StoredItem> items, CancellationToken cancellation) => SendAsync("attune/v1/items", ServerJson.Of(items), cancellation);

    public Task PutUsersAsync(IReadOnlyList<StoredUser> users, CancellationToken cancellation) => SendAsync("attune/v1/users", ServerJson.Of(users), cancellation);

    public async Task<ModelRecord> PublishAsync(Stream archive, CancellationToken cancellation)
    {
        using var content = new StreamContent(archive);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/zip");
        try
        {
            return ServerJson.Model(await OnceAsync("attune/v1/models", content, cancellation));
        }
        catch (BusyException busy)
        {
            throw busy.Final;
        }
    }

    async Task<JsonNode> SendAsync(string path, JsonNode body, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body));
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            try
            {
                return await OnceAsync(path, content, cancellation);
            }
            catch (BusyException busy)
            {
                if (attempt == Tries) throw busy.Final;
                await Task.Delay(busy.Pause < LongestPause ? busy.Pause : LongestPause, TimeProvider.System, cancellation);
            }
        }
    }

    async Task<JsonNode> OnceAsync(string path, HttpContent content, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        if (key is not null) request.Headers.Add("X-API-Key", key);
        try
        {
            using var response = await _client.SendAsync(request, cancellation);
            var text = await response.Content.ReadAsStringAsync(cancellation);
            return response.IsSuccessStatusCode ? ServerJson.Parse(text) ?? throw Stranger() : throw Refused(response, text);
        }
        catch (HttpRequestException e) when (e.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused })
        {
            throw new BusyException($"Nothing listens at {Name}; start a server there (attune serve --store DIR --urls {Name}), or name the address of one with --to.", TimeSpan.FromMilliseconds(200), e);
        }
        catch (HttpRequestException e)
        {
            throw new BusyException($"{Name} cannot be reached, or the connection broke: {Call.OneLine(e.InnerException ?? e).TrimEnd('.')}. Check --to, and the server's log.", TimeSpan.FromSeconds(1), e);
        }
    }

    Exception Refused(HttpResponseMessage response, string text)
    {
        var detail = ServerJson.Parse(text) is JsonObject problem && problem["detail"] is JsonValue said ? said.ToString() : "";
        return response.StatusCode switch
        {
            HttpStatusCode.Unauthorized => new DataException($"{Name} wants an API key: {(key is null ? "name a file that holds it with --key-file, or set ATTUNE_KEY" : "it does not know the one that was shown")}."),
            HttpStatusCode.Forbidden => new DataException($"{Name} does not allow it: {detail.TrimEnd('.')}."),
            HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable or HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout =>
                new BusyException($"{Name} is busy ({(int)response.StatusCode}): {detail.TrimEnd('.')}. Try again later.", response.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(1), null),
            HttpStatusCode.NotFound when detail.Length == 0 => Stranger(),
            _ => new DataException($"{Name} answers {(int)response.StatusCode}: {(detail.Length > 0 ? detail : response.ReasonPhrase)}"),
        };
    }

    DataException Stranger() => new($"{Name} answers, but not as a server of Attune does; check the address.");

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    // Trouble that may be over in a moment.
    sealed class BusyException(string message, TimeSpan pause, Exception? inner) : Exception(message, inner)
    {
        internal TimeSpan Pause => pause;

        /// <summary>What is told when it is not over.</summary>
        internal DataException Final => new(Message, InnerException);
    }
}
