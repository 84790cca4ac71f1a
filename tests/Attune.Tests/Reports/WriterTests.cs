using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Attune.Tests;

public sealed partial class WriterTests
{
    static readonly Table Small = new(["model", new("ndcg@10", ValueFormat.Metric), new("fit", ValueFormat.Seconds), new("users", ValueFormat.Count)],
    [
        ["ease", Cell.Estimate(0.34123, 0.3289, 0.3531) with { Strong = true }, 1.234, 1943],
        ["a|b *c*", double.NaN, double.PositiveInfinity, 12],
    ]);

    static readonly Report Hostile = new(InventedReports.Hostile)
    {
        Lead = InventedReports.Hostile,
        Facts = [new Fact(InventedReports.Hostile, InventedReports.Hostile) { Detail = InventedReports.Hostile }],
        Sections =
        [
            new Section(InventedReports.Hostile)
            {
                Text = [InventedReports.Hostile],
                Notes = [InventedReports.Hostile],
                Charts = [new Chart.Bars(InventedReports.Hostile, [new(InventedReports.Hostile, 1)])],
                Tables = [new Table([InventedReports.Hostile], [[InventedReports.Hostile]]) { Caption = InventedReports.Hostile, Folded = true }],
            },
        ],
    };

    static Report With(Table table) => new("t") { Sections = [new Section("s") { Tables = [table] }] };

    [Fact]
    public void Text_SmallTable_IsAligned() => Assert.Equal(
        """
        t
        ═

        s
        ─

        model                     ndcg@10    fit  users
        ───────  ────────────────────────  ─────  ─────
        ease     0.3412 [0.3289 – 0.3531]  1.2 s  1,943
        a|b *c*                         –      ∞     12

        """, With(Small).ToText());

    [Fact]
    public void Markdown_SmallTable_IsAlignedAndEscaped() => Assert.Equal(
        """
        # t

        ## s

        | model      |                      ndcg@10 |   fit | users |
        |------------|-----------------------------:|------:|------:|
        | ease       | **0.3412 [0.3289 – 0.3531]** | 1.2 s |  1943 |
        | a\|b \*c\* |                            – |     ∞ |    12 |

        """, With(Small).ToMarkdown());

    [Fact]
    public void Json_SmallTable_HasBareNumbersAndNulls()
    {
        var table = JsonDocument.Parse(With(Small).ToJson()).RootElement.GetProperty("sections")[0].GetProperty("tables")[0];
        Assert.Equal("metric", table.GetProperty("columns")[1].GetProperty("format").GetString());
        var rows = table.GetProperty("rows");
        Assert.Equal((0.34123, 0.3289), (rows[0][1].GetProperty("value").GetDouble(), rows[0][1].GetProperty("low").GetDouble()));
        Assert.Equal((1.234, 1943), (rows[0][2].GetDouble(), rows[0][3].GetInt32()));
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null), (rows[1][1].ValueKind, rows[1][2].ValueKind));
        Assert.Equal("a|b *c*", rows[1][0].GetString());
    }

    [Theory]
    [InlineData(40)]
    [InlineData(60)]
    [InlineData(100)]
    public void Text_LongTitles_WrapWithinTheWidth(int width)
    {
        var lines = new Report("list").With(InventedReports.List()).ToText(width).Split('\n');
        Assert.All(lines, l => Assert.InRange(Plain.Columns(l), 0, width));
        Assert.Contains(lines, l => l.Contains("FIELD", StringComparison.Ordinal));
    }

    [Fact]
    public void Text_TooNarrow_IsRefused() => Assert.Throws<ArgumentOutOfRangeException>(() => new Report("t").ToText(39));

    [Fact]
    public void Text_HostileWords_LoseTheirControlCharacters() =>
        Assert.DoesNotContain(Hostile.ToText(), c => char.IsControl(c) && c != '\n');

    [Fact]
    public void Markdown_HostileWords_AreNoMarkup()
    {
        var text = CodeBlock().Replace(Hostile.ToMarkdown(), "");
        Assert.DoesNotContain("<script", text, StringComparison.Ordinal);
        Assert.DoesNotContain(" *b*", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Html_HostileWords_AreNoMarkup()
    {
        var page = Hostile.ToHtml();
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(page, c => char.IsControl(c) && c != '\n');
        Assert.All(["h1", "dt", "h2", "th", "td", "title"], name => Assert.Equal(Plain.Line(InventedReports.Hostile), Body(page).Descendants().First(e => e.Name.LocalName == name).Value));
    }

    [Fact]
    public void Html_WholeReport_IsWellFormedAndLoadsNothing()
    {
        var page = InventedReports.Whole().ToHtml();
        var body = Body(page);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(body.Descendants(), e => e.Name.LocalName is "script" or "link" or "img" or "iframe" or "object" or "style");
        Assert.All(body.Descendants().Attributes("href"), href => Assert.StartsWith("#", href.Value, StringComparison.Ordinal));
        Assert.DoesNotContain(body.Descendants().Attributes(), a => a.Name.LocalName is "src" or "style" || a.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
        Assert.DoesNotContain("http", page.Replace("xmlns=\"http://www.w3.org/2000/svg\"", "", StringComparison.Ordinal).Replace("http-equiv", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("url(", page, StringComparison.Ordinal);
        Assert.DoesNotContain("@import", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Html_SectionsOfLevelTwo_LieWithinTheirSection()
    {
        var body = Body(InventedReports.Whole().ToHtml());
        Assert.Equal(["The data: Online Retail", "Comparison of 5 models", "Recommended for customer 12347"], body.Elements("main").Elements("section").Elements("h2").Select(h => h.Value));
        Assert.Contains("Popularity", body.Elements("main").Elements("section").Elements("section").Elements("h3").Select(h => h.Value));
    }

    [Fact]
    public void AnyWriter_EmptyTableAndReport_SaysSo()
    {
        var empty = With(new Table(["a"], []));
        Assert.Contains("(no rows)", empty.ToText(), StringComparison.Ordinal);
        Assert.Contains("no rows", empty.ToHtml(), StringComparison.Ordinal);
        Assert.EndsWith("| a   |\n|-----|\n", empty.ToMarkdown(), StringComparison.Ordinal);
        Assert.Equal("t\n═\n", new Report("t").ToText());
        Assert.Equal("# t\n", new Report("t").ToMarkdown());
    }

    [Fact]
    public void AnyWriter_Twice_GivesTheSameCharacters()
    {
        foreach (var write in new Func<Report, string>[] { r => r.ToText(), r => r.ToMarkdown(), r => r.ToJson(), r => r.ToHtml() })
            Assert.Equal(write(InventedReports.Whole()), write(InventedReports.Whole()));
    }

    [Fact]
    public void Table_RowOfTheWrongLength_IsRefused()
    {
        var error = Assert.Throws<ArgumentException>(() => new Table(["a", "b"], [["x", "y"], ["x"]]));
        Assert.Contains("Row 1 of the table has 1 cells for 2 columns", error.Message, StringComparison.Ordinal);
    }

    // Everything from <body> on is written as well-formed XML.
    static XElement Body(string page) => XElement.Parse(page[page.IndexOf("<body>", StringComparison.Ordinal)..page.IndexOf("</html>", StringComparison.Ordinal)]);

    [GeneratedRegex("(?s)```text.*?```")]
    private static partial Regex CodeBlock();
}
