using System.Globalization;
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

    // A new stage is a new bar, so that the time left is that of the stage; the bars of earlier stages disappear. Only the count of models stays
    // beside them: it goes on while each model has stages of its own.
    sealed class Bar(ProgressContext context, string title) : IProgress<FitProgress>
    {
        const string Outermost = "models";
        readonly Lock _gate = new();
        readonly Dictionary<string, ProgressTask> _tasks = [];

        public void Report(FitProgress value)
        {
            lock (_gate)
            {
                if (!_tasks.TryGetValue(value.Stage, out var task) || value.Done < task.Value) _tasks[value.Stage] = task = Begin(value);
                task.Value = value.Done;
                if (value.Loss is { } loss) task.Description = Markup.Escape(string.Create(CultureInfo.InvariantCulture, $"{title}: {value.Stage}, loss {loss:g4}"));
            }
        }

        ProgressTask Begin(FitProgress value)
        {
            foreach (var (stage, task) in _tasks)
                if (stage != Outermost || value.Stage == Outermost) task.Value = task.MaxValue;
            return context.AddTask(Markup.Escape($"{title}: {value.Stage}"), maxValue: Math.Max(1, value.Total));
        }
    }
}
