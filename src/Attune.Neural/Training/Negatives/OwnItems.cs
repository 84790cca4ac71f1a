namespace Attune.Neural;

/// <summary>What each position's user is known to have taken: sequences of rows of the table and to which of them each position belongs.</summary>
/// <param name="sequenceOf">For each position the number of its sequence.</param>
/// <param name="sequences">For each sequence its rows of the table, ascending.</param>
sealed class OwnItems(int[] sequenceOf, IReadOnlyList<int[]> sequences)
{
    /// <summary>The rows of a position's sequence, ascending.</summary>
    internal ReadOnlySpan<int> Of(int position) => sequences[sequenceOf[position]];
}
