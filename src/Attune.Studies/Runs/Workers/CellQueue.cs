namespace Attune.Studies;

/// <summary>The cells that are left, handed to several workers so that all that run at once fit into the memory. Many threads may ask.</summary>
sealed class CellQueue(IEnumerable<StudyCell> cells, CellMemory memory)
{
    static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(100);
    readonly List<StudyCell> _waiting = [.. cells];
    readonly Lock _lock = new();
    readonly ManualResetEventSlim _freed = new();
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
                if (_waiting.FindIndex(c => memory.Of(c) <= memory.Budget - _taken) is >= 0 and var at)
                {
                    var cell = _waiting[at];
                    _waiting.RemoveAt(at);
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
            _taken -= memory.Of(cell);
            _freed.Set();
        }
    }
}
