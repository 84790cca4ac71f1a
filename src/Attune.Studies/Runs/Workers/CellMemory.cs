using System.Globalization;

namespace Attune.Studies;

/// <summary>
/// What the cells of a study need of the memory, as far as it can be told beforehand: the process, the data, and what the model says of itself (<see cref="ITrainer.FitBytes"/>). An
/// estimate to a factor of two: a study that cannot fit is told so before its first training, and trainings side by side stay within what there is.
/// </summary>
sealed class CellMemory(Study study, IReadOnlyDictionary<string, DataSize> sizes, long budget)
{
    // Runtime, libtorch and code; and an event as it is held while data is read, split and measured.
    internal const long Process = 200L << 20, Interaction = 150;

    /// <summary>What there is for all cells at once, in bytes.</summary>
    internal long Budget => budget;

    /// <summary>What this machine has.</summary>
    internal static long Machine => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    /// <summary>Bytes of a cell at its highest.</summary>
    internal long Of(StudyCell cell) => sizes.TryGetValue(cell.Data, out var size) ? Process + Interaction * size.Interactions + study.Trainers[cell.Model].FitBytes(size) : Process;

    /// <summary>Refuses cells that need more than there is.</summary>
    /// <exception cref="DataException">Some do: which, how much, and what to do.</exception>
    internal void Check(IEnumerable<StudyCell> cells)
    {
        StudyCell[] large = [.. cells.Where(c => Of(c) > budget)];
        if (large.Length == 0) return;
        static string GiB(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1 << 30):0.0} GiB");
        throw new DataException($"Nothing was run: {large.Length} trainings need more memory than the {GiB(budget)} that there is for them: {string.Join(", ", large.Take(9).Select(c => $"{c} about {GiB(Of(c))}"))}{(large.Length > 9 ? ", …" : "")}. Give more (--memory), leave them out (--only, or \"data\" of the model), or keep fewer users and items (filters).");
    }
}
