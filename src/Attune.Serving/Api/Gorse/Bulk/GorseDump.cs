using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Routing;

namespace Attune.Serving;

/// <summary>A space whole, in the format of Gorse's dump: a dump of Gorse can be restored here, and one from here there.</summary>
static class GorseDump
{
    internal static void Map(IEndpointRouteBuilder api)
    {
        GorseRoutes.Map(api, "GET", "/dump", ApiScope.Admin, DumpAsync);
        GorseRoutes.Map(api, "POST", "/restore", ApiScope.Admin, RestoreAsync, GorseBulk.AnyLength);
    }

    static async Task DumpAsync(GorseCall call)
    {
        var start = Stopwatch.GetTimestamp();
        await GorseBulk.AuditAsync(call, "gorse.dump", "users, items, feedback", "sent").ConfigureAwait(false);
        call.Http.Response.ContentType = "application/octet-stream";
        var writer = new DumpWriter(call.Http.Response.BodyWriter);
        writer.Mark(DumpWriter.Users);
        var users = await RowsAsync(call, GorseBulk.UsersAsync(call), writer.User).ConfigureAwait(false);
        writer.Mark(DumpWriter.Items);
        var items = await RowsAsync(call, GorseBulk.ItemsAsync(call), writer.Item).ConfigureAwait(false);
        writer.Mark(DumpWriter.Feedback);
        var feedback = await RowsAsync(call, GorseBulk.FeedbackAsync(call), writer.Event).ConfigureAwait(false);
        writer.Mark(DumpWriter.End);
        // What was counted follows the dump, as it does in Gorse; restoring stops before it.
        using (var json = new Utf8JsonWriter(call.Http.Response.BodyWriter)) WriteCounts(json, (users, items, feedback, Stopwatch.GetElapsedTime(start)));
        await call.Http.Response.BodyWriter.FlushAsync(call.Cancellation).ConfigureAwait(false);
    }

    static async Task<int> RowsAsync<T>(GorseCall call, IAsyncEnumerable<IReadOnlyList<T>> blocks, Action<T> write)
    {
        var count = 0;
        await foreach (var block in blocks.ConfigureAwait(false))
        {
            foreach (var row in block) write(row);
            count += block.Count;
            await call.Http.Response.BodyWriter.FlushAsync(call.Cancellation).ConfigureAwait(false);
        }
        return count;
    }

    static async Task RestoreAsync(GorseCall call)
    {
        var start = Stopwatch.GetTimestamp();
        var reader = new DumpReader(call);
        try
        {
            await reader.ReadAsync().ConfigureAwait(false);
        }
        finally
        {
            await GorseBulk.AuditAsync(call, "gorse.restore", "users, items, feedback", $"stored {reader.Users} users, {reader.Items} items, {reader.Feedback} rows of feedback").ConfigureAwait(false);
        }
        await GorseAnswer.JsonAsync(call.Http, (reader.Users, reader.Items, reader.Feedback, Stopwatch.GetElapsedTime(start)), WriteCounts).ConfigureAwait(false);
    }

    // A duration in Go is a number of nanoseconds.
    static void WriteCounts(Utf8JsonWriter json, (int Users, int Items, int Feedback, TimeSpan Duration) counts)
    {
        json.WriteStartObject();
        json.WriteNumber("Users"u8, counts.Users);
        json.WriteNumber("Items"u8, counts.Items);
        json.WriteNumber("Feedback"u8, counts.Feedback);
        json.WriteNumber("Duration"u8, counts.Duration.Ticks * TimeSpan.NanosecondsPerTick);
        json.WriteEndObject();
    }
}
