using Attune.Tests;

namespace Attune.Serving.Tests;

public sealed class ServerTasksTests
{
    readonly ManualTime _time = new();

    [Fact]
    public void Report_WhileItGoesOn_IsSeen()
    {
        var tasks = new ServerTasks(_time);
        var task = tasks.Begin("retrain", "a");
        task.Report(new FitProgress("iteration", 3, 15));
        Assert.Equal(new ServerTask("retrain", "a", "iteration", 3, 15, _time.GetUtcNow(), null, null), Assert.Single(tasks.All));
    }

    [Fact]
    public void Report_AfterTheEnd_ChangesNothing()
    {
        var tasks = new ServerTasks(_time);
        var task = tasks.Begin("retrain", "a");
        var begun = _time.GetUtcNow();
        _time.Advance(TimeSpan.FromMinutes(2));
        task.End("done");
        task.Report(new FitProgress("late", 1, 1));
        Assert.Equal(new ServerTask("retrain", "a", "starting", 0, 0, begun, begun.AddMinutes(2), "done"), Assert.Single(tasks.All));
    }

    [Fact]
    public void All_AfterMany_KeepsThoseThatGoOnAndTheLatest()
    {
        var tasks = new ServerTasks(_time);
        tasks.Begin("load", "goes on");
        tasks.Begin("retrain", "a").End("done");
        for (var i = 0; i < 200; i++) tasks.Begin("load", $"{i}").End("done");
        Assert.Equal(21, tasks.All.Count);
        Assert.Equal("199", tasks.All[0].Space);
        Assert.Equal(["retrain", "load"], tasks.All.TakeLast(2).Select(t => t.Name));
        Assert.Null(tasks.All[^1].Ended);
    }
}
