using System.Text.Json;

namespace Attune;

/// <summary>The report of what click rows look like.</summary>
static class ClickSummaryReport
{
    public static Report Of(ClickSummary summary) => new("Click rows")
    {
        Facts =
        [
            new("rows", summary.Rows, ValueFormat.Count), new("clicked", summary.Rows == 0 ? double.NaN : (double)summary.Clicks / summary.Rows, ValueFormat.Share),
            new("fields", summary.Fields.Count, ValueFormat.Count), new("codes", summary.Codes, ValueFormat.Count),
        ],
        Sections =
        [
            new Section("Fields")
            {
                Tables =
                [
                    new Table(["field", "values", "describes", new("codes", ValueFormat.Count), new("missing or unknown", ValueFormat.Share)],
                        summary.Fields.Select(f => (IReadOnlyList<Cell>)[f.Field.Name, Word(f.Field.Kind.ToString()), Word(f.Field.Role.ToString()), f.Field.Size, f.Missing])),
                ],
            },
        ],
    };

    static string Word(string name) => JsonNamingPolicy.KebabCaseLower.ConvertName(name);
}
