using Spectre.Console;

namespace Attune.Cli;

/// <summary>Progress for a person: one bar with the share done and the time left; it vanishes when the work is done.</summary>
static class ProgressBar
{
    internal static T Show<T>(TextWriter error, bool colors, string title, Func<IProgress<FitProgress>, T> work)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(error),
            Ansi = AnsiSupport.Yes,
            ColorSystem = colors ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.Yes,
        });
        return console.Progress().AutoClear(true).HideCompleted(true)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(context => work(new Bar(context, title)));
    }

    // A new stage is a new bar, so that the time left is that of the stage; the finished one disappears.
    sealed class Bar(ProgressContext context, string title) : IProgress<FitProgress>
    {
        readonly Lock _gate = new();
        string? _stage;
        ProgressTask? _task;

        public void Report(FitProgress value)
        {
            lock (_gate)
            {
                if (value.Stage != _stage || value.Done < _task!.Value) Begin(value);
                _task!.Value = value.Done;
            }
        }

        void Begin(FitProgress value)
        {
            if (_task is not null) _task.Value = _task.MaxValue;
            _task?.StopTask();
            _stage = value.Stage;
            _task = context.AddTask(Markup.Escape($"{title}: {value.Stage}"), maxValue: Math.Max(1, value.Total));
        }
    }
}
