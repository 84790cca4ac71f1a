using System.Globalization;
using Microsoft.Extensions.Options;

namespace Attune.Serving;

/// <summary>How a server stands, as a report: what it holds, its models with what they were measured at, its tasks, and a list with its reasons.</summary>
sealed class StatusReport(IAttune attune, IModels models, ApiLimits limits, IOptions<AttuneOptions> options, TimeProvider time)
{
    const int Length = 10, LongestTable = 20;

    readonly AttuneOptions _options = options.Value;

    internal async Task<Report> OfAsync(StatusQuestion asked, CancellationToken cancellation)
    {
        var counts = await attune.Store(asked.Space).CountsAsync(cancellation);
        var kept = await models.ListAsync(asked.Space, cancellation);
        var active = kept.FirstOrDefault(m => m.IsActive);
        var space = asked.Space ?? _options.Space;
        return new Report("Attune")
        {
            Lead = $"Space {space}: " + (active is null ? "there is no trained model yet, and lists come from what is popular and new." : $"lists come from the model {active.Version}."),
            Facts =
            [
                new Fact("users", counts.Users, ValueFormat.Count), new Fact("items", counts.Items, ValueFormat.Count), new Fact("events", counts.Events, ValueFormat.Count),
                new Fact("active model", active?.Model ?? "none yet") { Detail = active is null ? "" : Age(active) },
            ],
            Sections = [await ListAsync(asked, cancellation), Model(active), Versions(kept), Tasks(models.Tasks.Where(t => t.Space == space))],
        };
    }

    async Task<Section> ListAsync(StatusQuestion asked, CancellationToken cancellation)
    {
        if (!asked.HasList) return new Section("A list") { Text = ["Name a user or items above: the list that they would get stands here, with its reasons."] };
        try
        {
            var list = await attune.RecommendAsync(Request(asked), cancellation);
            var rows = new List<IReadOnlyList<Cell>>();
            foreach (var (place, item) in list.Items.Index())
                rows.Add([place + 1, item.Id, (await attune.Store(asked.Space).ItemAsync(item.Id, cancellation))?.Comment ?? "", item.Score, item.Reasons?.Recommender ?? "", Because(item.Reasons)]);
            return new Section($"A list for {(asked.User is { } user ? $"the user {user}" : "these items")}")
            {
                Text = [$"Placement {list.Placement}: {(list.Fallback is { } fallback ? $"wholly or for its last places by the fallback “{fallback}”" : $"by the model {list.ModelVersion}")}."],
                Tables = [new Table([new Column("", ValueFormat.Count), "item", "title", new Column("score", ValueFormat.Number), "by", "because of"], rows)],
            };
        }
        catch (Exception e) when (e is ArgumentException or RequestException)
        {
            return new Section("A list") { Notes = [e.Message] };
        }
    }

    RecommendationRequest Request(StatusQuestion asked) => new()
    {
        Placement = asked.Placement,
        Space = asked.Space,
        User = asked.User is null ? null : limits.Id(asked.User, "user"),
        Items = asked.Items is null ? null : limits.Ids(asked.Items, "items"),
        Count = Math.Min(Length, _options.Api.LargestCount),
        Explain = true,
    };

    static string Because(ItemReasons? reasons) => string.Join(", ", (reasons?.Because ?? []).Take(3).Select(b => string.Create(CultureInfo.InvariantCulture, $"{b.Id} ({b.Contribution:0.###})")));

    Section Model(ModelRecord? active)
    {
        if (active is null)
            return new Section("The active model")
            {
                Text = [_options.Retrain.IsOn ? string.Create(CultureInfo.InvariantCulture, $"The first is trained once there are {_options.Retrain.LeastEvents} events.") : "Training is off; attune publish carries a trained model here."],
            };
        var measured = active.Metrics.Where(m => double.IsFinite(m.Value)).ToArray();
        return new Section("The active model")
        {
            Text = [active.Decision],
            Charts = measured.Length == 0 ? [] : [new Chart.Bars("What it was measured at", [.. measured.Select(m => new Chart.Bar(m.Name, m.Value, m.Low, m.High))]) { Format = ValueFormat.Metric, Subtitle = "On the newest events, with 95 % intervals." }],
            Tables = measured.Length == 0 ? [] : [new Table(["metric", new Column("value", ValueFormat.Metric), new Column("users", ValueFormat.Count)],
                measured.Select(m => (IReadOnlyList<Cell>)[m.Name, Cell.Estimate(m.Value, m.Low, m.High), m.Users])) { Caption = "The same in numbers", Folded = true }],
        };
    }

    static Section Versions(IReadOnlyList<ModelRecord> kept) => new("Versions")
    {
        Tables = [new Table(["version", "state", "origin", new Column("events", ValueFormat.Count), new Column("bytes", ValueFormat.Count), "decision"],
            kept.Take(LongestTable).Select(m => (IReadOnlyList<Cell>)[(Cell)m.Version with { Strong = m.IsActive }, m.IsActive ? "active" : "", m.Origin, m.Events, m.Bytes, m.Decision]))],
    };

    static Section Tasks(IEnumerable<ServerTask> tasks) => new("Tasks")
    {
        Tables = [new Table(["task", "began (UTC)", "state", new Column("done", ValueFormat.Share), "outcome"], tasks.OrderByDescending(t => t.Started).Take(LongestTable)
            .Select(t => (IReadOnlyList<Cell>)[t.Name, Stamp(t.Started), t.Ended is null ? t.Stage : "ended", Done(t), t.Outcome ?? ""]))],
    };

    static double Done(ServerTask task) => task.Ended is not null ? 1 : task.Total > 0 ? Math.Min(1, (double)task.Done / task.Total) : double.NaN;

    string Age(ModelRecord model)
    {
        var age = time.GetUtcNow() - model.Created;
        var (number, unit) = age < TimeSpan.FromHours(2) ? (age.TotalMinutes, "minutes") : age < TimeSpan.FromDays(2) ? (age.TotalHours, "hours") : (age.TotalDays, "days");
        return age < TimeSpan.FromMinutes(2) ? "made just now" : string.Create(CultureInfo.InvariantCulture, $"made {number:0} {unit} ago");
    }

    static string Stamp(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
