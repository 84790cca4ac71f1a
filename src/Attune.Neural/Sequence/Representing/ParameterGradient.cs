using Attune.Numerics;

namespace Attune.Neural;

/// <summary>
/// The gradient of the last item's loss by the matrices of the last attention, of each chunk for itself: that of a matrix is Σ over places of δ xᵀ, with x what it was given there and δ the loss's gradient by what it gave, so that one
/// backward pass serves a whole block. All numbers together are multiplied by one matrix of signs (gradient-parameters; less after a division), or measured (grand; GraNd of Paul et al., "Deep learning on a data diet", NeurIPS 2021, by these matrices
/// alone). LESS is of Xia et al., ICML 2024.
/// </summary>
sealed class ParameterGradient : ChunkRepresenter
{
    // A number that the reference never moves must not outweigh all others: what is divided by is at least this share of the root of the mean of all mean squares.
    const double LeastOfMean = 1e-3;

    readonly SignProjection? _projection;
    readonly int _count;
    readonly float[]? _factors;

    internal ParameterGradient(IRecommender model, string form, int seed, int dimension, HistoryChunks? reference) : base(model, form)
    {
        _count = Network.LastAttention.Sum(m => m.Outputs * m.Inputs);
        if (form != "grand") _projection = new SignProjection(((Seed)seed).Derive("signs"), _count, dimension);
        if (form == "less") _factors = FactorsOf(new Raw(model), reference!);
    }

    public override int Dimension => _projection?.Outputs ?? 1;

    protected override long RoomOf(int places) => 3L * _count;

    protected override double FlopsOf(int places, double forward) => 3 * forward + 2.0 * places * _count + 2.0 * _count * Dimension;

    protected override Tensor Of(in ChunkBlock block)
    {
        var gradients = Of(Network, block);
        if (_factors is not null) gradients.MultiplyInPlace(Tensor.Wrap(_factors));
        return _projection?.Of(gradients) ?? gradients.Square().Sum(1, keep: true).Sqrt();
    }

    /// <summary>B × all numbers of the matrices, matrix after matrix, row after row of each.</summary>
    internal static Tensor Of(SequenceNetwork network, in ChunkBlock block)
    {
        using var scope = new Scope();
        using var tap = new AttentionTap();
        var (states, gradient) = HeadGradient.Of(network, block, tap);
        var deltas = Gradients.Of(states, [.. tap.Products.Select(p => p.Output)], gradient);
        using var off = Gradients.NotRecorded();
        Tensor[] matrices = [.. deltas.Select((delta, i) => delta.T.Bmm(tap.Products[i].Input.Detach()).Reshape(delta.Size(0), -1))];
        return scope.Return(Tensor.Cat(matrices, 1));
    }

    static float[] FactorsOf(Raw gradients, HistoryChunks reference)
    {
        if (reference.Count == 0) throw new ArgumentException("The reference has no chunks, so less has nothing to divide by; give some, or take gradient-parameters.", nameof(reference));
        var squares = new double[gradients.Dimension];
        var row = new float[gradients.Dimension];
        for (var c = 0; c < reference.Count; c++)
        {
            gradients.Represent(reference, [c], row);
            for (var i = 0; i < row.Length; i++) squares[i] += (double)row[i] * row[i] / reference.Count;
        }
        var least = LeastOfMean * Math.Sqrt(squares.Average());
        return Array.ConvertAll(squares, s => (float)(1 / Math.Max(Math.Max(Math.Sqrt(s), least), 1e-30)));
    }

    sealed class Raw(IRecommender model) : ChunkRepresenter(model, "raw")
    {
        public override int Dimension => Network.LastAttention.Sum(m => m.Outputs * m.Inputs);

        protected override double FlopsOf(int places, double forward) => 3 * forward;

        protected override long RoomOf(int places) => 3L * Dimension;

        protected override Tensor Of(in ChunkBlock block) => ParameterGradient.Of(Network, block);
    }
}
