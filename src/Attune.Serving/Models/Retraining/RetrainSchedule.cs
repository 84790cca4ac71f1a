namespace Attune.Serving;

/// <summary>
/// When each space is to be trained: at once the first time that there are enough events, then when there are so many new ones, or new ones at all after so long.
/// Time is counted by the monotonic clock, so that a clock which is set back delays nothing; after failures the pause doubles. Not thread-safe.
/// </summary>
sealed class RetrainSchedule(RetrainOptions options, TimeProvider time)
{
    static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(30), LongestPause = TimeSpan.FromHours(6);
    readonly Dictionary<string, State> _spaces = new(StringComparer.Ordinal);

    /// <summary>Whether the last training has failed so lately that nothing is tried yet.</summary>
    internal bool IsPaused(string space) => Of(space) is { Failures: > 0 } state && time.GetElapsedTime(state.Failed) < PauseAfter(state.Failures);

    /// <summary>Whether a space is due, by what its store holds now.</summary>
    internal bool IsDue(string space, StoreCounts counts, IReadOnlyList<ModelRecord> models)
    {
        var state = Of(space);
        Learn(state, models);
        var news = counts.LastEvent - state.LastEvent;
        if (counts.Events < options.LeastEvents || news <= 0) return false;
        return state.LastEvent == 0 || news >= options.AfterEvents || state.Age + time.GetElapsedTime(state.Since) >= options.Every;
    }

    /// <summary>Whether nobody else has trained a space since it was found due.</summary>
    internal bool IsStillDue(string space, IReadOnlyList<ModelRecord> models) => LastOf(models) is not { } newest || newest.LastEvent <= Of(space).LastEvent;

    /// <summary>A training has ended, whatever was decided.</summary>
    internal void Trained(string space, long lastEvent)
    {
        var state = Of(space);
        (state.LastEvent, state.Since, state.Age, state.Failures) = (Math.Max(lastEvent, state.LastEvent), time.GetTimestamp(), TimeSpan.Zero, 0);
    }

    /// <summary>A training has failed. Returns the time until the next try.</summary>
    internal TimeSpan Failed(string space)
    {
        var state = Of(space);
        (state.Failures, state.Failed) = (state.Failures + 1, time.GetTimestamp());
        return PauseAfter(state.Failures);
    }

    // Another replica, or this one before it was started again, may have trained. A record from the future tells of a clock that was set back, and nothing about age.
    void Learn(State state, IReadOnlyList<ModelRecord> models)
    {
        if (LastOf(models) is not { } newest || newest.LastEvent <= state.LastEvent) return;
        var age = time.GetUtcNow() - newest.Created;
        (state.LastEvent, state.Since, state.Age) = (newest.LastEvent, time.GetTimestamp(), age < TimeSpan.Zero ? options.Every : age);
    }

    static ModelRecord? LastOf(IReadOnlyList<ModelRecord> models) => models.Where(m => m.Origin == "retrained").MaxBy(m => m.LastEvent);

    static TimeSpan PauseAfter(int failures) => failures > 12 ? LongestPause : TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, FirstPause.Ticks << (failures - 1)));

    State Of(string space) => _spaces.TryGetValue(space, out var state) ? state : _spaces[space] = new State { Since = time.GetTimestamp() };

    sealed class State
    {
        internal long LastEvent { get; set; }

        internal long Since { get; set; }

        internal TimeSpan Age { get; set; }

        internal int Failures { get; set; }

        internal long Failed { get; set; }
    }
}
