using Attune.Studies;

namespace Attune.Cli;

/// <summary><c>attune study report</c>: what a study has found so far.</summary>
static class StudyReportCommand
{
    internal static Verb Create()
    {
        var name = StudyCommand.Named();
        return new Verb("report", "Writes a study's report anew from its results (report.md and report.html beside them), and shows it.", "attune study report sasrec-lastfm") { name }.Does(call =>
        {
            var study = StudyCommand.Read(call.Value(name));
            var results = StudyRun.ResultsOf(study);
            var report = StudyRun.ReportOf(study, results);
            call.Say($"The report is in {StudyCommand.Write(study, report)}.");
            call.Answer(StudyCommand.Json(study, results, call), report);
        });
    }
}
