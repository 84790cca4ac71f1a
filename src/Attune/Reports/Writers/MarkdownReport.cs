using System.Text;

namespace Attune;

/// <summary>Writes a report as GitHub-flavoured Markdown. Tables are padded, so that they read well unrendered too.</summary>
static class MarkdownReport
{
    const int ChartWidth = 80;

    public static string Write(Report report)
    {
        var text = new StringBuilder($"# {Escape(report.Title)}\n");
        Paragraphs(text, [report.Lead], "");
        Facts(text, report.Facts);
        foreach (var section in report.Sections) Section(text, section);
        return text.ToString();
    }

    /// <summary>The lines of one table.</summary>
    public static IEnumerable<string> Table(Table table)
    {
        var cells = table.Rows.Select(r => r.Select((c, i) => Words(c, table.Columns[i].Format)).ToArray()).Prepend([.. table.Columns.Select(c => Escape(c.Name))]).ToArray();
        int[] widths = [.. table.Columns.Select((_, i) => Math.Max(3, cells.Max(r => Plain.Columns(r[i]))))];
        string Row(string[] row) => "| " + string.Join(" | ", row.Select((c, i) => table.Columns[i].Right ? Fill(c, widths[i]) + c : c + Fill(c, widths[i]))) + " |";
        var rule = "|" + string.Join('|', table.Columns.Select((c, i) => c.Right ? new string('-', widths[i] + 1) + ":" : new string('-', widths[i] + 2))) + "|";
        return [Row(cells[0]), rule, .. cells.Skip(1).Select(Row)];
    }

    /// <summary>The text such that Markdown shows it as it is.</summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        var line = Plain.Line(text);
        for (var i = 0; i < line.Length; i++)
            escaped.Append(line[i] switch
            {
                '<' => "&lt;",
                '&' when i + 1 < line.Length && (char.IsAsciiLetter(line[i + 1]) || line[i + 1] == '#') => "&amp;",
                '\\' or '`' or '*' or '_' or '[' or ']' or '|' or '~' => "\\" + line[i],
                '#' or '-' or '+' or '>' or '=' when i == 0 => "\\" + line[i],
                _ => line[i].ToString(),
            });
        return escaped.ToString();
    }

    static string Fill(string text, int width) => new(' ', width - Plain.Columns(text));

    static string Words(Cell cell, ValueFormat format)
    {
        // A number's sign is no list item: only words are escaped.
        var words = cell.Text is null ? Numbers.Of(cell, format, grouped: false).Replace("<", "&lt;", StringComparison.Ordinal) : Escape(cell.Text);
        return cell.Strong && words.Length > 0 ? $"**{words}**" : words;
    }

    static void Section(StringBuilder text, Section section)
    {
        if (section.Heading.Length > 0) text.Append('\n').Append('#', section.Level + 1).Append(' ').Append(Escape(section.Heading)).Append('\n');
        Facts(text, section.Facts);
        Paragraphs(text, section.Text, "");
        foreach (var chart in section.Charts) text.Append("\n```text\n").AppendJoin('\n', ChartText.Draw(chart, ChartWidth).Select(l => l.Replace("```", "'''", StringComparison.Ordinal))).Append("\n```\n");
        foreach (var table in section.Tables)
        {
            if (table.Caption.Length > 0) text.Append($"\n{Escape(table.Caption)}\n");
            text.Append('\n').AppendJoin('\n', Table(table)).Append('\n');
        }
        Paragraphs(text, section.Notes, "> ");
    }

    static void Facts(StringBuilder text, IReadOnlyList<Fact> facts)
    {
        if (facts.Count == 0) return;
        text.Append('\n');
        foreach (var fact in facts)
            text.Append($"- {Escape(fact.Label)}: **{Words(fact.Value with { Strong = false }, fact.Format)}**{(fact.Detail.Length > 0 ? $" ({Escape(fact.Detail)})" : "")}\n");
    }

    static void Paragraphs(StringBuilder text, IEnumerable<string> paragraphs, string prefix)
    {
        foreach (var paragraph in paragraphs.Where(p => p.Length > 0)) text.Append($"\n{prefix}{Escape(paragraph)}\n");
    }
}
