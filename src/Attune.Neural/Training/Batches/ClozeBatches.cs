using Attune.Numerics;

namespace Attune.Neural;

/// <summary>
/// Learning to fill gaps, as BERT4Rec does: some of each user's newest Length items are hidden behind a mark and asked for. Which follows from the seed, the
/// epoch and the user alone.
/// </summary>
/// <param name="sequences">Each user's items, oldest first.</param>
/// <param name="options">How they are dealt.</param>
/// <param name="mark">The table row that stands for a hidden item: items + 1.</param>
/// <param name="hidden">The chance of each item to be hidden, in (0, 1); where chance hides none, one of them is.</param>
/// <param name="last">The chance of a sequence to have its last item hidden and no other, as in scoring; in [0, 1].</param>
sealed class ClozeBatches(ItemSequences sequences, BatchOptions options, int mark, double hidden, double last) : SequenceBatches(sequences, options, 1)
{
    readonly Seed _seed = options.Seed.Derive("gaps");

    /// <inheritdoc/>
    protected override int LengthOf(ReadOnlySpan<int> items) => items.Length;

    /// <inheritdoc/>
    protected override int TargetsOf(int epoch, int user)
    {
        Span<bool> gaps = stackalloc bool[Options.Length];
        return Gaps(epoch, user, gaps);
    }

    /// <inheritdoc/>
    protected override int Write(int epoch, int user, Span<long> row, Span<long> places, Span<long> targets)
    {
        Span<bool> gaps = stackalloc bool[Options.Length];
        Gaps(epoch, user, gaps);
        var items = Items(user);
        var newest = items[^Math.Min(Options.Length, items.Length)..];
        var (start, count) = (row.Length - newest.Length, 0);
        for (var i = 0; i < newest.Length; i++)
        {
            row[start + i] = gaps[i] ? mark : newest[i] + 1;
            if (!gaps[i]) continue;
            places[count] = start + i;
            targets[count++] = newest[i] + 1;
        }
        return count;
    }

    // Which of the newest items are hidden; returns how many.
    int Gaps(int epoch, int user, Span<bool> gaps)
    {
        var length = Math.Min(Options.Length, Items(user).Length);
        var stream = _seed.Derive(epoch).Derive(user).Stream();
        var (count, onlyLast) = (0, stream.NextDouble() < last);
        for (var i = 0; i < length; i++)
            if (gaps[i] = onlyLast ? i == length - 1 : stream.NextDouble() < hidden) count++;
        if (count > 0) return count;
        gaps[stream.NextInt(length)] = true;
        return 1;
    }
}
