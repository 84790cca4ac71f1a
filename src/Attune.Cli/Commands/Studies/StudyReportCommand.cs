using System.CommandLine;
using System.Globalization;
using Attune.Studies;

namespace Attune.Cli;

/// <summary><c>attune study report</c>: what a study has found so far.</summary>
static class StudyReportCommand
{
    /// <summary>What an ensemble must bring; one for all commands that report studies of ensembles.</summary>
    internal static readonly Option<double?> Worth = new("--worth") { HelpName = "X", Description = string.Create(CultureInfo.InvariantCulture, $"Of studies with ensembles: recommend one where it brings X percent of quality for each percent of energy, as 0.05. Default: the study's, else {Recommendation.UsualWorth}.") };

    internal static Verb Create()
    {
        var name = StudyCommand.Named();
        return new Verb("report", "Writes a study's report anew from its results (report.md and report.html beside them), and shows it.", "attune study report sasrec-lastfm", "attune study report ensembles --worth 0.05") { name, Worth }.Does(call =>
        {
            var study = StudyCommand.Read(call.Value(name));
            var (results, worth) = (StudyRun.ResultsOf(study), WorthOf(call));
            var report = StudyRun.ReportOf(study, results, worth);
            call.Say($"The report is in {StudyCommand.Write(study, report)}.");
            call.Answer(StudyCommand.Json(study, results, call, worth), report);
        });
    }

    internal static double? WorthOf(Call call) => call.Value(Worth) is not { } worth ? null : worth > 0 && double.IsFinite(worth) ? worth
        : throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"--worth is {worth}; it must be above 0: percent of quality for each percent of energy, as 0.01."));
}
