namespace Attune;

/// <summary>The best items met so far for one query, the worst of them at the root of a heap; and the items that it must not list.</summary>
sealed class Kept
{
    float[] _scores = [];
    int[] _items = [];
    int[] _hidden = [];
    int _room, _hiddenCount;

    /// <summary>How many are kept.</summary>
    internal int Count { get; private set; }

    /// <summary>Whether there is room no more: something may have been left out.</summary>
    internal bool IsFull => Count == _room;

    /// <summary>The worst score kept.</summary>
    internal float Least => _scores[0];

    /// <summary>The items kept, in no order.</summary>
    internal ReadOnlySpan<int> Items => _items.AsSpan(0, Count);

    /// <summary>Begins a list of <paramref name="room"/> items that has none of <paramref name="hidden"/>.</summary>
    internal void Start(int room, ReadOnlySpan<int> hidden)
    {
        if (_scores.Length < room) (_scores, _items) = (new float[room], new int[room]);
        if (_hidden.Length < hidden.Length) _hidden = new int[hidden.Length * 3 / 2];
        hidden.CopyTo(_hidden);
        _hidden.AsSpan(0, hidden.Length).Sort();
        (_room, _hiddenCount, Count) = (room, hidden.Length, 0);
    }

    /// <summary>Whether the item may be listed.</summary>
    internal bool Wants(int item, Func<int, bool>? filter) =>
        _hidden.AsSpan(0, _hiddenCount).BinarySearch(item) < 0 && filter?.Invoke(item) != false;

    /// <summary>Keeps an item that scores above the worst kept and returns what the next one must exceed.</summary>
    internal float Add(float score, int item)
    {
        if (Count < _room)
        {
            (_scores[Count], _items[Count]) = (score, item);
            Rise(Count++);
        }
        else
        {
            (_scores[0], _items[0]) = (score, item);
            Sink();
        }
        return IsFull ? _scores[0] : float.NegativeInfinity;
    }

    void Rise(int at)
    {
        for (var parent = (at - 1) / 2; at > 0 && _scores[at] < _scores[parent]; parent = (at - 1) / 2)
        {
            Swap(at, parent);
            at = parent;
        }
    }

    void Sink()
    {
        for (var at = 0; ;)
        {
            var child = 2 * at + 1;
            if (child >= Count) return;
            if (child + 1 < Count && _scores[child + 1] < _scores[child]) child++;
            if (_scores[at] <= _scores[child]) return;
            Swap(at, child);
            at = child;
        }
    }

    void Swap(int a, int b)
    {
        (_scores[a], _scores[b]) = (_scores[b], _scores[a]);
        (_items[a], _items[b]) = (_items[b], _items[a]);
    }
}
