using System.CommandLine;

namespace Attune.Cli;

/// <summary><c>attune compare</c>: several models on the same splits, measured alike and tested pairwise.</summary>
static class CompareCommand
{
    static readonly ComparisonOptions Compared = [];
    static readonly EnergyFlags Energy = [];
    static readonly Option<string> Page = new("--report") { HelpName = "FILE", Description = $"Write the comparison to a file too: {ReportFile.Kinds}. attune report has the data on the page as well." };

    internal static Verb Create() => new Verb("compare", "Several models side by side: metrics with intervals, paired tests (of all metrics with --report or --json), and whether their order depends on the split.",
        "attune compare --models popularity,ease,als --data ratings.csv --split time:0.2",
        "attune compare --models ease,als,bpr --data ratings.csv --split time:0.2 --split leave-last:1 --seeds 5 --json",
        "attune compare --models als:factors=32,als:factors=64 --data ratings.csv --report report.html",
        "attune compare --models als,ease --data ratings.csv --energy shelly:192.168.1.20 --report energy.html") { Compared, Energy, Page }.Does(call =>
    {
        var file = ReportFile.Asked(call, Page);
        using var energy = Energy.Start(call);
        var splits = call.During(WorkPhase.Load, () => Compared.HoldOut.Splits(call, Compared.Runs.Seed(call)));
        var comparison = Compared.Run(call, splits);
        var use = energy.Stop(call);
        var report = use is null ? Report.Of(comparison) : Report.Of(comparison).With(use);
        file?.Write(call, report);
        call.Answer(ComparisonJson.Of(comparison, splits, Compared.Runs.Seed(call), Compared.Runs.Threads(call), use, call), report);
    });
}
