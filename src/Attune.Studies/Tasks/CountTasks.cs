using Attune.Numerics;

namespace Attune.Studies;

/// <summary>Which items of a history are the most frequent: after RULER's extraction of common and frequent words (Hsieh et al. 2024, arXiv:2404.06654). Token 0 asks.</summary>
static class CountTasks
{
    /// <summary>One item comes with every second place or so, the others are drawn evenly; the common one is asked.</summary>
    internal static void MostCommon(StudyTask task, ref RandomStream stream, Span<int> tokens, Span<int> answers)
    {
        var items = PairTasks.Different(task.Pairs + 1, 1, task.Vocabulary, ref stream);
        Draw(tokens[..^1], items, rank => rank == 0 ? 0.4 : 0.6 / task.Pairs, 1, ref stream);
        (tokens[^1], answers[^1]) = (0, items[0]);
    }

    /// <summary>Items come by a power law (∝ rank^−2); the three most frequent are asked, the first first.</summary>
    internal static void MostFrequent(StudyTask task, ref RandomStream stream, Span<int> tokens, Span<int> answers)
    {
        var (items, end) = (PairTasks.Different(task.Pairs + 3, 1, task.Vocabulary, ref stream), tokens.Length - 6);
        Draw(tokens[..end], items, rank => Math.Pow(rank + 1, -2), 3, ref stream);
        for (var top = 0; top < 3; top++) (tokens[end + 2 * top], answers[end + 2 * top], tokens[end + 2 * top + 1]) = (0, items[top], items[top]);
    }

    // Draws until the first items are the most frequent in their order without a tie, so that the answer is one; the chances make that likely.
    static void Draw(Span<int> places, int[] items, Func<int, double> chance, int ordered, ref RandomStream stream)
    {
        var chances = items.Select((_, rank) => chance(rank)).ToArray();
        var (total, counts) = (chances.Sum(), new int[items.Length]);
        do
        {
            Array.Clear(counts);
            foreach (ref var place in places)
            {
                var (left, rank) = (stream.NextDouble() * total, 0);
                while (rank < items.Length - 1 && (left -= chances[rank]) >= 0) rank++;
                place = items[rank];
                counts[rank]++;
            }
        }
        while (!IsOrdered(counts, ordered));
    }

    static bool IsOrdered(int[] counts, int ordered)
    {
        for (var rank = 0; rank < ordered; rank++)
            for (var later = rank + 1; later < counts.Length; later++)
                if (counts[later] >= counts[rank]) return false;
        return true;
    }
}
