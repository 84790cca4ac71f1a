using System.Globalization;
using System.Text.RegularExpressions;

namespace Attune.Serving;

/// <summary>What annotations cannot say of the options: values of a list, and what two of them mean together.</summary>
static partial class Together
{
    static readonly string[] Scopes = ["read", "write", "admin"], Recommenders = ["model", "similar", "popular", "latest"];

    internal static IEnumerable<string> Check(AttuneOptions options) =>
        [.. Storage(options), .. Keys(options.Api), .. Placements(options), .. Numbers(options), .. Broker(options.Feed)];

    // The text may hold a password: no message repeats it.
    static IEnumerable<string> Storage(AttuneOptions options)
    {
        var store = options.Store ?? "";
        if (store.Length > 0 && store != "memory" && !(store.StartsWith("sqlite:", StringComparison.Ordinal) && store.Length > 7) && !(store.StartsWith("postgres:", StringComparison.Ordinal) && store.Length > 9))
            yield return OptionsCheck.Error("Attune:Store", OptionsCheck.Hidden, "\"memory\", \"sqlite:FOLDER\" or \"postgres:CONNECTION STRING\"");
    }

    static IEnumerable<string> Keys(ApiOptions api)
    {
        foreach (var (i, key) in api.Keys.Index())
        {
            var at = string.Create(CultureInfo.InvariantCulture, $"Attune:Api:Keys:{i}");
            foreach (var scope in key.Scopes.Where(s => !Scopes.Contains(s, StringComparer.OrdinalIgnoreCase))) yield return OptionsCheck.Error(at + ":Scopes", scope, "read, write and admin");
            if (key.Space is { } space && !SpaceName().IsMatch(space)) yield return OptionsCheck.Error(at + ":Space", space, "1 to 32 of a–z, 0–9 and '-'");
            if (key.Hash is not { Length: > 0 }) yield return OptionsCheck.Error(at + ":Hash", key.Hash, "the 64 hexadecimal digits that attune serve --hash-key prints");
            if (api.Keys.Take(i).Any(k => k.Name == key.Name)) yield return OptionsCheck.Error(at + ":Name", key.Name, "a name that no other key has");
            if (key.Hash?.Length > 0 && api.Keys.Take(i).Any(k => string.Equals(k.Hash, key.Hash, StringComparison.OrdinalIgnoreCase))) yield return OptionsCheck.Error(at + ":Hash", OptionsCheck.Hidden, "a key of its own");
        }
    }

    static IEnumerable<string> Placements(AttuneOptions options)
    {
        foreach (var (i, placement) in options.Placements.Index())
        {
            var at = string.Create(CultureInfo.InvariantCulture, $"Attune:Placements:{i}");
            if (!PlacementName().IsMatch(placement.Name ?? "")) yield return OptionsCheck.Error(at + ":Name", placement.Name, "1 to 64 of a–z, 0–9 and '-'");
            if (options.Placements.Take(i).Any(p => p.Name == placement.Name)) yield return OptionsCheck.Error(at + ":Name", placement.Name, "a name that no other placement has");
            if (placement.Recommenders.Count == 0) yield return OptionsCheck.Error(at + ":Recommenders", "empty", "at least one of " + string.Join(", ", Recommenders));
            foreach (var name in placement.Recommenders.Where(r => !Recommenders.Contains(r))) yield return OptionsCheck.Error(at + ":Recommenders", name, string.Join(", ", Recommenders));
            if (placement.Diversity is not (>= 0 and <= 1)) yield return OptionsCheck.Error(at + ":Diversity", placement.Diversity, "0 to 1");
            if (placement.CategoryCap is < 1) yield return OptionsCheck.Error(at + ":CategoryCap", placement.CategoryCap, "1 or more, or nothing for no cap");
        }
    }

    static IEnumerable<string> Numbers(AttuneOptions options)
    {
        var (api, retrain, feedback) = (options.Api, options.Retrain, options.Feedback);
        if (api.DefaultCount > api.LargestCount) yield return OptionsCheck.Error("Attune:Api:DefaultCount", api.DefaultCount, string.Create(CultureInfo.InvariantCulture, $"1 to LargestCount, which is {api.LargestCount}"));
        if (retrain.Every < TimeSpan.FromSeconds(1) || retrain.Every > TimeSpan.FromDays(366)) yield return OptionsCheck.Error("Attune:Retrain:Every", retrain.Every, "00:00:01 (a second) to 366.00:00:00 (a year)");
        if (retrain.OneEventUpdates && Trainers.TryFind(retrain.Model, out var model) && !model.Reads.HasFlag(QueryParts.News))
            yield return OptionsCheck.Error("Attune:Retrain:OneEventUpdates", true, $"false for the model \"{retrain.Model}\"; models that learn from single events are {string.Join(", ", Trainers.All.Where(m => m.Reads.HasFlag(QueryParts.News)).Select(m => m.Name))}");
        if (feedback.LongestHistory is < 1 or > 100_000) yield return OptionsCheck.Error("Attune:Feedback:LongestHistory", feedback.LongestHistory, "1 to 100000");
        foreach (var (name, span) in new[] { (nameof(CacheOptions.Longest), options.Cache.Longest), (nameof(CacheOptions.LongestWhereShared), options.Cache.LongestWhereShared) })
            if (span < TimeSpan.Zero || span > TimeSpan.FromDays(1)) yield return OptionsCheck.Error($"Attune:Cache:{name}", span, "00:00:00 (lists are not kept) to 1.00:00:00 (a day)");
        foreach (var (type, weight) in feedback.Weights.Where(w => !float.IsFinite(w.Value))) yield return OptionsCheck.Error($"Attune:Feedback:Weights:{type}", weight, "any finite number");
    }

    static IEnumerable<string> Broker(FeedOptions feed)
    {
        if (feed.RabbitMq is { } address && !(Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "amqp" or "amqps"))
            yield return OptionsCheck.Error("Attune:Feed:RabbitMq", OptionsCheck.Hidden, "an address as amqp://user:password@host:5672");
    }

    [GeneratedRegex("^[a-z0-9-]{1,32}$")]
    private static partial Regex SpaceName();

    [GeneratedRegex("^[a-z0-9-]{1,64}$")]
    private static partial Regex PlacementName();
}
