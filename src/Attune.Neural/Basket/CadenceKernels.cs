using System.Runtime.InteropServices;

namespace Attune.Neural;

/// <summary>
/// Convolutions of several widths along a calendar of yes and no, each with one channel and a stride of its width, so that none overlaps itself: feature j of a width k is
/// max(0, bias + Σ weight[p] · bought(j k + p)), p from 0 to k − 1, where day 0 is yesterday. A dense calendar is multiplied as it lies, so that weights learn; for scoring only the few days of purchase
/// are added up. Days beyond the last whole stretch of a width are not read by it. Weights start uniform within ±1/√k, biases from 0 to 1/√k: a width whose bias and weights are none above 0 says nothing for ever.
/// </summary>
sealed class CadenceKernels : Module
{
    readonly int[] _sizes;
    readonly int _days;
    readonly Tensor[] _weights, _biases;

    internal CadenceKernels(Init init, int[] sizes, int days)
    {
        (_sizes, _days) = (sizes, days);
        (_weights, _biases) = (new Tensor[sizes.Length], new Tensor[sizes.Length]);
        for (var s = 0; s < sizes.Length; s++)
        {
            var (k, bound) = (sizes[s], 1 / Math.Sqrt(sizes[s]));
            (_weights[s], _biases[s]) = (Add($"{s}.weight", () => init.Uniform([1, 1, k], bound)), Add($"{s}.bias", () => init.Uniform([1], bound / 2) + bound / 2));
        }
        Features = FeaturesOf(sizes, days);
    }

    /// <summary>How many numbers come out.</summary>
    internal int Features { get; }

    internal static int FeaturesOf(int[] sizes, int days) => sizes.Sum(k => days / k);

    /// <summary>Widths that are 0 whatever was bought.</summary>
    internal IEnumerable<int> Dead => _sizes.Where((_, s) => _biases[s].Item() + _weights[s].ToArray<float>().Sum(w => Math.Max(0, w)) <= 0);

    /// <summary>B × S × features, differentiable.</summary>
    internal Tensor Dense(RepeatBatch batch)
    {
        using var scope = new Scope();
        var calendar = Tensor.Zeros([batch.Cells, _days]);
        var bought = calendar.Span<float>();
        for (var b = 0; b < batch.Count; b++)
            for (var s = 0; s < batch.Sizes[b]; s++)
                foreach (var d in batch.DaysAgo(b, s))
                    if (d <= _days) bought[(b * batch.Length + s) * _days + d - 1] = 1;
        calendar = calendar.To(_weights[0].DType).To(batch.Device);
        Tensor[] parts = [.. _sizes.Select((k, s) => (calendar.Narrow(1, 0, _days / k * k).Reshape(-1, _days / k, k).MatMul(_weights[s].Reshape(k)) + _biases[s]).Relu())];
        return scope.Return(Tensor.Cat(parts, 1).Reshape(batch.Count, batch.Length, Features));
    }

    /// <summary>The same from the days of purchase alone, in the machine's memory and without gradients.</summary>
    internal Tensor Sparse(RepeatBatch batch)
    {
        var features = Tensor.Empty([batch.Count, batch.Length, Features]);
        var rows = features.Span<float>();
        var blank = BlankRow();
        for (var r = 0; r < batch.Cells; r++) blank.CopyTo(rows.Slice(r * Features, Features));
        for (var (first, k) = (0, 0); k < _sizes.Length; first += _days / _sizes[k], k++)
        {
            var weights = _weights[k].Span<float>();
            var (size, whole) = (_sizes[k], _days / _sizes[k] * _sizes[k]);
            for (var b = 0; b < batch.Count; b++)
                for (var s = 0; s < batch.Sizes[b]; s++)
                {
                    var row = rows.Slice((b * batch.Length + s) * Features + first, _days / size);
                    foreach (var d in batch.DaysAgo(b, s))
                    {
                        if (d > whole) break;
                        row[(d - 1) / size] += weights[(d - 1) % size];
                    }
                }
        }
        foreach (ref var v in rows) v = Math.Max(v, 0);
        return features;
    }

    float[] BlankRow() => [.. _sizes.SelectMany((k, s) => Enumerable.Repeat(MemoryMarshal.GetReference(_biases[s].Span<float>()), _days / k))];
}
