using System.Globalization;
using System.Text;

namespace Attune;

/// <summary>Writes the few SVG shapes that charts are made of. Text is escaped; colours are variables with a light value to fall back on.</summary>
sealed class SvgCanvas(double width, string title)
{
    public const string Ink = "var(--attune-ink,#1b2733)", Muted = "var(--attune-muted,#5b6875)", Grid = "var(--attune-grid,#e3e8ec)", Accent = "var(--attune-accent,#0072b2)",
        Soft = "var(--attune-soft,#9dbfd4)", Paper = "var(--attune-paper,#fff)";

    // Okabe and Ito's colours, which people with any colour vision tell apart; yellow is left out, it vanishes on white.
    static readonly string[] Hues = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00"];

    readonly StringBuilder _shapes = new();

    public double Width => width;

    public static string Series(int index) => string.Create(CultureInfo.InvariantCulture, $"var(--attune-series-{index % Hues.Length + 1},{Hues[index % Hues.Length]})");

    public static double Measure(string text, double size, bool bold = false) => Plain.Pixels(text, bold ? size * 1.12 : size);

    public void Line(double x1, double y1, double x2, double y2, string colour, double stroke = 1, bool dashed = false) =>
        Add($"<line x1=\"{x1:0.##}\" y1=\"{y1:0.##}\" x2=\"{x2:0.##}\" y2=\"{y2:0.##}\" stroke=\"{colour}\" stroke-width=\"{stroke:0.##}\"{(dashed ? " stroke-dasharray=\"4 4\"" : "")}/>");

    /// <summary>A filled rectangle; the tip is what a pointer resting on it reads.</summary>
    public void Box(double x, double y, double w, double h, string colour, string tip) =>
        Add($"<rect x=\"{x:0.##}\" y=\"{y:0.##}\" width=\"{Math.Max(0, w):0.##}\" height=\"{Math.Max(0, h):0.##}\" rx=\"{Math.Min(2, Math.Max(0, Math.Min(w, h) / 4)):0.##}\" fill=\"{colour}\"><title>{Plain.Markup(tip)}</title></rect>");

    public void Dot(double x, double y, string colour) => Add($"<circle cx=\"{x:0.##}\" cy=\"{y:0.##}\" r=\"4\" fill=\"{colour}\" stroke=\"{Paper}\" stroke-width=\"1.5\"/>");

    public void Path(string data, string stroke, double thickness, bool dashed = false) =>
        Add($"<path d=\"{data}\" fill=\"none\" stroke=\"{stroke}\" stroke-width=\"{thickness:0.##}\" stroke-linejoin=\"round\" stroke-linecap=\"round\"{(dashed ? " stroke-dasharray=\"4 5\"" : "")}/>");

    public void Area(string data, string fill) => Add($"<path d=\"{data}\" fill=\"{fill}\" fill-opacity=\"0.12\"/>");

    /// <summary>A line of text; the anchor is start, middle or end, a halo keeps it readable on lines.</summary>
    public void Text(double x, double y, string text, string colour = Muted, double size = 12, string anchor = "start", bool bold = false, bool halo = false) =>
        Add($"<text x=\"{x:0.##}\" y=\"{y:0.##}\" font-size=\"{size:0.##}\" fill=\"{colour}\" text-anchor=\"{anchor}\"{(bold ? " font-weight=\"600\"" : "")}{(halo ? $" stroke=\"{Paper}\" stroke-width=\"3\" stroke-linejoin=\"round\" paint-order=\"stroke\"" : "")}>{Plain.Markup(text)}</text>");

    /// <summary>The title, wrapped, and the subtitle below it; returns the height they take.</summary>
    public double Head(string subtitle)
    {
        var y = 0.0;
        foreach (var line in title.Length == 0 ? [] : Plain.Wrap(title, width, t => Measure(t, 15, bold: true))) Text(0, (y += 20) - 4, line, Ink, 15, bold: true);
        foreach (var line in subtitle.Length == 0 ? [] : Plain.Wrap(subtitle, width, t => Measure(t, 12))) Text(0, (y += 17) - 3, line);
        return y + 10;
    }

    /// <summary>The whole drawing at its final height.</summary>
    public string Close(double height, string summary) => string.Create(CultureInfo.InvariantCulture,
        $"<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-label=\"{Plain.Markup(title)}\" viewBox=\"0 0 {width:0.##} {height:0.##}\" width=\"{width:0.##}\" height=\"{height:0.##}\" font-family=\"system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif\"><title>{Plain.Markup(title)}</title><desc>{Plain.Markup(summary)}</desc>{_shapes}</svg>");

    void Add(FormattableString shape) => _shapes.Append(FormattableString.Invariant(shape));
}
