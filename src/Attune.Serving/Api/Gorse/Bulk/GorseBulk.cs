using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Attune.Serving;

/// <summary>
/// Whole tables in and out, a JSON value a line: GET gives a file, POST takes one (the part "file" of a form, as Gorse's dashboard sends it, or the lines as they
/// are). Neither is held in memory. Where a row cannot be taken, the blocks before its own are stored, and the answer says how many rows that is.
/// </summary>
static class GorseBulk
{
    /// <summary>Rows that are read or stored at once.</summary>
    internal const int Block = 1000;

    /// <summary>Says that a body may be of any length, because it is read block by block.</summary>
    internal static readonly BodyLimit AnyLength = new(long.MaxValue);

    internal static void Map(IEndpointRouteBuilder api)
    {
        GorseRoutes.Map(api, "GET", "/bulk/users", ApiScope.Admin, call => ExportAsync(call, "users", UsersAsync(call), GorseWriter.User));
        GorseRoutes.Map(api, "GET", "/bulk/items", ApiScope.Admin, call => ExportAsync(call, "items", ItemsAsync(call), GorseWriter.Item));
        GorseRoutes.Map(api, "GET", "/bulk/feedback", ApiScope.Admin, call => ExportAsync(call, "feedback", FeedbackAsync(call), GorseWriter.Event));
        GorseRoutes.Map(api, "POST", "/bulk/users", ApiScope.Admin, call => ImportAsync(call, "users", new GorseReader(call.Api).User, rows => call.Store.PutUsersAsync(rows, call.Cancellation)), AnyLength);
        GorseRoutes.Map(api, "POST", "/bulk/items", ApiScope.Admin, call => ImportAsync(call, "items", new GorseReader(call.Api).Item, rows => call.Store.PutItemsAsync(rows, call.Cancellation)), AnyLength);
        GorseRoutes.Map(api, "POST", "/bulk/feedback", ApiScope.Admin, ImportFeedbackAsync, AnyLength);
    }

    /// <summary>All users, block by block.</summary>
    internal static IAsyncEnumerable<IReadOnlyList<StoredUser>> UsersAsync(GorseCall call) => PagesAsync(after => call.Store.UsersAsync(after, Block, call.Cancellation));

    /// <summary>All items, block by block.</summary>
    internal static IAsyncEnumerable<IReadOnlyList<StoredItem>> ItemsAsync(GorseCall call) => PagesAsync(after => call.Store.ItemsAsync(after, Block, null, call.Cancellation));

    /// <summary>All feedback up to now, block by block.</summary>
    internal static IAsyncEnumerable<IReadOnlyList<StoredEvent>> FeedbackAsync(GorseCall call)
    {
        var now = call.Now;
        return GorseFeedback.BlocksAsync(call.Store, default, null, e => e.Time <= now, call.Cancellation);
    }

    /// <summary>Adds to the audit log.</summary>
    internal static Task AuditAsync(GorseCall call, string action, string subject, string outcome) =>
        call.Store.AuditAsync(new AuditEntry(call.Now, call.Http.Features.Get<Caller>()?.Name ?? "", action, subject, outcome), CancellationToken.None);

    static async IAsyncEnumerable<IReadOnlyList<T>> PagesAsync<T>(Func<string?, Task<Page<T>>> read)
    {
        string? after = null;
        do
        {
            var page = await read(after).ConfigureAwait(false);
            yield return page.Rows;
            after = page.Next;
        }
        while (after is not null);
    }

    static async Task ExportAsync<T>(GorseCall call, string what, IAsyncEnumerable<IReadOnlyList<T>> pages, Action<Utf8JsonWriter, T> write)
    {
        await AuditAsync(call, "gorse.bulk.export", what, "sent").ConfigureAwait(false);
        call.Http.Response.Headers.ContentDisposition = $"attachment;filename={what}.jsonl";
        await GorseAnswer.StreamAsync(call.Http, "application/jsonl", pages, write, asLines: true).ConfigureAwait(false);
    }

    static async Task ImportFeedbackAsync(GorseCall call)
    {
        var (reader, now) = (new GorseReader(call.Api), call.Now);
        await ImportAsync(call, "feedback", (ref Utf8JsonReader json, ReadOnlySpan<byte> all) => reader.Event(ref json, all, now),
            rows => call.Store.AddEventsAsync(rows, EventMode.Overwrite, addMissing: true, call.Cancellation)).ConfigureAwait(false);
    }

    static async Task ImportAsync<T>(GorseCall call, string what, GorseReader.Element<T> read, Func<IReadOnlyList<T>, Task<int>> store)
    {
        using var lines = new GorseLines(await FileAsync(call).ConfigureAwait(false), call.Api.LargestBody);
        var stored = 0;
        try
        {
            while (await lines.ReadAsync(Block, read, call.Cancellation).ConfigureAwait(false) is { Count: > 0 } rows)
            {
                await store(rows).ConfigureAwait(false);
                stored += rows.Count;
            }
        }
        catch (Exception e) when (e is RequestException or IOException)
        {
            await AuditAsync(call, "gorse.bulk.import", what, $"stopped after {stored} rows").ConfigureAwait(false);
            throw new RequestException((e as RequestException)?.Status ?? (e as BadHttpRequestException)?.StatusCode ?? StatusCodes.Status400BadRequest, $"{e.Message} {stored} rows before it are stored.");
        }
        await AuditAsync(call, "gorse.bulk.import", what, $"stored {stored} rows").ConfigureAwait(false);
        await GorseAnswer.RowsAsync(call.Http, stored).ConfigureAwait(false);
    }

    // The part "file" of a form, or the body itself.
    static async Task<Stream> FileAsync(GorseCall call)
    {
        var request = call.Http.Request;
        if (request.ContentType is null || request.ContentType.Contains("json", StringComparison.OrdinalIgnoreCase)) return request.Body;
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase) || type.Boundary.Length == 0)
            throw RequestException.Bad("Send a form of the type multipart/form-data with the part \"file\", or lines of JSON as application/jsonl.");
        try
        {
            var parts = new MultipartReader(HeaderUtilities.RemoveQuotes(type.Boundary).ToString(), request.Body);
            while (await parts.ReadNextSectionAsync(call.Cancellation).ConfigureAwait(false) is { } part)
                if (ContentDispositionHeaderValue.TryParse(part.ContentDisposition, out var named) && HeaderUtilities.RemoveQuotes(named.Name) == "file") return part.Body;
        }
        catch (Exception e) when (e is InvalidDataException or ArgumentException || (e is IOException and not BadHttpRequestException))
        {
            throw RequestException.Bad($"The form cannot be read: {e.Message}");
        }
        throw RequestException.Bad("http: no such file. The form has no part \"file\".");
    }
}
