using System.Globalization;
using System.Text;

namespace Attune;

/// <summary>Writes a report as one HTML page that loads nothing: inline CSS and SVG, no script; all text from outside is escaped.</summary>
static class HtmlReport
{
    const int Wide = 720, Narrow = 340;

    /// <summary>The page of a report.</summary>
    /// <param name="report">The report.</param>
    /// <param name="form">A form to stand below the title, as HTML that is escaped already; empty for none.</param>
    public static string Write(Report report, string form = "")
    {
        var page = new StringBuilder();
        page.Append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
            .Append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n")
            .Append($"<title>{Text(report.Title)}</title>\n<style>\n{ChartSvg.Style}\n{HtmlStyle.Sheet}\n</style>\n</head>\n<body>\n<main>\n<header>\n<h1>{Text(report.Title)}</h1>\n");
        if (report.Lead.Length > 0) page.Append($"<p class=\"lead\">{Text(report.Lead)}</p>\n");
        page.Append("</header>\n").Append(form);
        Facts(page, report.Facts);
        Contents(page, report.Sections);
        for (var i = 0; i < report.Sections.Count; i++)
            if (i == 0 || report.Sections[i].Level == 1) Section(page, report.Sections, i);
        return page.Append("<footer>Made by Attune.</footer>\n</main>\n</body>\n</html>\n").ToString();
    }

    // A percent sign stays with its number.
    static string Text(string text) => Plain.Markup(text).Replace(" %", "\u00A0%", StringComparison.Ordinal);

    static string Words(Cell cell, ValueFormat format) => Text(Numbers.Of(cell, format));

    static void Facts(StringBuilder page, IReadOnlyList<Fact> facts)
    {
        if (facts.Count == 0) return;
        // Four to a row where that leaves no tile alone in the last one, else three.
        page.Append(facts.Count is 4 or 7 or 8 ? "<dl class=\"facts four\">\n" : "<dl class=\"facts\">\n");
        foreach (var fact in facts)
        {
            page.Append($"<div><dt>{Text(fact.Label)}</dt><dd>{Words(fact.Value, fact.Format)}</dd>");
            if (fact.Detail.Length > 0) page.Append($"<dd class=\"detail\">{Text(fact.Detail)}</dd>");
            page.Append("</div>\n");
        }
        page.Append("</dl>\n");
    }

    static void Contents(StringBuilder page, IReadOnlyList<Section> sections)
    {
        var main = sections.Index().Where(s => s.Item is { Level: 1, Heading.Length: > 0 }).ToArray();
        if (main.Length < 4) return;
        page.Append("<nav aria-label=\"Contents\"><ul>\n");
        foreach (var (i, section) in main) page.Append(CultureInfo.InvariantCulture, $"<li><a href=\"#s{i + 1}\">{Text(section.Heading)}</a></li>\n");
        page.Append("</ul></nav>\n");
    }

    // A section of level 2 lies within the section of level 1 before it.
    static void Section(StringBuilder page, IReadOnlyList<Section> sections, int index)
    {
        var section = sections[index];
        var level = section.Level > 1 ? 3 : 2;
        page.Append(CultureInfo.InvariantCulture, $"<section id=\"s{index + 1}\">\n");
        if (section.Heading.Length > 0) page.Append(CultureInfo.InvariantCulture, $"<h{level}>{Text(section.Heading)}</h{level}>\n");
        Facts(page, section.Facts);
        foreach (var paragraph in section.Text) page.Append($"<p>{Text(paragraph)}</p>\n");
        foreach (var chart in section.Charts) Figure(page, chart);
        foreach (var table in section.Tables) Table(page, table);
        foreach (var note in section.Notes) page.Append($"<p class=\"note\">{Text(note)}</p>\n");
        for (var i = index + 1; level == 2 && i < sections.Count && sections[i].Level > 1; i++) Section(page, sections, i);
        page.Append("</section>\n");
    }

    // Scaled down, a wide drawing would become unreadable on a phone: there is one drawing for each, and the style sheet shows one.
    static void Figure(StringBuilder page, Chart chart) =>
        page.Append($"<figure>\n<div class=\"wide\">{ChartSvg.Draw(chart, Wide)}</div>\n<div class=\"narrow\">{ChartSvg.Draw(chart, Narrow)}</div>\n</figure>\n");

    static void Table(StringBuilder page, Table table)
    {
        var caption = Text(table.Caption);
        if (table.Folded) page.Append(CultureInfo.InvariantCulture, $"<details><summary>{(caption.Length > 0 ? caption : "Table")} ({table.Rows.Count} {(table.Rows.Count == 1 ? "row" : "rows")})</summary>\n");
        page.Append("<div class=\"scroll\" tabindex=\"0\"><table>\n");
        if (caption.Length > 0 && !table.Folded) page.Append($"<caption>{caption}</caption>\n");
        page.Append("<thead><tr>");
        foreach (var column in table.Columns) page.Append($"<th scope=\"col\"{Side(column)}>{Text(column.Name)}</th>");
        page.Append("</tr></thead>\n<tbody>\n");
        foreach (var row in table.Rows) Row(page, table, row);
        if (table.Rows.Count == 0) page.Append(CultureInfo.InvariantCulture, $"<tr><td class=\"none\" colspan=\"{Math.Max(1, table.Columns.Count)}\">no rows</td></tr>\n");
        page.Append("</tbody>\n</table></div>\n");
        if (table.Folded) page.Append("</details>\n");
    }

    static void Row(StringBuilder page, Table table, IReadOnlyList<Cell> row)
    {
        page.Append("<tr>");
        for (var c = 0; c < row.Count; c++)
        {
            var (open, close) = row[c].Strong ? ("<strong>", "</strong>") : ("", "");
            page.Append($"<td{Side(table.Columns[c], row[c])}>{open}{Content(row[c], table.Columns[c].Format)}{close}</td>");
        }
        page.Append("</tr>\n");
    }

    // Numbers and short names do not break, whatever the width.
    static string Side(Column column, Cell? cell = null) => column.Right ? " class=\"right\"" : cell?.Text?.Length is <= 18 ? " class=\"short\"" : "";

    // The interval of an estimate stands smaller below its value.
    static string Content(Cell cell, ValueFormat format) => cell is { Text: null, IsInterval: false, HasBounds: true }
        ? $"{Words(cell.Value, format)}<small>{Words(Cell.Interval(cell.Low, cell.High), format)}</small>"
        : Words(cell, format);
}
