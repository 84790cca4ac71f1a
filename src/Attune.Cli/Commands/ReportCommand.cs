using System.CommandLine;

namespace Attune.Cli;

/// <summary><c>attune report</c>: a comparison of models, the data, and what is odd about it, as one page.</summary>
static class ReportCommand
{
    static readonly ComparisonOptions Compared = [];
    static readonly Option<string> Out = new("--out") { HelpName = "FILE", Description = $"The report: {ReportFile.Kinds}.", Required = true };

    internal static Verb Create() => new Verb("report", "One page on the data and, where models are named, on how they compare, which is then printed too.",
        "attune report --data ratings.csv --out data.html",
        "attune report --data ratings.csv --models popularity,ease,als --split time:0.2 --out report.html") { Out, Compared }.Does(call =>
    {
        var file = ReportFile.Asked(call, Out)!;
        var data = Compared.HoldOut.Data(call);
        var splits = Compared.AreWritten(call) ? Compared.HoldOut.Splits(call, Compared.Runs.Seed(call), data) : [];
        var findings = DataLint.Check(data).Concat(splits.SelectMany(SplitLint.Check)).ToArray();
        var comparison = splits.Count > 0 ? Report.Of(Compared.Run(call, splits)) : null;
        file.Write(call, Report.Join(data.Name, [.. comparison is null ? Array.Empty<Report>() : [comparison], Report.Of(DataSummary.Of(data)), LintReport.Of(findings)]));
        call.Answer(new { @out = file.Path, notes = call.Notes }, comparison ?? new Report("Report") { Facts = [new("file", file.Path)] });
    });
}
