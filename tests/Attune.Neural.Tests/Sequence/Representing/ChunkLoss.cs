namespace Attune.Neural.Tests;

/// <summary>A fitted model's network once more in double precision, and the loss of the last item of a sequence under it, to differentiate by differences.</summary>
sealed class ChunkLoss : IDisposable
{
    readonly SequenceNetwork _network;
    readonly int _items;

    internal ChunkLoss(IRecommender model)
    {
        var weights = new Weights();
        model.Export(weights);
        _items = model.Catalog.Items.Count;
        _network = ((ISequenceTrainer)model.Trainer).Network(new Init(1, Device.Cpu, DType.Float64), _items);
        _network.Import(weights);
    }

    public void Dispose() => _network.Dispose();

    internal SequenceNetwork Network => _network;

    /// <summary>−log softmax of the last item, given those before it, written out.</summary>
    internal double Of(int[] sequence)
    {
        using var scope = new Scope();
        using var off = Gradients.NotRecorded();
        var states = _network.Forward(Tensor.Wrap(Array.ConvertAll(sequence[..^1], i => i + 1L), 1, sequence.Length - 1));
        double[] state = states.Select(1, states.Size(1) - 1).ToArray<double>(), table = _network.ItemTable.ToArray<double>();
        var scores = Enumerable.Range(1, _items).Select(i => Enumerable.Range(0, state.Length).Sum(d => state[d] * table[i * state.Length + d])).ToArray();
        return Math.Log(scores.Sum(s => Math.Exp(s - scores.Max()))) + scores.Max() - scores[sequence[^1]];
    }

    /// <summary>The derivatives of the loss by every number of a parameter, by central differences.</summary>
    internal double[] By(string parameter, int[] sequence, double step = 1e-6)
    {
        using var scope = new Scope();
        var leaf = _network.Parameters.Single(p => p.Name == parameter).Value;
        var found = new double[leaf.Count];
        for (var i = 0; i < found.Length; i++)
        {
            var values = leaf.Span<double>();
            var kept = values[i];
            values[i] = kept + step;
            var above = Of(sequence);
            values[i] = kept - step;
            var below = Of(sequence);
            values[i] = kept;
            found[i] = (above - below) / (2 * step);
        }
        return found;
    }
}
