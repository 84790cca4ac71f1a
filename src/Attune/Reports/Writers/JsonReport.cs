using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace Attune;

/// <summary>Writes a report as JSON: camelCase names, bare numbers, null where a number is undefined or infinite.</summary>
static class JsonReport
{
    static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public static string Write(Report report)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Options))
        {
            json.WriteStartObject();
            json.WriteString("title", report.Title);
            json.WriteString("lead", report.Lead);
            All(json, "facts", report.Facts, Fact);
            All(json, "sections", report.Sections, Section);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length) + "\n";
    }

    static void All<T>(Utf8JsonWriter json, string name, IEnumerable<T> values, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartArray(name);
        foreach (var value in values) write(json, value);
        json.WriteEndArray();
    }

    static void Texts(Utf8JsonWriter json, string name, IEnumerable<string> texts) => All(json, name, texts, (j, t) => j.WriteStringValue(t));

    static string Name(Enum value) => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    static void Number(Utf8JsonWriter json, double value)
    {
        if (double.IsFinite(value)) json.WriteNumberValue(value);
        else json.WriteNullValue();
    }

    static void Number(Utf8JsonWriter json, string name, double value)
    {
        json.WritePropertyName(name);
        Number(json, value);
    }

    static void Cell(Utf8JsonWriter json, Cell cell)
    {
        if (cell.Text is not null) { json.WriteStringValue(cell.Text); return; }
        if (!cell.IsInterval && !cell.HasBounds) { Number(json, cell.Value); return; }
        json.WriteStartObject();
        if (!cell.IsInterval) Number(json, "value", cell.Value);
        Number(json, "low", cell.Low);
        Number(json, "high", cell.High);
        json.WriteEndObject();
    }

    static void Fact(Utf8JsonWriter json, Fact fact)
    {
        json.WriteStartObject();
        json.WriteString("label", fact.Label);
        json.WritePropertyName("value");
        Cell(json, fact.Value);
        json.WriteString("format", Name(fact.Format));
        if (fact.Detail.Length > 0) json.WriteString("detail", fact.Detail);
        json.WriteEndObject();
    }

    static void Section(Utf8JsonWriter json, Section section)
    {
        json.WriteStartObject();
        json.WriteString("heading", section.Heading);
        json.WriteNumber("level", section.Level);
        All(json, "facts", section.Facts, Fact);
        Texts(json, "text", section.Text);
        All(json, "charts", section.Charts, Chart);
        All(json, "tables", section.Tables, Table);
        Texts(json, "notes", section.Notes);
        json.WriteEndObject();
    }

    static void Table(Utf8JsonWriter json, Table table)
    {
        json.WriteStartObject();
        json.WriteString("caption", table.Caption);
        All(json, "columns", table.Columns, (j, c) =>
        {
            j.WriteStartObject();
            j.WriteString("name", c.Name);
            j.WriteString("format", Name(c.Format));
            j.WriteEndObject();
        });
        All(json, "rows", table.Rows, (j, row) =>
        {
            j.WriteStartArray();
            foreach (var cell in row) Cell(j, cell);
            j.WriteEndArray();
        });
        json.WriteEndObject();
    }

    static void Chart(Utf8JsonWriter json, Chart chart)
    {
        json.WriteStartObject();
        json.WriteString("kind", JsonNamingPolicy.CamelCase.ConvertName(chart.GetType().Name));
        json.WriteString("title", chart.Title);
        json.WriteString("subtitle", chart.Subtitle);
        json.WriteString("format", Name(chart.Format));
        switch (chart)
        {
            case Chart.Bars bars: All(json, "items", bars.Items, Bar); break;
            case Chart.Columns columns: All(json, "items", columns.Items, (j, c) => Bar(j, new Chart.Bar(c.Label, c.Value))); break;
            case Chart.Histogram bins: All(json, "edges", bins.Edges, Number); All(json, "counts", bins.Counts, (j, c) => j.WriteNumberValue(c)); break;
            case Chart.Lines lines: All(json, "series", lines.Series, Line); All(json, "marks", lines.Marks, (j, m) => Point(j, m.X, m.Y, m.Label)); break;
        }
        json.WriteEndObject();
    }

    static void Bar(Utf8JsonWriter json, Chart.Bar bar)
    {
        json.WriteStartObject();
        json.WriteString("label", bar.Label);
        Number(json, "value", bar.Value);
        if (double.IsFinite(bar.Low)) Number(json, "low", bar.Low);
        if (double.IsFinite(bar.High)) Number(json, "high", bar.High);
        json.WriteEndObject();
    }

    static void Line(Utf8JsonWriter json, Chart.Line line)
    {
        json.WriteStartObject();
        json.WriteString("name", line.Name);
        All(json, "points", line.Points, (j, p) => Point(j, p.X, p.Y, null));
        json.WriteEndObject();
    }

    static void Point(Utf8JsonWriter json, double x, double y, string? label)
    {
        json.WriteStartObject();
        Number(json, "x", x);
        Number(json, "y", y);
        if (label is not null) json.WriteString("label", label);
        json.WriteEndObject();
    }
}
