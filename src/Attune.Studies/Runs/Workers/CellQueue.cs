namespace Attune.Studies;

/// <summary>The cells that are left, handed to several workers so that all that run at once fit into the memory, and none before those that it is made of. Many threads may ask.</summary>
sealed class CellQueue(IEnumerable<StudyCell> cells, CellMemory memory, Func<StudyCell, IReadOnlyList<StudyCell>>? madeOf = null)
{
    static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(100);
    readonly List<StudyCell> _waiting = [.. cells];
    readonly Lock _lock = new();
    readonly ManualResetEventSlim _freed = new();
    readonly HashSet<StudyCell> _running = [];
    long _taken;

    /// <summary>The first cell that fits beside those that run; waits for one of them to end where none does; null when none is left.</summary>
    internal StudyCell? Take(CancellationToken cancellation)
    {
        for (; ; )
        {
            cancellation.ThrowIfCancellationRequested();
            lock (_lock)
            {
                if (_waiting.Count == 0) return null;
                if (_waiting.FindIndex(c => memory.Of(c) <= memory.Budget - _taken && !Waits(c)) is >= 0 and var at)
                {
                    var cell = _waiting[at];
                    _waiting.RemoveAt(at);
                    _running.Add(cell);
                    _taken += memory.Of(cell);
                    return cell;
                }
                _freed.Reset();
            }
            _freed.Wait(s_look, cancellation);
        }
    }

    /// <summary>The cell has ended.</summary>
    internal void Free(StudyCell cell)
    {
        lock (_lock)
        {
            _running.Remove(cell);
            _taken -= memory.Of(cell);
            _freed.Set();
        }
    }

    bool Waits(StudyCell cell) => madeOf?.Invoke(cell).Any(m => _running.Contains(m) || _waiting.Contains(m)) == true;
}
