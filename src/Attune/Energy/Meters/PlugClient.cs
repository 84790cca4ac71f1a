using System.Globalization;
using System.Net;
using System.Text.Json;

namespace Attune;

/// <summary>Asks a smart plug in the own network over HTTP; whatever goes wrong is one sentence that names the plug.</summary>
sealed class PlugClient : IDisposable
{
    const long Most = 1 << 16;
    readonly HttpClient _client;
    readonly TimeSpan _patience;

    /// <param name="kind">As in "Shelly".</param>
    /// <param name="host">The plug's address.</param>
    /// <param name="patience">How long an answer may take; null for 5 seconds.</param>
    internal PlugClient(string kind, string host, TimeSpan? patience = null)
    {
        (Plug, _patience) = ($"The {kind} plug at {host}", patience ?? TimeSpan.FromSeconds(5));
        // A plug of one's own network is behind no proxy, and sends nobody elsewhere.
        _client = new HttpClient(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false, ConnectTimeout = _patience })
        {
            BaseAddress = new Uri($"http://{host}/"),
            Timeout = _patience,
            MaxResponseContentBufferSize = Most,
        };
    }

    /// <summary>How errors call it.</summary>
    internal string Plug { get; }

    internal PlugAnswer Post(string path, byte[] body, string? type, string? cookie, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        if (type is not null) request.Content.Headers.ContentType = new(type);
        if (cookie is not null) request.Headers.Add("Cookie", cookie);
        try
        {
            using var answer = _client.Send(request, HttpCompletionOption.ResponseContentRead, cancellation);
            using var bytes = new MemoryStream();
            answer.Content.ReadAsStream(cancellation).CopyTo(bytes);
            return new PlugAnswer(answer.StatusCode, bytes.ToArray(), answer.Headers.TryGetValues("Set-Cookie", out var cookies) ? [.. cookies] : []);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw Bad(string.Create(CultureInfo.InvariantCulture, $"did not answer within {_patience.TotalSeconds} s"), "See that it has power and that the address is right", e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw Bad($"cannot be reached: {(e.InnerException ?? e).Message.TrimEnd('.')}", "See that it has power and that the address is right", e);
        }
    }

    /// <summary>The number at a path of names in an object of JSON.</summary>
    internal double Number(byte[] json, params IReadOnlyList<string> path)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var at = document.RootElement;
            foreach (var name in path)
                if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(name, out at)) throw Strange($"its answer has no {string.Join('.', path)}");
            return at.ValueKind == JsonValueKind.Number && at.TryGetDouble(out var number) && double.IsFinite(number) && number >= 0 ? number : throw Strange($"{string.Join('.', path)} of its answer is {at.GetRawText()}, not a number of 0 or more");
        }
        catch (JsonException e)
        {
            throw Strange("its answer is no JSON", e);
        }
    }

    internal DataException Strange(string what, Exception? inner = null) => Bad($"is not understood: {what}", "See that the address is that of a plug of this kind which measures", inner);

    internal DataException Bad(string what, string todo, Exception? inner = null) => new($"{Plug} {what}. {todo}.", inner);

    public void Dispose() => _client.Dispose();

    /// <summary>What came back.</summary>
    internal sealed record PlugAnswer(HttpStatusCode Status, byte[] Body, IReadOnlyList<string> Cookies);
}
