using Attune.Numerics;

namespace Attune.Neural;

/// <summary>
/// Deals sequences into batches, every sequence exactly once per epoch. The order follows from the seed and the number of the epoch alone, so training can
/// begin at any step of any epoch; a batch is cut into parts by dealing its rows round, so that parts have nearly equal lengths. One thread at a time.
/// </summary>
abstract class SequenceBatches
{
    readonly ItemSequences _sequences;
    readonly BatchOptions _options;
    readonly int[] _users;
    int _epoch = -1;
    int[] _order = [], _starts = [];

    /// <param name="sequences">Each user's items, oldest first.</param>
    /// <param name="options">How they are dealt.</param>
    /// <param name="least">Items that a sequence needs for one target.</param>
    protected SequenceBatches(ItemSequences sequences, BatchOptions options, int least)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Length, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Size, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Window, 1);
        (_sequences, _options) = (sequences, options);
        _users = [.. Enumerable.Range(0, sequences.Users).Where(u => sequences.Of(u).Length >= least)];
        if (_users.Length == 0) throw new DataException($"No user has {least} items or more in order, so there is nothing to learn from a sequence. Read more events, or take a model without order.");
    }

    /// <summary>Steps of an epoch.</summary>
    internal int Steps => (_users.Length + _options.Size - 1) / _options.Size;

    /// <summary>Sequences in an epoch.</summary>
    internal int Count => _users.Length;

    /// <summary>Users whose sequence is too short to learn from.</summary>
    internal int Skipped => _sequences.Users - _users.Length;

    /// <summary>Names the data and how it is dealt: unequal where a checkpoint of one must not go on with the other.</summary>
    internal string Fingerprint
    {
        get
        {
            var hash = (Seed)0;
            foreach (var o in _sequences.Offsets) hash = hash.Derive(o);
            foreach (var i in _sequences.Items) hash = hash.Derive(i);
            foreach (var t in _sequences.Times ?? []) hash = hash.Derive(t);
            return $"{_sequences.Users} sequences of {_sequences.Items.Length} items ({hash.Value:x16}), {_options.Padding} batches of {_options.Size} up to {_options.Length} (seed {_options.Seed.Value})";
        }
    }

    protected BatchOptions Options => _options;

    /// <summary>A part of a batch, in the innermost scope.</summary>
    internal SequenceBatch Of(Part part)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(part.Step, Steps);
        var batch = Dealt(part.Epoch, part.Step);
        var users = RowsOf(batch, part, out var repeated);
        var (length, targets, all) = (_options.Padding is Padding.Full ? _options.Length : 0, 0, TargetsOf(part.Epoch, batch));
        foreach (var user in users)
        {
            length = Math.Max(length, Math.Min(_options.Length, LengthOf(Items(user))));
            targets += TargetsOf(part.Epoch, user);
        }
        var (items, places, right) = Fill(part.Epoch, users, length, targets);
        return new(items, places, right, users, repeated || all == 0 ? 0 : (double)targets / all, all) { Times = TimesOf(part.Epoch, users, length), Numbers = part.Of > 1 ? NumbersOf(batch, part, targets) : null };
    }

    /// <summary>The targets of all sequences in an epoch; where they are drawn, another epoch has about as many.</summary>
    internal long TargetsOf(int epoch) => TargetsOf(epoch, _users);

    /// <summary>The targets of one step, over all parts of its batch.</summary>
    internal long TargetsOf(Part part) => TargetsOf(part.Epoch, Dealt(part.Epoch, part.Step));

    /// <summary>The length of the input that a sequence gives, before it is cut.</summary>
    protected abstract int LengthOf(ReadOnlySpan<int> items);

    /// <summary>How many targets a user has in an epoch.</summary>
    protected abstract int TargetsOf(int epoch, int user);

    /// <summary>Writes a user's input at the end of a row of zeros, and which of the row's places are asked with what is right there; returns how many.</summary>
    protected abstract int Write(int epoch, int user, Span<long> row, Span<long> places, Span<long> targets);

    /// <summary>Writes when each item of a user's input was at the end of a row of zeros; asked only of sequences with times.</summary>
    protected virtual void WriteTimes(int epoch, int user, Span<long> row) => throw new NotSupportedException($"{GetType().Name} does not deal times.");

    /// <summary>When each of a user's items was, in milliseconds.</summary>
    protected ReadOnlySpan<long> Times(int user) => _sequences.TimesOf(user);

    /// <summary>A user's items.</summary>
    protected ReadOnlySpan<int> Items(int user) => _sequences.Of(user);

    // A batch smaller than the number of parts leaves some without rows: they repeat its first, with weight 0, so that all compute the same gradients.
    static int[] RowsOf(ReadOnlySpan<int> batch, Part part, out bool repeated)
    {
        var users = new List<int>(batch.Length / part.Of + 1);
        for (var i = part.Index; i < batch.Length; i += part.Of) users.Add(batch[i]);
        repeated = users.Count == 0;
        return repeated ? [batch[0]] : [.. users];
    }

    // Where the targets of a part's rows stand among those of the batch.
    int[] NumbersOf(ReadOnlySpan<int> batch, Part part, int count)
    {
        var (numbers, before, done) = (new int[count], 0, 0);
        for (var i = 0; i < batch.Length; i++)
        {
            var targets = TargetsOf(part.Epoch, batch[i]);
            // A part without rows has the first.
            if (i % part.Of == part.Index || (i == 0 && part.Index >= batch.Length))
                for (var t = 0; t < targets; t++) numbers[done++] = before + t;
            before += targets;
        }
        return numbers;
    }

    ReadOnlySpan<int> Dealt(int epoch, int step)
    {
        Deal(epoch);
        return _order.AsSpan(_starts[step], _starts[step + 1] - _starts[step]);
    }

    long TargetsOf(int epoch, ReadOnlySpan<int> users)
    {
        var all = 0L;
        foreach (var user in users) all += TargetsOf(epoch, user);
        return all;
    }

    (Tensor Items, Tensor Places, Tensor Targets) Fill(int epoch, int[] users, int length, int count)
    {
        var items = Tensor.Zeros([users.Length, length], DType.Int64);
        var (places, targets) = (Tensor.Empty([count], DType.Int64), Tensor.Empty([count], DType.Int64));
        Span<long> cells = items.Span<long>(), at = places.Span<long>(), right = targets.Span<long>();
        for (var (row, done) = (0, 0); row < users.Length; row++)
        {
            var added = Write(epoch, users[row], cells.Slice(row * length, length), at[done..], right[done..]);
            foreach (ref var place in at.Slice(done, added)) place += (long)row * length;
            done += added;
        }
        return (items.To(_options.Device), places.To(_options.Device), targets.To(_options.Device));
    }

    Tensor TimesOf(int epoch, int[] users, int length)
    {
        if (_sequences.Times is null) return default;
        var times = Tensor.Zeros([users.Length, length], DType.Int64);
        for (var row = 0; row < users.Length; row++) WriteTimes(epoch, users[row], times.Span<long>().Slice(row * length, length));
        return times.To(_options.Device);
    }

    // Shuffled, sorted by length within windows, cut into batches, and the batches of a window shuffled.
    void Deal(int epoch)
    {
        if (epoch == _epoch) return;
        var stream = _options.Seed.Derive("batches").Derive(epoch).Stream();
        int[] order = [.. _users], starts = new int[Steps + 1];
        stream.Shuffle(order.AsSpan());
        for (var s = 0; s <= Steps; s++) starts[s] = Math.Min(s * _options.Size, order.Length);
        if (_options.Padding is Padding.Bucketed)
            for (var first = 0; first < Steps; first += _options.Window) Bucket(order, starts, first, Math.Min(first + _options.Window, Steps), ref stream);
        (_epoch, _order, _starts) = (epoch, order, starts);
    }

    void Bucket(int[] order, int[] starts, int first, int end, ref RandomStream stream)
    {
        var window = order.AsSpan(starts[first], starts[end] - starts[first]);
        // The place in the shuffled order breaks ties: the order is the same on every machine.
        var keys = new long[window.Length];
        for (var i = 0; i < keys.Length; i++) keys[i] = ((long)Math.Min(_options.Length, LengthOf(Items(window[i]))) << 32) | (uint)i;
        keys.AsSpan().Sort(window);
        // The batch that is not full stays last.
        var full = (window.Length / _options.Size) is var count && count > 1 ? count : 0;
        int[] places = [.. Enumerable.Range(0, full)];
        stream.Shuffle(places.AsSpan());
        var sorted = window.ToArray();
        for (var b = 0; b < full; b++) sorted.AsSpan(places[b] * _options.Size, _options.Size).CopyTo(window[(b * _options.Size)..]);
    }
}
