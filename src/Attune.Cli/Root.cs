using System.CommandLine;
using System.CommandLine.Help;

namespace Attune.Cli;

/// <summary>The root of all commands, and the options that each of them has.</summary>
static class Root
{
    internal static readonly Option<bool> Json = new("--json") { Description = "Answer in JSON: the output then holds nothing else, undefined numbers are null.", Recursive = true };

    internal static readonly Option<bool> Quiet = new("--quiet", "-q") { Description = "No progress and no notes; errors are still told.", Recursive = true };

    internal static readonly Option<bool> Verbose = new("--verbose") { Description = "Show the details of an error.", Recursive = true };

    /// <summary>The options of every command.</summary>
    internal static readonly IReadOnlyList<Option> Everywhere = [Json, Quiet, Verbose];

    /// <summary>All commands. One tree serves every call: parsing does not change it.</summary>
    internal static RootCommand Tree { get; } = Create();

    static RootCommand Create()
    {
        var root = new RootCommand("Attune: from a file of clicks to measured, explained recommendations.")
        {
            DataCommand.Create(), TrainCommand.Create(), AdaptCommand.Create(), TuneCommand.Create(), EvaluateCommand.Create(), CompareCommand.Create(), RecommendCommand.Create(), SimilarCommand.Create(),
            ExplainCommand.Create(), ReportCommand.Create(), ServeCommand.Create(), PublishCommand.Create(), PlanCommand.Create(), StudyCommand.Create(), VerifyCommand.Create(), ModelsCommand.Create(), SystemsCommand.Create(), DoctorCommand.Create(),
        };
        foreach (var option in Everywhere) root.Add(option);
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new Help((HelpAction)help.Action!);
        return root;
    }
}
