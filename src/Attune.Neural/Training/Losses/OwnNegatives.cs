using Attune.Numerics;

namespace Attune.Neural;

/// <summary>
/// Scores, losses and gradients where each position has its own negatives, in the machine's memory: straight from the rows of the table, so that their N × k × d gathered
/// numbers never exist. Every row of the table's gradient takes its parts in the order of positions, whichever thread adds them: results do not depend on threads.
/// </summary>
static class OwnNegatives
{
    /// <summary>Sets the states' gradient, adds the table's, and returns the sum of the losses.</summary>
    internal static double Accumulate(SampledLoss loss, Tensor states, Tensor targets, Tensor table, Negatives negatives, float factor, Tensor stateGradient, Tensor tableGradient, long bytes)
    {
        var (count, k, width) = ((int)states.Size(0), negatives.Count, (int)states.Size(1));
        var drawn = negatives.Items.Contiguous();
        var logQ = negatives.LogQ.IsDefined ? negatives.LogQ.ToArray<float>() : null;
        var rows = (int)Math.Clamp(bytes / 4 / (1 + k), 1, count);
        var shift = (float)loss.Shift(negatives);
        var room = Tensor.Empty([rows, 1 + k]);
        var losses = new double[count];
        for (var first = 0; first < count; first += rows)
        {
            var (from, length) = (first, Math.Min(rows, count - first));
            Rows.Chunks(length, (int)Math.Clamp((1 << 16) / ((1L + k) * width), 1, 256), (start, end) =>
            {
                var s = states.Span<float>();
                var y = targets.Span<long>();
                var t = table.Span<float>();
                var ids = drawn.Span<long>();
                var g = stateGradient.Span<float>();
                for (var n = start; n < end; n++)
                {
                    var own = ids.Slice((from + n) * k, k);
                    var at = from + n;
                    var scores = room.Span<float>().Slice(n * (1 + k), 1 + k);
                    Score(s.Slice(at * width, width), t, y.Slice(at, 1), own, logQ, shift, scores);
                    losses[at] = loss.ToGradient(scores);
                    Vectors.Scale(factor, scores);
                    var gradient = g.Slice(at * width, width);
                    gradient.Clear();
                    TableRows.AddWeighted(scores[..1], t, y.Slice(at, 1), gradient);
                    TableRows.AddWeighted(scores[1..], t, own, gradient);
                }
            });
            Scatter(room, states, targets, drawn, tableGradient, from, length);
        }
        return losses.Sum();
    }

    static void Score(ReadOnlySpan<float> state, ReadOnlySpan<float> table, ReadOnlySpan<long> target, ReadOnlySpan<long> drawn, float[]? logQ, float shift, Span<float> scores)
    {
        TableRows.Dots(state, table, target, scores[..1]);
        TableRows.Dots(state, table, drawn, scores[1..]);
        for (var j = 0; j < drawn.Length; j++)
            scores[1 + j] = drawn[j] == target[0] ? SampledLoss.Never : scores[1 + j] - shift - (logQ?[drawn[j]] ?? 0);
    }

    // Each thread owns stripes of rows and looks through all positions for them.
    static void Scatter(Tensor gradients, Tensor states, Tensor targets, Tensor drawn, Tensor tableGradient, int first, int length)
    {
        var (k, width) = ((int)drawn.Size(1), (int)states.Size(1));
        var parts = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Torch.Threads);
        Rows.Chunks(parts, 1, (part, _) =>
        {
            var g = gradients.Span<float>();
            var s = states.Span<float>();
            var y = targets.Span<long>();
            var ids = drawn.Span<long>();
            var t = tableGradient.Span<float>();
            for (var n = 0; n < length; n++)
            {
                var at = first + n;
                var weights = g.Slice(n * (1 + k), 1 + k);
                TableRows.AddToOwned(weights[..1], s.Slice(at * width, width), y.Slice(at, 1), t, part, parts);
                TableRows.AddToOwned(weights[1..], s.Slice(at * width, width), ids.Slice(at * k, k), t, part, parts);
            }
        });
    }
}
