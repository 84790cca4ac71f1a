using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Attune.Serving;

/// <summary>How much there is, what is being done, and which categories there are.</summary>
static class GorseState
{
    static readonly string Version = typeof(GorseState).Assembly.GetName().Version?.ToString(3) ?? "";

    internal static void Map(IEndpointRouteBuilder api)
    {
        GorseRoutes.Map(api, "GET", "/dashboard/stats", ApiScope.Admin, StatsAsync);
        GorseRoutes.Map(api, "GET", "/dashboard/tasks", ApiScope.Admin, TasksAsync);
        GorseRoutes.Map(api, "GET", "/dashboard/categories", ApiScope.Admin, CategoriesAsync);
    }

    static async Task StatsAsync(GorseCall call)
    {
        var counts = await call.Store.CountsAsync(call.Cancellation).ConfigureAwait(false);
        var models = await call.Http.RequestServices.GetRequiredService<IModels>().ListAsync(call.Space, call.Cancellation).ConfigureAwait(false);
        await GorseAnswer.JsonAsync(call.Http, (counts, models.FirstOrDefault(m => m.IsActive)), WriteStats).ConfigureAwait(false);
    }

    // Gorse's fields; what has no counterpart here is 0 or its zero time.
    static void WriteStats(Utf8JsonWriter json, (StoreCounts Counts, ModelRecord? Model) stats)
    {
        json.WriteStartObject();
        json.WriteString("BinaryVersion"u8, Version);
        json.WriteNumber("NumServers"u8, 1);
        json.WriteNumber("NumWorkers"u8, 0);
        json.WriteNumber("NumUsers"u8, stats.Counts.Users);
        json.WriteNumber("NumItems"u8, stats.Counts.Items);
        json.WriteNumber("NumUserLabels"u8, 0);
        json.WriteNumber("NumItemLabels"u8, 0);
        json.WriteNumber("NumTotalPosFeedback"u8, stats.Counts.Events);
        json.WriteNumber("NumValidPosFeedback"u8, stats.Counts.Events);
        json.WriteNumber("NumValidNegFeedback"u8, 0);
        GorseTime.Write(json, "PopularItemsUpdateTime"u8, null);
        GorseTime.Write(json, "LatestItemsUpdateTime"u8, null);
        GorseTime.Write(json, "MatchingModelFitTime"u8, stats.Model?.Created);
        json.WriteStartObject("MatchingModelScore"u8);
        foreach (var (name, metric) in new[] { ("NDCG", "ndcg@10"), ("Precision", "precision@10"), ("Recall", "recall@10") })
            json.WriteNumber(name, GorseWriter.Finite(stats.Model?.Metrics.FirstOrDefault(m => m.Name == metric)?.Value ?? 0));
        json.WriteEndObject();
        GorseTime.Write(json, "RankingModelFitTime"u8, null);
        json.WriteStartObject("RankingModelScore"u8);
        foreach (var name in new[] { "RMSE", "Precision", "Recall", "Accuracy", "AUC" }) json.WriteNumber(name, 0);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    static async Task TasksAsync(GorseCall call)
    {
        var space = call.Space ?? call.Options.Space;
        await GorseAnswer.JsonAsync(call.Http, call.Http.RequestServices.GetRequiredService<IModels>().Tasks.Where(t => t.Space == space), static (json, tasks) =>
        {
            json.WriteStartArray();
            foreach (var task in tasks) WriteTask(json, task);
            json.WriteEndArray();
        }).ConfigureAwait(false);
    }

    static void WriteTask(Utf8JsonWriter json, ServerTask task)
    {
        json.WriteStartObject();
        json.WriteString("Tracer"u8, "attune"u8);
        json.WriteString("Name"u8, $"{task.Name}: {task.Stage}");
        json.WriteString("Status"u8, task.Ended is null ? "Running" : "Complete");
        json.WriteString("Error"u8, ""u8);
        json.WriteNumber("Count"u8, task.Done);
        json.WriteNumber("Total"u8, task.Total);
        GorseTime.Write(json, "StartTime"u8, task.Started);
        GorseTime.Write(json, "FinishTime"u8, task.Ended);
        json.WriteEndObject();
    }

    // The most frequent first.
    static async Task CategoriesAsync(GorseCall call)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        await foreach (var block in GorseBulk.ItemsAsync(call).ConfigureAwait(false))
            foreach (var category in block.SelectMany(i => i.Categories)) counts[category] = counts.GetValueOrDefault(category) + 1;
        await GorseAnswer.JsonAsync(call.Http, counts.OrderByDescending(c => c.Value).ThenBy(c => c.Key, StringComparer.Ordinal), static (json, all) =>
        {
            json.WriteStartArray();
            foreach (var (category, _) in all) json.WriteStringValue(category);
            json.WriteEndArray();
        }).ConfigureAwait(false);
    }
}
