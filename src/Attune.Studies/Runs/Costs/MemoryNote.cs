using System.Globalization;
using System.Text.RegularExpressions;

namespace Attune.Studies;

/// <summary>By how much a training grew the process at most, as a note of a result whose costs are measured.</summary>
static partial class MemoryNote
{
    internal static string Of(long bytes) => string.Create(CultureInfo.InvariantCulture, $"the training took {bytes} bytes of memory at its highest");

    internal static bool Is(string note) => Form().IsMatch(note);

    /// <summary>The bytes; NaN where they were not measured. A tuned model's are in its own note.</summary>
    internal static double Read(IEnumerable<string> notes) => notes.Select(n => Form().Match(n)).FirstOrDefault(m => m.Success) is { } m ? double.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture)
        : TunedNote.Read(notes)?.Bytes ?? double.NaN;

    [GeneratedRegex(@"^the training took (-?\d+) bytes of memory at its highest$")]
    private static partial Regex Form();
}
