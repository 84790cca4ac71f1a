using Attune.Numerics;

namespace Attune.Studies;

/// <summary>
/// A system at its examination: the checks that say whether it is built right, and the claims of its paper with the studies that they are read off. Immutable;
/// studies may be trained between its opening and <see cref="Judge"/>, which reads their results.
/// </summary>
sealed class Verification
{
    Verification(string system, IReadOnlyList<ClaimsFile> files, IReadOnlyDictionary<string, IReadOnlyList<ICheck>> code)
    {
        (System, Files) = (system, files);
        var own = code.FirstOrDefault(c => c.Key.Equals(system, StringComparison.OrdinalIgnoreCase)).Value ?? [];
        Checks = [.. files.SelectMany(f => f.Spec.Checks.Select(entry => (Find(f, entry, own), entry)))];
        if (Checks.GroupBy(c => c.Check.Id).FirstOrDefault(g => g.Count() > 1) is { } twice) throw new DataException($"The check '{twice.Key}' of {system} is named by several of {string.Join(", ", files.Select(f => f.Path))}; name it once.");
        Notes = [.. own.Where(c => Checks.All(n => n.Check != c)).Select(c => $"The check {c.Id} is in the code, but no {ClaimsFile.FileName} of {system} names it: it is not run.")];
    }

    /// <summary>The id of the system, as its claims write it.</summary>
    internal string System { get; }

    /// <summary>The studies that make claims of it.</summary>
    internal IReadOnlyList<ClaimsFile> Files { get; }

    /// <summary>What is checked, in the order of the files.</summary>
    internal IReadOnlyList<(ICheck Check, CheckEntry Entry)> Checks { get; }

    /// <summary>What a reader must know.</summary>
    internal IReadOnlyList<string> Notes { get; }

    /// <summary>Finds the claims of a system.</summary>
    /// <param name="studies">The folder of studies.</param>
    /// <param name="system">The system's id; capitals do not matter.</param>
    /// <param name="code">The checks of all systems; null for those of this library.</param>
    /// <exception cref="DataException">There are none, or something is wrong with them.</exception>
    internal static Verification Open(string studies, string system, IReadOnlyDictionary<string, IReadOnlyList<ICheck>>? code = null)
    {
        var found = ClaimsFile.Under(studies);
        ClaimsFile[] files = [.. found.Where(f => f.System.Equals(system, StringComparison.OrdinalIgnoreCase)).Select(f => ClaimsFile.Read(f.Folder))];
        if (files.Length > 0) return new Verification(files[0].Spec.System, files, code ?? SystemChecks.BySystem);
        string[] there = [.. found.Select(f => f.System).Distinct()];
        throw new DataException($"No study in {studies} makes claims of a system '{system}'; {(there.Length == 0 ? $"none of them has a {ClaimsFile.FileName} yet" : $"there are claims of {string.Join(", ", there)}")}.");
    }

    /// <summary>Reads the claims off the results that the studies have now, and the verdicts that are committed.</summary>
    /// <param name="size">The size in which the checks were run.</param>
    /// <param name="checks">What they have found.</param>
    internal Verified Judge(CheckSize size, IReadOnlyList<CheckRun> checks) => new(System, size, checks, [.. Files.Select(JudgedStudy.Of)]);

    static ICheck Find(ClaimsFile file, CheckEntry entry, IReadOnlyList<ICheck> code) => code.FirstOrDefault(c => c.Id == entry.Id)
        ?? throw new DataException($"{file.Path}: checks: there is no '{entry.Id}' in the code; {(code.Count == 0 ? $"it has no checks of {file.Spec.System} yet" : $"of {file.Spec.System} it has {string.Join(", ", code.Select(c => c.Id))}")}.{EditDistance.DidYouMean(entry.Id, code.Select(c => c.Id))}");
}
