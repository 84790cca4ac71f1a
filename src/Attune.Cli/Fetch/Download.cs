using System.Net;
using System.Net.Http.Headers;

namespace Attune.Cli;

/// <summary>One file from the network: resumed where an earlier try ended if it is still the same file, never larger than stated, and under its name only when it is whole.</summary>
sealed class Download : IDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    readonly HttpClient _client = new(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(15), PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Where an address may lead: only what cannot be read or changed on the way, or this machine.</summary>
    internal static Uri Checked(string option, string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback)) ? uri
            : throw new UsageException($"{option}: '{url}' is not an address that begins with https://.");

    /// <summary>Fetches into <paramref name="path"/>; what has come of it so far lies in <paramref name="path"/>.part (see <see cref="Part"/>), also after a failure.</summary>
    internal void File(Uri url, string path, long mostBytes, IProgress<FitProgress> progress, CancellationToken cancel) => Run(url, cancel, async alive =>
    {
        var part = new Part(path + ".part", url);
        var version = part.Version;
        var have = version is null ? 0 : new FileInfo(part.Path).Length;
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        if (have > 0) (request.Headers.Range, request.Headers.IfRange) = (new RangeHeaderValue(have, null), version);
        using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, alive.Token).ConfigureAwait(false);
        if (have > 0 && response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            part.Delete();
            throw new DataException($"{url}: what an earlier try left does not fit the file. It has been removed: fetch again.");
        }
        if (!response.IsSuccessStatusCode) throw new DataException($"{url} answers {(int)response.StatusCode} ({response.ReasonPhrase}). The set may have moved: {ByHand}");
        // Only a server that says where it goes on goes on; any other sends the whole file.
        var goesOn = have > 0 && response.StatusCode == HttpStatusCode.PartialContent && response.Content.Headers.ContentRange?.From == have;
        if (!goesOn)
        {
            have = 0;
            part.Begin(response);
        }
        var total = response.Content.Headers.ContentLength is { } length ? have + length : (long?)null;
        if (total > mostBytes) throw TooLarge(url, mostBytes);
        await Copy(response, part.Path, have, total, url, mostBytes, progress, alive).ConfigureAwait(false);
        part.Complete(path);
        return true;
    });

    /// <summary>A small text, or null where there is none.</summary>
    internal string? Text(Uri url, CancellationToken cancel) => Run(url, cancel, async alive =>
    {
        using var response = await _client.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, alive.Token).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode || response.Content.Headers.ContentLength is null or > 4096) return null;
        return await response.Content.ReadAsStringAsync(alive.Token).ConfigureAwait(false);
    });

    const string GoesOn = "What came is kept: fetch again, and it goes on there if the server can tell that the file is still the same.";

    internal const string ByHand = "fetch the archive by hand and give it with --from FILE.";

    static async Task Copy(HttpResponseMessage response, string part, long have, long? total, Uri url, long mostBytes, IProgress<FitProgress> progress, CancellationTokenSource alive)
    {
        await using var file = new FileStream(part, FileMode.Append, FileAccess.Write, FileShare.None, 1 << 16);
        await using var body = await response.Content.ReadAsStreamAsync(alive.Token).ConfigureAwait(false);
        var buffer = new byte[1 << 16];
        for (int read; (read = await body.ReadAsync(buffer, alive.Token).ConfigureAwait(false)) > 0;)
        {
            alive.CancelAfter(Patience);
            have += read;
            if (have > mostBytes) throw TooLarge(url, mostBytes);
            await file.WriteAsync(buffer.AsMemory(0, read), alive.Token).ConfigureAwait(false);
            progress.Report(new FitProgress("kilobytes", (int)(have >> 10), (int)((total ?? mostBytes) >> 10)));
        }
        if (have < total) throw new DataException($"{url} ended after {have} of {total} bytes. {GoesOn}");
    }

    static DataException TooLarge(Uri url, long mostBytes) => new($"{url} is larger than {mostBytes >> 20} MB, far more than this set should be. Check the address; {ByHand}");

    static T Run<T>(Uri url, CancellationToken cancel, Func<CancellationTokenSource, Task<T>> work)
    {
        using var alive = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        alive.CancelAfter(Patience);
        try
        {
            return Task.Run(() => work(alive), CancellationToken.None).GetAwaiter().GetResult();
        }
        catch (HttpIOException e)
        {
            throw new DataException($"{url} broke off: {e.Message.TrimEnd('.')}. {GoesOn}", e);
        }
        catch (HttpRequestException e)
        {
            throw new DataException($"{url} cannot be reached: {e.Message.TrimEnd('.')}. Without a network, {ByHand}", e);
        }
        catch (OperationCanceledException e) when (!cancel.IsCancellationRequested)
        {
            throw new DataException($"{url} says nothing for {Patience.TotalSeconds} seconds. Try again later, or {ByHand}", e);
        }
    }

    public void Dispose() => _client.Dispose();
}
