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
                    Score(s.Slice(at * width, width), t, y[at], own, logQ, shift, scores);
                    losses[at] = loss.ToGradient(scores);
                    Vectors.Scale(factor, scores);
                    Gather(scores, t, y[at], own, g.Slice(at * width, width));
                }
            });
            Scatter(room, states, targets, drawn, tableGradient, from, length);
        }
        return losses.Sum();
    }

    static void Score(ReadOnlySpan<float> state, ReadOnlySpan<float> table, long target, ReadOnlySpan<long> drawn, float[]? logQ, float shift, Span<float> scores)
    {
        var width = state.Length;
        scores[0] = Vectors.Dot(state, table.Slice((int)target * width, width));
        for (var j = 0; j < drawn.Length; j++)
            scores[1 + j] = drawn[j] == target ? SampledLoss.Never : Vectors.Dot(state, table.Slice((int)drawn[j] * width, width)) - shift - (logQ?[drawn[j]] ?? 0);
    }

    static void Gather(ReadOnlySpan<float> gradients, ReadOnlySpan<float> table, long target, ReadOnlySpan<long> drawn, Span<float> state)
    {
        var width = state.Length;
        state.Clear();
        Vectors.Axpy(gradients[0], table.Slice((int)target * width, width), state);
        for (var j = 0; j < drawn.Length; j++) Vectors.Axpy(gradients[1 + j], table.Slice((int)drawn[j] * width, width), state);
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
                var state = s.Slice((first + n) * width, width);
                var own = ids.Slice(at * k, k);
                var weights = g.Slice(n * (1 + k), 1 + k);
                if (Mine(y[at])) Vectors.Axpy(weights[0], state, t.Slice((int)y[at] * width, width));
                for (var j = 0; j < own.Length; j++)
                    if (Mine(own[j])) Vectors.Axpy(weights[1 + j], state, t.Slice((int)own[j] * width, width));
            }

            bool Mine(long row) => (((int)row >> 3) & (parts - 1)) == part;
        });
    }
}
