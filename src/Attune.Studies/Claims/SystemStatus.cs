using System.Globalization;

namespace Attune.Studies;

/// <summary>The last cell of a system's row in docs/systems.md, which committed verdicts decide; all else there is written by hand.</summary>
static class SystemStatus
{
    /// <summary>The status of a system with these verdicts; rankings that are only reported are no claims.</summary>
    internal static string Of(IEnumerable<string> verdicts)
    {
        string[] claims = [.. verdicts.Where(v => v != Verdict.Reported)];
        return claims.Length == 0 ? "verified" : string.Create(CultureInfo.InvariantCulture, $"verified: {claims.Count(v => v == Verdict.Reproduced)} of {claims.Length} claims reproduced");
    }

    /// <summary>The status that a text has for a system; null where its table has no row of it.</summary>
    internal static string? In(string text, string system) => Find(text.Split('\n'), system) is var (_, cells) ? cells[^2].Trim() : null;

    /// <summary>The text with another status for a system, and nothing else changed; null where its table has no row of it.</summary>
    internal static string? Put(string text, string system, string status)
    {
        var lines = text.Split('\n');
        if (Find(lines, system) is not var (row, cells)) return null;
        cells[^2] = $" {status} ";
        lines[row] = string.Join('|', cells);
        return string.Join('\n', lines);
    }

    static (int Row, string[] Cells)? Find(string[] lines, string system)
    {
        var row = Array.FindIndex(lines, line => line.Split('|') is ["", var id, _, .., _] && id.Trim().Equals(system, StringComparison.OrdinalIgnoreCase));
        return row < 0 ? null : (row, lines[row].Split('|'));
    }
}
