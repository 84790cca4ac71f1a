namespace Attune.Neural;

/// <summary>Learning to predict what comes next: of each user's newest Length + 1 items all but the last are the input, and each place is asked for the one after it.</summary>
sealed class NextItemBatches(ItemSequences sequences, BatchOptions options) : SequenceBatches(sequences, options, 2)
{
    /// <inheritdoc/>
    protected override int LengthOf(ReadOnlySpan<int> items) => items.Length - 1;

    /// <inheritdoc/>
    protected override int TargetsOf(int epoch, int user) => Math.Min(Options.Length, Items(user).Length - 1);

    /// <inheritdoc/>
    protected override int Write(int epoch, int user, Span<long> row, Span<long> places, Span<long> targets)
    {
        var count = TargetsOf(epoch, user);
        var newest = Items(user)[^(count + 1)..];
        var start = row.Length - count;
        for (var i = 0; i < count; i++)
        {
            row[start + i] = newest[i] + 1;
            places[i] = start + i;
            targets[i] = newest[i + 1] + 1;
        }
        return count;
    }

    /// <inheritdoc/>
    protected override void WriteTimes(int epoch, int user, Span<long> row)
    {
        var count = Math.Min(Options.Length, Items(user).Length - 1);
        Times(user)[^(count + 1)..^1].CopyTo(row[^count..]);
    }
}
