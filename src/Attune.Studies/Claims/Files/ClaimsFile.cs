using System.Text.Json.Nodes;

namespace Attune.Studies;

/// <summary>A study with what is claimed of it: <c>studies/NAME/claims.json</c>, beside the spec. Immutable.</summary>
/// <param name="Study">The study.</param>
/// <param name="Spec">Its system's checks and claims.</param>
sealed record ClaimsFile(Study Study, ClaimsSpec Spec)
{
    /// <summary>The name of the file.</summary>
    internal const string FileName = "claims.json";

    /// <summary>Where it is.</summary>
    internal string Path => PathIn(Study.Folder);

    /// <summary>Where its verdicts are committed.</summary>
    internal string VerdictsPath => System.IO.Path.Combine(Study.Folder, VerdictsFile.FileName);

    /// <summary>The folders below this one that hold claims, with the systems that they name, in the order of their names.</summary>
    /// <exception cref="DataException">There is no such folder, or a file of claims names no system.</exception>
    internal static IReadOnlyList<(string Folder, string System)> Under(string folder) => Directory.Exists(folder)
        ? [.. Directory.GetDirectories(folder).Where(f => File.Exists(PathIn(f))).Order(StringComparer.Ordinal).Select(f => (f, SystemOf(PathIn(f))))]
        : throw new DataException($"There is no folder '{folder}', in which claims of systems are looked for; run this where it lies, or name it (--studies).");

    /// <summary>Reads a folder's claims and its study, and holds them against each other.</summary>
    /// <exception cref="DataException">Something is wrong with one of them: the message says where, and what there is.</exception>
    internal static ClaimsFile Read(string folder)
    {
        var path = PathIn(folder);
        var spec = SpecReader.In(path, () => (ClaimsSpec)SpecReader.Read(SpecReader.Parse(path), typeof(ClaimsSpec)));
        var study = Study.Read(folder);
        return SpecReader.In(path, () =>
        {
            spec.Check(study);
            return new ClaimsFile(study, spec);
        });
    }

    static string PathIn(string folder) => System.IO.Path.Combine(folder, FileName);

    // Only as much is read of it: a mistake in the claims of one system does not keep others from being verified.
    static string SystemOf(string path) => SpecReader.In(path, () => SpecReader.Parse(path) is JsonObject file
        ? file["system"] is JsonValue value && value.TryGetValue<string>(out var system) && !string.IsNullOrWhiteSpace(system) ? system : throw new ArgumentException("the entry 'system' must be the id of a system, as \"s20\".")
        : throw new ArgumentException("the file must be an object in braces."));
}
