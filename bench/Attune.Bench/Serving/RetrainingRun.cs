using System.Globalization;
using Attune.Serving;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Attune.Bench;

/// <summary>A server that trains a sequence model again after each of some months of a shop, once on everything and once on the fifth of what is new that is worth it: what that saves, and what it costs in quality.</summary>
sealed class RetrainingRun(string work)
{
    static readonly DateTimeOffset s_begin = new(2011, 7, 1, 0, 0, 0, TimeSpan.Zero);
    const int Months = 4;

    /// <summary>One training.</summary>
    readonly record struct Point(double Seconds, string Decision, bool IsActive, double Ndcg, double Recall, long Events);

    internal Report Run()
    {
        Directory.CreateDirectory(work);
        var data = Filters.Kinds(Dataset.FromCsv("data/samples/online-retail.csv.gz"), ["purchase"]);
        Point[] everything = Trained(data, "everything", curated: false), fifth = Trained(data, "fifth", curated: true);
        double[] saved = [.. everything.Zip(fifth, (e, f) => f.Seconds / e.Seconds).Skip(1)];
        return new Report("Training a served model again")
        {
            Lead = string.Create(CultureInfo.InvariantCulture, $"A shop of {data.Users.Count:N0} customers, a sasrec of width 32. After each month the server trains again; the trial asks for the newest tenth of the events that the model in use has not seen. A training on a fifth of the new chunks takes {saved.Min():0%} to {saved.Max():0%} of the processor time of one on everything."),
            Sections =
            [
                new Section("Month by month")
                {
                    Tables = [new Table(["until", new("events", ValueFormat.Count), new("everything", ValueFormat.Seconds), new("a fifth", ValueFormat.Seconds), new("of the time", ValueFormat.Share), new("ndcg@10, everything", ValueFormat.Metric), new("a fifth", ValueFormat.Metric), new("recall@10, everything", ValueFormat.Metric), new("a fifth", ValueFormat.Metric)],
                        everything.Zip(fifth).Select((p, month) => (IReadOnlyList<Cell>)[$"{s_begin.AddMonths(month):yyyy-MM-dd}", p.First.Events, p.First.Seconds, p.Second.Seconds, p.Second.Seconds / p.First.Seconds, p.First.Ndcg, p.Second.Ndcg, p.First.Recall, p.Second.Recall])) { Caption = "Processor seconds of a training with its trial, both cores together, and the candidate's values in that trial; the first training is on everything in both" }],
                    Notes = [.. everything.Select((p, month) => $"Everything, {s_begin.AddMonths(month):yyyy-MM-dd}: {p.Decision}"), .. fifth.Select((p, month) => $"A fifth, {s_begin.AddMonths(month):yyyy-MM-dd}: {p.Decision}")],
                },
            ],
        };
    }

    Point[] Trained(Dataset data, string name, bool curated)
    {
        var store = Path.Combine(work, $"retraining-{name}");
        if (Directory.Exists(store)) Directory.Delete(store, recursive: true);
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddAttune(o =>
        {
            (o.Store, o.Retrain.Model, o.Retrain.Every, o.Retrain.LeastEvents, o.Retrain.Curation.IsOn) = (store, "sasrec", TimeSpan.FromDays(30), long.MaxValue, curated);
            foreach (var (option, value) in new[] { ("width", "32"), ("epochs", "20"), ("batchSize", "32"), ("dropout", "0.2") }) o.Retrain.Settings[option] = value;
        });
        using var host = builder.Build();
        host.Start();
        var points = Enumerable.Range(0, Months).Select(month => TrainedAsync(host.Services, data, month).GetAwaiter().GetResult()).ToArray();
        host.StopAsync().GetAwaiter().GetResult();
        return points;
    }

    static async Task<Point> TrainedAsync(IServiceProvider services, Dataset data, int month)
    {
        var (from, until) = (month == 0 ? 0 : s_begin.AddMonths(month - 1).ToUnixTimeMilliseconds(), s_begin.AddMonths(month).ToUnixTimeMilliseconds());
        StoredEvent[] events = [.. Enumerable.Range(0, data.Count).Where(e => data.Events.Times[e] >= from && data.Events.Times[e] < until).OrderBy(e => data.Events.Times[e])
            .Select(e => new StoredEvent { Type = "purchase", User = data.Users[data.Events.Users[e]], Item = data.Items[data.Events.Items[e]], Time = data.Events.TimeOf(e)!.Value })];
        foreach (var part in events.Chunk(10_000)) await services.GetRequiredService<IAttune>().Store().AddEventsAsync(part).ConfigureAwait(false);
        var spent = Environment.CpuUsage.TotalTime;
        var record = (await services.GetRequiredService<IModels>().RetrainAsync().ConfigureAwait(false))!;
        var seconds = (Environment.CpuUsage.TotalTime - spent).TotalSeconds;
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{s_begin.AddMonths(month):yyyy-MM-dd}: {seconds:0} s, {record.Decision}"));
        return new Point(seconds, record.Decision, record.IsActive, Of("ndcg@10"), Of("recall@10"), record.LastEvent);

        double Of(string metric) => record.Metrics.FirstOrDefault(m => m.Name == metric)?.Value ?? double.NaN;
    }
}
