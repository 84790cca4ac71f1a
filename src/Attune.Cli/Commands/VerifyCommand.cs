using System.CommandLine;
using Attune.Studies;

namespace Attune.Cli;

/// <summary><c>attune verify</c>: whether a system is built right, and whether its paper's claims come out.</summary>
static class VerifyCommand
{
    static readonly Argument<string> Asked = new("SYSTEM") { Description = "The system's id, as s20 (attune systems lists them)." };
    static readonly Option<bool> Full = new("--full") { Description = "First run the trainings of its studies that are open, and run the checks in their full sizes. Default: claims are read off the results that are there." };
    static readonly Option<bool> Write = new("--write") { Description = $"Write the verdicts beside the claims ({VerdictsFile.FileName}) for committing; with --full also the system's status in docs/systems.md." };
    static readonly Option<string> Folder = new("--studies") { HelpName = "DIR", Description = "The folder of studies.", DefaultValueFactory = _ => StudyCommand.Folder };
    static readonly Option<int> Threads = RunOptions.OfAll;

    internal static Verb Create() => new Verb("verify", "Checks that a system is built right, and says which claims of its paper are reproduced. Fails where a check fails or a verdict is not the committed one.",
        "attune verify s20",
        "attune verify s20 --full --write",
        "attune verify s20 --json") { Asked, Full, Write, Folder, StudyTraining.Data, Threads }.Does(call =>
    {
        var system = Verification.Open(call.Value(Folder)!, call.Value(Asked));
        foreach (var note in system.Notes) call.Note(note);
        // Whatever is wrong with results or verdicts shows before the work.
        _ = system.Judge(CheckSize.Reduced, []);
        var size = call.Value(Full) ? CheckSize.Full : CheckSize.Reduced;
        if (size == CheckSize.Full)
            foreach (var file in system.Files) Train(call, file.Study);
        var verified = system.Judge(size, Checks(call, system, size));
        call.Keep(verified.Notes);
        var written = call.Value(Write) ? Written(call, verified) : [];
        call.Answer(VerifyJson.Of(verified, written, call), verified.ToReport());
        // What has just been written is what is committed; a failed check stays one.
        if ((written.Count > 0 ? system.Judge(size, verified.Checks) : verified).Complaint is { } complaint) throw new DataException(complaint);
    });

    // A study that is done needs no data.
    static void Train(Call call, Study study)
    {
        var results = StudyRun.ResultsOf(study);
        if (study.Cells.All(c => results.Any(r => r.Cell == c))) return;
        using var run = StudyRun.Open(study, StudyTraining.Options(call, study));
        StudyTraining.Work(call, run);
    }

    static IReadOnlyList<CheckRun> Checks(Call call, Verification system, CheckSize size) =>
        [.. system.Checks.Select(c => call.Working($"check {c.Check.Id}", progress => CheckRun.Of(c.Check, c.Entry, size, StudyTraining.Context(call, progress))))];

    static List<string> Written(Call call, Verified verified)
    {
        if (verified.WhyNotWritten is { } why)
        {
            call.Note(why);
            return [];
        }
        var written = new List<string>();
        foreach (var study in verified.Studies.Where(s => s.Claims.Count > 0))
        {
            VerdictsFile.Write(study.File.VerdictsPath, study.Claims);
            written.Add(study.File.VerdictsPath);
        }
        if (Document(call, verified) is { } document) written.Add(document);
        foreach (var path in written) call.Say($"{path} is written.");
        return written;
    }

    // The table of systems lies beside the folder of studies, in the repository's docs. Its status is that of a full run alone.
    static string? Document(Call call, Verified verified)
    {
        var path = Path.Combine(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(call.Value(Folder)!)))!, "docs", "systems.md");
        var text = File.Exists(path) ? File.ReadAllText(path) : "";
        var now = SystemStatus.In(text, verified.System);
        if (verified.Size == CheckSize.Full && SystemStatus.Put(text, verified.System, verified.Status) is { } changed)
        {
            OutputFile.Write(path, output => output.Write(changed));
            return path;
        }
        if (verified.Size == CheckSize.Full) call.Note($"{path} has no row of {verified.System}, so no status is written.");
        else if (now?.StartsWith("verified", StringComparison.Ordinal) == true && now != verified.Status) call.Note($"{path} still says \"{now}\"; --full --write brings it up to date.");
        return null;
    }
}
