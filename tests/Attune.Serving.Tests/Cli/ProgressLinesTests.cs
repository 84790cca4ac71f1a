using Attune.Cli;
using Attune.Tests;

namespace Attune.Serving.Tests;

public sealed class ProgressLinesTests
{
    [Fact]
    public void Report_TrainingsThatFollowEachOther_HaveTheirOwnTimeLeft()
    {
        var (clock, log) = (new ManualTime(), new StringWriter());
        var lines = new ProgressLines(log, "shop", clock);
        for (var training = 0; training < 3; training++)
            for (var step = 1; step <= 100; step++)
            {
                clock.Advance(TimeSpan.FromSeconds(1));
                lines.Report(new FitProgress("training", step, 100));
            }
        string[] at50 = [.. log.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(l => l.Contains("training 50 of", StringComparison.Ordinal))];
        Assert.Equal(Enumerable.Repeat("shop: training 50 of 100, about 0:00:50 left", 3), at50.Select(l => l.Trim()));
    }

    [Fact]
    public void Report_CountsOfThreadsOutOfOrder_KeepTheClock()
    {
        var (clock, log) = (new ManualTime(), new StringWriter());
        var lines = new ProgressLines(log, "shop", clock);
        foreach (var done in new[] { 1, 11, 10, 21, 19, 31 })
        {
            lines.Report(new FitProgress("scoring", done, 61));
            clock.Advance(TimeSpan.FromSeconds(10));
        }
        Assert.EndsWith("scoring 31 of 61, about 0:00:50 left", log.ToString().TrimEnd(), StringComparison.Ordinal);
    }
}
