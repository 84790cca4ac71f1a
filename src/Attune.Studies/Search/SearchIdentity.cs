using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Attune.Studies;

/// <summary>What tells one search from another: everything that its trials and their values depend on.</summary>
static class SearchIdentity
{
    internal static JsonObject Of(ITrainer trainer, SearchSpace space, IReadOnlyList<Split> validation, SearchOptions options) => new()
    {
        ["model"] = Options.NameOf(trainer.GetType()),
        ["options"] = JsonNode.Parse(Options.ToJson(trainer)),
        ["space"] = space.ToString(),
        ["method"] = options.Method.ToString().ToLowerInvariant() + (options.Method == SearchMethod.Grid ? string.Create(CultureInfo.InvariantCulture, $" of {options.Levels} levels") : ""),
        ["seed"] = options.Seed,
        ["metric"] = options.Metric.Name,
        ["measure"] = Measure(options.Evaluation ?? new EvaluationOptions()),
        ["validation"] = validation[0].Method,
        ["data"] = Hash(validation),
        ["epochPatience"] = options.EpochPatience,
        ["prune"] = options.Prune,
    };

    static string Measure(EvaluationOptions e) => string.Create(CultureInfo.InvariantCulture,
        $"seen {e.Seen?.ToString().ToLowerInvariant() ?? "default"}, relevant from {e.RelevantFrom}, {(e.ValuesAsGrades ? "graded" : "binary")}, {(e.KnownUsersOnly ? "known" : "all")} users{(e.Rerank is { } rerank ? $", re-ranked by {rerank.Name}" : "")}{(e.Candidates is { } among ? $", among {among.Name}" : "")}");

    // SHA-256 over ids, events and preferences of every part. Names of files are not in it: the same events elsewhere are the same data.
    static string Hash(IReadOnlyList<Split> splits)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var data in splits.SelectMany(s => new[] { s.Train, s.Test, s.History }).OfType<Dataset>())
        {
            foreach (var ids in new[] { data.Users.Ids, data.Items.Ids })
            {
                foreach (var id in ids) hash.AppendData(Encoding.UTF8.GetBytes(id + "\n"));
                hash.AppendData("\n"u8);
            }
            hash.AppendData(MemoryMarshal.AsBytes(data.Events.Users));
            hash.AppendData(MemoryMarshal.AsBytes(data.Events.Items));
            hash.AppendData(MemoryMarshal.AsBytes(data.Events.Times));
            hash.AppendData(MemoryMarshal.AsBytes(data.Events.Values));
            hash.AppendData(MemoryMarshal.AsBytes(data.Events.Prices));
            foreach (var kind in data.Events.Kinds) hash.AppendData(Encoding.UTF8.GetBytes(kind + "\n"));
            for (var u = 0; u < data.Preferences.Rows; u++)
            {
                hash.AppendData(MemoryMarshal.AsBytes(data.Preferences.Row(u)));
                hash.AppendData(MemoryMarshal.AsBytes(data.Preferences.RowValues(u)));
            }
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset()[..16]);
    }
}
