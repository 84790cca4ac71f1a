using System.Text;

namespace Attune;

/// <summary>Writes a report as plain text for a terminal.</summary>
static class TextReport
{
    public static string Write(Report report, int width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 40);
        var text = new StringBuilder();
        Heading(text, report.Title, '═', width);
        Paragraphs(text, [report.Lead], width);
        Facts(text, report.Facts, width);
        foreach (var section in report.Sections) Section(text, section, width);
        return text.ToString().Trim('\n') + "\n";
    }

    /// <summary>The lines of one table.</summary>
    public static IEnumerable<string> Table(Table table, int width)
    {
        var cells = table.Rows.Select(r => r.Select((c, i) => Plain.Line(Numbers.Of(c, table.Columns[i].Format))).ToArray()).Prepend([.. table.Columns.Select(c => Plain.Line(c.Name))]).ToArray();
        var widths = Widths(table, cells, width);
        for (var r = 0; r < cells.Length; r++)
        {
            var wrapped = cells[r].Select((c, i) => Plain.Wrap(c, widths[i], Measure)).ToArray();
            for (var l = 0; l < wrapped.Max(w => w.Count); l++)
                yield return string.Join("  ", wrapped.Select((w, i) => Pad(l < w.Count ? w[l] : "", widths[i], table.Columns[i].Right))).TrimEnd();
            if (r == 0) yield return string.Join("  ", widths.Select(w => new string('─', w)));
        }
        if (table.Rows.Count == 0) yield return "(no rows)";
    }

    static double Measure(string text) => Plain.Columns(text);

    static string Pad(string text, int width, bool right)
    {
        var fill = new string(' ', Math.Max(0, width - Plain.Columns(text)));
        return right ? fill + text : text + fill;
    }

    // The widest column of words gives way until the table fits, down to 12 places; numbers never break.
    static int[] Widths(Table table, string[][] cells, int width)
    {
        int[] widths = [.. table.Columns.Select((_, i) => cells.Max(r => Plain.Columns(r[i])))];
        while (widths.Sum() + 2 * (widths.Length - 1) > width)
        {
            var widest = -1;
            for (var i = 0; i < widths.Length; i++)
                if (!table.Columns[i].Right && widths[i] > 12 && (widest < 0 || widths[i] > widths[widest])) widest = i;
            if (widest < 0) break;
            widths[widest]--;
        }
        return widths;
    }

    static void Section(StringBuilder text, Section section, int width)
    {
        if (section.Heading.Length > 0) Heading(text, section.Heading, section.Level == 1 ? '─' : '┄', width);
        Facts(text, section.Facts, width);
        Paragraphs(text, section.Text, width);
        foreach (var chart in section.Charts) Block(text, ChartText.Draw(chart, width));
        foreach (var table in section.Tables)
            if (table.Folded) Paragraphs(text, [$"{table.Caption}: {table.Rows.Count} rows, which the HTML, Markdown and JSON forms of this report show."], width);
            else Block(text, [.. table.Caption.Length > 0 ? Plain.Wrap(table.Caption, width, Measure) : [], .. Table(table, width)]);
        Paragraphs(text, section.Notes.Select(n => "Note: " + n), width);
    }

    static void Heading(StringBuilder text, string heading, char rule, int width)
    {
        var lines = Plain.Wrap(heading, width, Measure);
        Block(text, [.. lines, new string(rule, lines.Max(Plain.Columns))]);
    }

    static void Facts(StringBuilder text, IReadOnlyList<Fact> facts, int width)
    {
        if (facts.Count == 0) return;
        var label = Math.Min(facts.Max(f => Plain.Columns(Plain.Line(f.Label))), width / 2);
        Block(text, facts.SelectMany(f => Lines(f, label, width)));
    }

    static IEnumerable<string> Lines(Fact fact, int label, int width)
    {
        var value = Numbers.Of(fact.Value, fact.Format) + (fact.Detail.Length > 0 ? $"  ({fact.Detail})" : "");
        var name = Plain.Shorten(Plain.Line(fact.Label), label, Measure);
        return Plain.Wrap(value, width - label - 2, Measure).Select((line, i) => Pad(i == 0 ? name : "", label, right: false) + "  " + line);
    }

    static void Paragraphs(StringBuilder text, IEnumerable<string> paragraphs, int width)
    {
        foreach (var paragraph in paragraphs.Where(p => p.Length > 0)) Block(text, Plain.Wrap(paragraph, width, Measure));
    }

    static void Block(StringBuilder text, IEnumerable<string> lines) => text.Append('\n').AppendJoin('\n', lines).Append('\n');
}
