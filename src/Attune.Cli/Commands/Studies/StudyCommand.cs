using System.CommandLine;
using Attune.Studies;

namespace Attune.Cli;

/// <summary><c>attune study</c>: questions put to many trainings, as files.</summary>
static class StudyCommand
{
    internal const string Folder = "studies";

    internal static Verb Create() => new("study", "Questions put to many trainings: run them cell by cell, report what was found.") { StudyRunCommand.Create(), StudyReportCommand.Create(), StudyWorkCommand.Create() };

    internal static Argument<string> Named() => new("NAME") { Description = $"The study: a folder below {Folder}, or the path of a {Study.FileName}." };

    internal static Study Read(string name) => Study.Read(File.Exists(name) || Directory.Exists(name) || name.AsSpan().ContainsAny('/', '\\') ? name : Path.Combine(Folder, name));

    /// <summary>Writes the report beside the results, for reading in a repository and as a page.</summary>
    internal static string Write(Study study, Report report)
    {
        OutputFile.Write(Path.Combine(study.Folder, "report.md"), output => output.Write(report.ToMarkdown()));
        OutputFile.Write(Path.Combine(study.Folder, "report.html"), output => output.Write(report.ToHtml()));
        return Path.Combine(study.Folder, "report.html");
    }

    internal static object Json(Study study, IReadOnlyList<CellResult> results, Call call, double? worth = null) => new
    {
        study = study.Name,
        question = study.Question,
        cells = study.Cells.Count,
        open = study.Cells.Where(c => results.All(r => r.Cell != c)).Select(c => c.ToString()),
        results = results.Select(r => new
        {
            data = r.Cell.Data,
            model = r.Cell.Model,
            seed = r.Cell.Seed,
            metrics = r.Failed ? null : study.Metrics.Zip(r.Values).ToDictionary(p => p.First.Name, p => p.Second),
            fitSeconds = r.FitSeconds,
            evaluateSeconds = r.EvaluateSeconds,
            epochs = r.Epochs,
            bestEpoch = r.BestEpoch,
            curve = r.Curve,
            energy = EnergyNote.Read(r.Notes) is not { } note ? null : new { origin = note.Origin, meter = note.Meter, gramsPerKilowattHour = note.Grams, searchJoules = note.Search, fitJoules = note.Fit, chooseJoules = note.Combine, predictJoules = note.Predict, joules = note.Total, netJoules = note.Net, cpuSeconds = note.CpuSeconds },
            environment = r.Environment,
            error = r.Failed ? r.Error : null,
        }),
        ensembles = Recommendation.Of(study, results, worth).Select(r => new { data = r.Contest.Data.Name, single = r.Contest.Single.Model, take = r.Recommended.Take.Model, gainPercent = r.Recommended.Take.Gain, overheadPercent = r.Recommended.Take.Overhead, because = r.Recommended.Text }),
        audience = AudienceJson.Of(study, results),
        notes = call.Notes,
    };
}
