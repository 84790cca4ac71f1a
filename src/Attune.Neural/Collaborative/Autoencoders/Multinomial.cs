using Attune.Numerics;

namespace Attune.Neural;

/// <summary>
/// The negative logarithm of the multinomial likelihood of users' items, −Σᵢ xᵢ log softmax(V·state + c)ᵢ, in the machine's memory: users are taken in chunks, forward and backward together, so
/// that the scores of no more than <see cref="FullSoftmax.DefaultBytes"/> bytes exist at a time (at least one user's).
/// </summary>
static class Multinomial
{
    /// <summary>Sets the gradient of the states, adds those of V and c, each times <paramref name="factor"/>, and gives the sum of the losses.</summary>
    internal static double Accumulate(PreferenceBatch batch, Tensor states, (Tensor Weight, Tensor Bias) output, Tensor stateGradient, (Tensor Weight, Tensor Bias) gradient, float factor)
    {
        var rows = (int)Math.Clamp(FullSoftmax.DefaultBytes / (4L * batch.Items), 1, batch.Rows);
        var (room, sum) = (Tensor.Empty([rows, batch.Items]), 0.0);
        for (var start = 0; start < batch.Rows; start += rows)
        {
            using var scope = new Scope();
            var length = Math.Min(rows, batch.Rows - start);
            var s = states.Narrow(0, start, length);
            var scores = s.MatMulInto(output.Weight.T, room.Narrow(0, 0, length));
            sum += ToGradient(batch, start, scores, output.Bias, factor);
            scores.MatMulInto(output.Weight, stateGradient.Narrow(0, start, length));
            gradient.Weight.AddMmInPlace(scores.T, s);
            gradient.Bias.AddInPlace(scores.Sum(0));
        }
        return sum;
    }

    // Replaces scores (without c) by factor · (n · softmax − x), n being the user's items; one visit of each row while it is in the cache.
    static double ToGradient(PreferenceBatch batch, int start, Tensor scores, Tensor bias, float factor)
    {
        var (length, width) = ((int)scores.Size(0), batch.Items);
        var losses = new double[length];
        Rows.ForEach(length, width, r =>
        {
            var row = scores.Span<float>().Slice(r * width, width);
            var items = batch.Row(start + r);
            var own = 0.0;
            Vectors.Axpy(1, bias.Span<float>(), row);
            foreach (var i in items) own += row[i];
            var highest = SoftmaxRows.Max(row);
            var sum = Exponentials.Shifted(row, highest);
            SoftmaxRows.Scale(row, factor * items.Length / sum);
            foreach (var i in items) row[i] -= factor;
            losses[r] = items.Length * (Math.Log(sum) + highest) - own;
        });
        return losses.Sum();
    }
}
