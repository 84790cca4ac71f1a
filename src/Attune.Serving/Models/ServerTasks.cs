namespace Attune.Serving;

/// <summary>What the server is doing, and what it did last. Safe for use from many threads.</summary>
/// <param name="time">The clock.</param>
sealed class ServerTasks(TimeProvider time)
{
    // More than a person reads, of each name, so that what is done every few seconds does not push out what is done every hour. Those that go on are always kept.
    const int Remembered = 20;
    readonly Lock _gate = new();
    readonly List<Running> _tasks = [];

    /// <summary>All that go on and the latest that have ended, newest first.</summary>
    internal IReadOnlyList<ServerTask> All
    {
        get
        {
            lock (_gate) return [.. Enumerable.Reverse(_tasks).Select(t => t.Now)];
        }
    }

    /// <summary>Begins one; its end must be told.</summary>
    internal Running Begin(string name, string space)
    {
        var task = new Running(this, new ServerTask(name, space, "starting", 0, 0, time.GetUtcNow(), null, null));
        lock (_gate)
        {
            _tasks.Add(task);
            if (_tasks.Count(t => t.Now.Name == name) > Remembered && _tasks.FindIndex(t => t.Now.Name == name && t.Now.Ended is not null) is >= 0 and var oldest) _tasks.RemoveAt(oldest);
        }
        return task;
    }

    /// <summary>A task that goes on; it hears how far the work has come.</summary>
    internal sealed class Running(ServerTasks tasks, ServerTask now) : IProgress<FitProgress>
    {
        internal ServerTask Now { get; private set; } = now;

        /// <inheritdoc/>
        public void Report(FitProgress value) => Set(t => t with { Stage = value.Stage, Done = value.Done, Total = value.Total });

        /// <summary>A stage without steps.</summary>
        internal void Enter(string stage) => Report(new FitProgress(stage, 0, 0));

        internal void End(string outcome)
        {
            var ended = tasks.Time.GetUtcNow();
            Set(t => t with { Ended = ended, Outcome = outcome });
        }

        // What a thread reports late does not open an ended task again.
        void Set(Func<ServerTask, ServerTask> change)
        {
            lock (tasks._gate)
                if (Now.Ended is null) Now = change(Now);
        }
    }

    TimeProvider Time => time;
}
