using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Attune.Numerics;

namespace Attune.Studies;

/// <summary>The verdicts of a study as they are committed: one entry for each claim, in the order of their names.</summary>
static class VerdictsFile
{
    /// <summary>The name of the file, beside the claims.</summary>
    internal const string FileName = "verdicts.json";

    static readonly JsonSerializerOptions s_format = new(StudySpec.Json) { WriteIndented = true, NewLine = "\n", DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>The verdicts by claim; none where there is no file.</summary>
    /// <exception cref="DataException">It is no JSON, or holds something else.</exception>
    internal static IReadOnlyDictionary<string, CommittedVerdict> Read(string path) => !File.Exists(path) ? new Dictionary<string, CommittedVerdict>()
        : SpecReader.In(path, () => SpecReader.Parse(path) is JsonObject file ? file.ToDictionary(entry => entry.Key, Entry) : throw new ArgumentException("the file must be an object in braces."));

    /// <summary>Writes the verdicts on these claims, and nothing else, in the place of what is there.</summary>
    internal static void Write(string path, IEnumerable<ClaimResult> claims)
    {
        var verdicts = new SortedDictionary<string, CommittedVerdict>(claims.ToDictionary(c => c.Claim.Id, CommittedVerdict.Of), StringComparer.Ordinal);
        using var file = new PendingFile(path);
        file.Stream.Write(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(verdicts, s_format) + "\n"));
        file.Complete();
    }

    static CommittedVerdict Entry(KeyValuePair<string, JsonNode?> entry)
    {
        var verdict = (CommittedVerdict)SpecReader.Read(entry.Value, typeof(CommittedVerdict), entry.Key);
        return Verdict.All.Contains(verdict.Verdict) ? verdict : throw new ArgumentException($"{entry.Key}.verdict is '{verdict.Verdict}'; it must be one of {string.Join(", ", Verdict.All)}. --write makes the file anew.");
    }
}
