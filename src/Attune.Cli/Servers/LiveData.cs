using Attune.Serving;

namespace Attune.Cli;

/// <summary>What a live store holds, as a data set: read beside the server that has it open.</summary>
static class LiveData
{
    internal static async Task<Dataset> ReadAsync(string address, string? space, Call call)
    {
        if (StoreName.FolderOf(address) is { } folder && !Directory.Exists(folder)) throw new DataException($"There is no store in {folder}: there is no such folder. attune serve --store makes one.");
        await using var storage = Storages.Parse(address, TimeProvider.System, isReadOnly: true);
        await storage.StartAsync(call.Cancellation);
        return await StoredData.ReadAsync(storage.Of(space ?? new AttuneOptions().Space), new FeedbackOptions(), long.MaxValue, call.Note, call.Cancellation);
    }
}
