using System.Globalization;
using System.Text;

namespace Attune.Studies;

/// <summary>One line of results as CSV. Numbers are written so that they are read back bit by bit; what is undefined is NaN, and a failed cell has no numbers.</summary>
static class CellLine
{
    static readonly string[] s_before = ["data", "model", "seed", "settings", "environment"], s_after = ["users", "fitSeconds", "evaluateSeconds", "epochs", "bestEpoch", "curve", "notes", "error"], s_details = ["details"];

    const string NoteEnd = " | ", DetailEnd = "; ";
    const char Between = ':';

    internal static string Header(Study study) => string.Join(',', [.. s_before, .. study.Metrics.Select(m => m.Name), .. After(study)]);

    internal static string Of(CellResult result, Study study) => string.Join(',', ((IEnumerable<string>)
    [
        result.Cell.Data, result.Cell.Model, Text(result.Cell.Seed), result.Settings, result.Environment,
        .. study.Metrics.Select((_, m) => result.Failed ? "" : Text(result.Values[m])),
        Text(result.Users), Text(Math.Round(result.FitSeconds, 3)), Text(Math.Round(result.EvaluateSeconds, 3)), Text(result.Epochs), Text(result.BestEpoch),
        string.Join(' ', result.Curve.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Epoch}:{p.Value}:{Math.Round(p.Seconds, 1)}"))), string.Join(NoteEnd, result.Notes), result.Error,
        .. study.HasDetails ? new[] { string.Join(DetailEnd, result.Details.Select(Detail)) } : [],
    ]).Select(Quoted));

    internal static List<CellResult> ReadAll(string path, string text, Study study)
    {
        var lines = text.Split('\n')[..^1];
        if (lines.Length > 0 && lines[0] != Header(study))
            throw new DataException($"{path} begins with '{lines[0]}', and this study writes '{Header(study)}': its metrics have changed, or the file is another. Move it away to begin anew.");
        return [.. lines.Skip(1).Select((line, l) => Read(line, study) ?? throw new DataException($"{path}, line {l + 2}, is no result of a cell: the file was changed or is damaged. Delete that line to train its cell again."))];
    }

    /// <summary>The result of a line; null where it is none.</summary>
    internal static CellResult? Read(string line, Study study)
    {
        var end = s_before.Length + study.Metrics.Count;
        if (Fields(line) is not { } f || f.Count != end + After(study).Length) return null;
        var after = f[end..];
        try
        {
            return new CellResult(new(f[0], f[1], Whole(f[2])), after[7].Length > 0 ? [] : [.. f[s_before.Length..end].Select(Number)])
            {
                Settings = f[3],
                Environment = f[4],
                Users = Whole(after[0]),
                FitSeconds = Number(after[1]),
                EvaluateSeconds = Number(after[2]),
                Epochs = Whole(after[3]),
                BestEpoch = Whole(after[4]),
                Curve = [.. after[5].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Point)],
                Notes = after[6].Length > 0 ? after[6].Split(NoteEnd) : [],
                Error = after[7],
                Details = study.HasDetails ? [.. after[8].Split(DetailEnd, StringSplitOptions.RemoveEmptyEntries).Select(Detail)] : [],
            };
        }
        catch (Exception e) when (e is FormatException or OverflowException or IndexOutOfRangeException)
        {
            return null;
        }
    }

    static CurvePoint Point(string text) => text.Split(':') is var p ? new(Whole(p[0]), Number(p[1]), Number(p[2])) : default;

    // Columns stay those of older results where a study has nothing to say of parts.
    static string[] After(Study study) => study.HasDetails ? [.. s_after, .. s_details] : s_after;

    static string Detail(CellDetail detail) => string.Create(CultureInfo.InvariantCulture, $"{detail.Part}{Between}{detail.Measure}{Between}{detail.Count}{Between}{detail.Mean:G8}{Between}{detail.Deviation:G8}");

    static CellDetail Detail(string text) => text.Split(Between) is { Length: 5 } d ? new(d[0], d[1], Whole(d[2]), Number(d[3]), Number(d[4])) : throw new FormatException();

    static int Whole(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);

    static string Quoted(string field)
    {
        var line = field.ReplaceLineEndings(" ");
        return line.AsSpan().ContainsAny(',', '"') ? $"\"{line.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : line;
    }

    // Null where a quote is not closed.
    static List<string>? Fields(string line)
    {
        var (fields, field, quoted) = (new List<string>(), new StringBuilder(), false);
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '"' && quoted && i + 1 < line.Length && line[i + 1] == '"') field.Append(line[i++]);
            else if (line[i] == '"') quoted = !quoted;
            else if (line[i] == ',' && !quoted)
            {
                fields.Add(field.ToString());
                field.Clear();
            }
            else field.Append(line[i]);
        }
        fields.Add(field.ToString());
        return quoted ? null : fields;
    }
}
