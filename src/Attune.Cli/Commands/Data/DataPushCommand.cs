using System.CommandLine;

namespace Attune.Cli;

/// <summary><c>attune data push</c>: events of any format to a server or into a store, in batches; pushed again, what is there already is left out.</summary>
static class DataPushCommand
{
    const int Batch = 1000;
    static readonly Argument<string> File = new("FILE") { Description = "The events: a file of any format, a saved data set, or another store." };
    static readonly DestinationOptions To = [];
    static readonly DataOptions Reading = [];

    internal static Verb Create() => new Verb("push", "Carries events, with what is known of items and users, to a server or a store. Pushing again adds only what is new.",
        "attune data push sales.csv --items products.csv --to http://127.0.0.1:5000",
        "attune data push sales.csv --to shop") { File, To, Reading }.Does(PushAsync);

    static async Task PushAsync(Call call)
    {
        await using var destination = await To.OpenAsync(call);
        var data = Reading.Read(call, call.Value(File));
        if (!data.HasTimes) call.Note($"{data.Name} has no times: its events are stored as of now.");
        var (items, users, added) = call.Working("pushing", progress => SendAsync(destination, data, progress, call.Cancellation));
        if (added < data.Count) call.Note($"{data.Count - added} of {data.Count} events were there already.");
        call.Answer(new { to = destination.Name, events = data.Count, added, items, users, notes = call.Notes }, new Report("Pushed")
        {
            Facts = [new("events", data.Count, ValueFormat.Count), new("of them new", added, ValueFormat.Count), new("items described", items, ValueFormat.Count), new("users described", users, ValueFormat.Count), new("to", destination.Name)],
        });
    }

    // Items before events: whoever reads the store meanwhile finds titles.
    static async Task<(int Items, int Users, int Added)> SendAsync(IDestination destination, Dataset data, IProgress<FitProgress> progress, CancellationToken cancellation)
    {
        var (items, users, added, sent) = (0, 0, 0, 0);
        foreach (var batch in StoredRows.Items(data).Chunk(Batch))
        {
            await destination.PutItemsAsync(batch, cancellation);
            progress.Report(new FitProgress("items", items += batch.Length, data.Items.Count));
        }
        foreach (var batch in StoredRows.Users(data).Chunk(Batch))
        {
            await destination.PutUsersAsync(batch, cancellation);
            progress.Report(new FitProgress("users", users += batch.Length, data.Users.Count));
        }
        foreach (var batch in StoredRows.Events(data, TimeProvider.System.GetUtcNow()).Chunk(Batch))
        {
            added += await destination.AddEventsAsync(batch, cancellation);
            progress.Report(new FitProgress("events", sent += batch.Length, data.Count));
        }
        return (items, users, added);
    }
}
