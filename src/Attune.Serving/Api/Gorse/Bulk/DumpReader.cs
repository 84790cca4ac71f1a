using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;

namespace Attune.Serving;

/// <summary>Reads a dump from the body of a request and stores its rows block by block. Rows that are there already are replaced.</summary>
/// <param name="call">The request.</param>
sealed class DumpReader(GorseCall call)
{
    readonly byte[] _mark = new byte[8];

    /// <summary>Users stored so far.</summary>
    internal int Users { get; private set; }

    /// <summary>Items stored so far.</summary>
    internal int Items { get; private set; }

    /// <summary>Rows of feedback stored so far.</summary>
    internal int Feedback { get; private set; }

    /// <summary>Reads to the end of the dump.</summary>
    /// <exception cref="RequestException">It is damaged; the blocks before are stored.</exception>
    internal async Task ReadAsync()
    {
        var mark = await MarkAsync().ConfigureAwait(false);
        while (mark != DumpWriter.End)
            mark = mark switch
            {
                DumpWriter.Users => await TableAsync(User, async rows => Users += await call.Store.PutUsersAsync(rows, call.Cancellation).ConfigureAwait(false)).ConfigureAwait(false),
                DumpWriter.Items => await TableAsync(Item, async rows => Items += await call.Store.PutItemsAsync(rows, call.Cancellation).ConfigureAwait(false)).ConfigureAwait(false),
                DumpWriter.Feedback => await TableAsync(Event, async rows =>
                    Feedback += await call.Store.AddEventsAsync(rows, EventMode.Overwrite, addMissing: true, call.Cancellation).ConfigureAwait(false)).ConfigureAwait(false),
                _ => throw DumpRow.Damaged(),
            };
    }

    delegate T Row<T>(ReadOnlySpan<byte> bytes);

    // Stores the rows of a table and gives the mark that ends it.
    async Task<long> TableAsync<T>(Row<T> read, Func<List<T>, Task> store)
    {
        var rows = new List<T>();
        while (true)
        {
            var length = await MarkAsync().ConfigureAwait(false);
            if (length > 0) rows.Add(await RowAsync(length, read).ConfigureAwait(false));
            if (rows.Count == GorseBulk.Block || (length <= 0 && rows.Count > 0))
            {
                await store(rows).ConfigureAwait(false);
                rows = [];
            }
            if (length <= 0) return length;
        }
    }

    async Task<long> MarkAsync()
    {
        await FillAsync(_mark).ConfigureAwait(false);
        return BinaryPrimitives.ReadInt64LittleEndian(_mark);
    }

    async Task<T> RowAsync<T>(long length, Row<T> read)
    {
        if (length > call.Api.LargestBody) throw DumpRow.Damaged();
        var bytes = ArrayPool<byte>.Shared.Rent((int)length);
        try
        {
            await FillAsync(bytes.AsMemory(0, (int)length)).ConfigureAwait(false);
            return read(bytes.AsSpan(0, (int)length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    async Task FillAsync(Memory<byte> memory)
    {
        if (await call.Http.Request.Body.ReadAtLeastAsync(memory, memory.Length, throwOnEndOfStream: false, call.Cancellation).ConfigureAwait(false) < memory.Length) throw DumpRow.Damaged();
    }

    StoredUser User(ReadOnlySpan<byte> bytes)
    {
        var row = new DumpRow(bytes);
        var (id, labels, comment) = ("", (string?)null, "");
        while (row.Next())
            switch (row.Field)
            {
                case 1: id = row.Text; break;
                case 2: labels = Labels(row.Bytes); break;
                case 3: comment = row.Text; break;
            }
        return new StoredUser { Id = Id(id), Labels = labels, Comment = comment };
    }

    StoredItem Item(ReadOnlySpan<byte> bytes)
    {
        var row = new DumpRow(bytes);
        var (item, id, categories) = (new ItemPatch(), "", new List<string>());
        while (row.Next())
            switch (row.Field)
            {
                case 2: id = row.Text; break;
                case 3: item.IsHidden = row.Number != 0; break;
                case 4: categories.Add(Id(row.Text)); break;
                case 5: item.Timestamp = row.Time; break;
                case 6: item.Labels = Labels(row.Bytes); break;
                case 7: item.Comment = row.Text; break;
            }
        item.Categories = [.. categories.Distinct(StringComparer.Ordinal)];
        return item.Apply(new StoredItem { Id = Id(id) });
    }

    StoredEvent Event(ReadOnlySpan<byte> bytes)
    {
        var row = new DumpRow(bytes);
        var (type, user, item, comment) = ("", "", "", "");
        var (value, time, labels) = (0.0, (DateTimeOffset?)null, (string?)null);
        while (row.Next())
            switch (row.Field)
            {
                case 2: type = row.Text; break;
                case 3: user = row.Text; break;
                case 4: item = row.Text; break;
                case 5: value = row.Double; break;
                case 6: time = row.Time; break;
                case 7: comment = row.Text; break;
                case 9: labels = Labels(row.Bytes); break;
            }
        return new StoredEvent { Type = Id(type), User = Id(user), Item = Id(item), Value = value, Time = time ?? call.Now, Labels = labels, Comment = comment };
    }

    string? Labels(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return bytes.IsEmpty ? null : GorseLabels.Read(bytes, call.Api.DeepestLabels);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw DumpRow.Damaged();
        }
    }

    string Id(string id) => call.Limits.Id(id, "An id of the dump");
}
