namespace Attune.Neural.Tests;

/// <summary>The recurrences: chunks, single steps and plain loops give the same, at lengths that fill no chunk and from any state.</summary>
public sealed class ChunkTests
{
    const int Batch = 2, Heads = 2, Keys = 3, Values = 5;

    public enum Decay
    {
        None,
        Head,
        Channel,
    }

    public static TheoryData<int, Decay, bool, bool, DType> MatrixCases
    {
        get
        {
            var cases = new TheoryData<int, Decay, bool, bool, DType>();
            foreach (var length in new[] { 1, 15, 16, 17, 50 })
                foreach (var (decay, delta) in new[] { (Decay.Head, false), (Decay.Channel, false), (Decay.None, true), (Decay.Head, true) })
                    foreach (var started in new[] { false, true })
                        foreach (var type in new[] { DType.Float32, DType.Float64 }) cases.Add(length, decay, delta, started, type);
            return cases;
        }
    }

    [TorchTheory, MemberData(nameof(MatrixCases))]
    public void MatrixState_ChunksAndSteps_EqualTheLoop(int length, Decay decay, bool delta, bool started, DType type)
    {
        using var scope = new Scope();
        var draw = new Draw(type);
        var (q, k, v) = (draw.Normal(Batch, Heads, length, Keys), draw.Normal(Batch, Heads, length, Keys), draw.Normal(Batch, Heads, length, Values));
        k *= k.Square().Sum(-1, keep: true).RSqrt();
        var g = decay is Decay.None ? default : -draw.Normal(Batch, Heads, length, decay is Decay.Channel ? Keys : 1).Abs();
        var rates = delta ? draw.Normal(Batch, Heads, length, 1).Sigmoid() : default;
        var start = started ? draw.Normal(Batch, Heads, Keys, Values) : default;
        var (outputs, states) = Loop(q, k, v, g, rates, start);
        foreach (var chunk in new long[] { 4, 16, 64 })
        {
            var (output, state) = delta ? DeltaRule.Forward(q, k, v, rates, g, start, chunk) : DiagonalDecay.Forward(q, k, v, g, start, chunk);
            Same(outputs, output, type);
            Same(states, state, type);
        }
        var after = started ? start : Tensor.Zeros([Batch, Heads, Keys, Values], type);
        var steps = new Tensor[length];
        for (var t = 0; t < length; t++)
            (steps[t], after) = delta ? DeltaRule.Step(At(q, t), At(k, t), At(v, t), At(rates, t), At(g, t), after) : DiagonalDecay.Step(At(q, t), At(k, t), At(v, t), At(g, t), after);
        Same(outputs, Tensor.Cat(steps, 2), type);
        Same(states, after, type);
    }

    [TorchTheory]
    [InlineData(1, false)]
    [InlineData(1, true)]
    [InlineData(15, true)]
    [InlineData(16, false)]
    [InlineData(17, true)]
    [InlineData(50, false)]
    [InlineData(50, true)]
    public void VectorState_ScanAndSteps_EqualTheLoop(int length, bool started)
    {
        foreach (var type in new[] { DType.Float32, DType.Float64 })
        {
            using var scope = new Scope();
            var draw = new Draw(type);
            var (x, g) = (draw.Normal(Batch, length, Keys), -draw.Normal(Batch, length, Keys).Abs());
            var start = started ? draw.Normal(Batch, Keys) : default;
            var first = started ? start.To(DType.Float64).ToArray<double>().Chunk(Keys).ToArray() : [new double[Keys], new double[Keys]];
            var (xs, gs) = (Loops.Rows(x), Loops.Rows(g));
            double[] expected = [.. Enumerable.Range(0, Batch).SelectMany(b => Loops.Vector(xs[b], gs[b], first[b])).SelectMany(r => r)];
            var (output, state) = VectorDecay.Forward(x, g.Exp(), start);
            Same(expected, output, type);
            Same([.. first.SelectMany(r => r)], state, type);
            var (after, steps) = (started ? start : Tensor.Zeros([Batch, Keys], type), new Tensor[length]);
            for (var t = 0; t < length; t++) steps[t] = after = VectorDecay.Step(x.Select(1, t), g.Select(1, t).Exp(), after);
            Same(expected, Tensor.Stack(steps, 1), type);
        }
    }

    // A state that forgets to e^−30 at every place, over 64 places: e^{−b} would be e^1920.
    [TorchTheory]
    [InlineData(Decay.Head, false)]
    [InlineData(Decay.Channel, false)]
    [InlineData(Decay.Head, true)]
    public void MatrixState_StrongDecay_StaysFinite(Decay decay, bool delta)
    {
        using var scope = new Scope();
        const int Length = 64;
        var draw = new Draw(DType.Float32);
        var (q, k, v) = (draw.Leaf(1, 1, Length, Keys), draw.Leaf(1, 1, Length, Keys), draw.Leaf(1, 1, Length, Values));
        var g = Tensor.Full([1, 1, Length, decay is Decay.Channel ? Keys : 1], -30).RequireGradient();
        var rates = Tensor.Full([1, 1, Length, 1], 0.3).RequireGradient();
        foreach (var chunk in new long[] { 16, 64 })
        {
            var (output, state) = delta ? DeltaRule.Forward(q, k, v, rates, g, default, chunk) : DiagonalDecay.Forward(q, k, v, g, default, chunk);
            var (outputs, states) = Loop(q, k, v, g, delta ? rates : default, default);
            Same(outputs, output, DType.Float32);
            Same(states, state, DType.Float32);
            foreach (var gradient in Gradients.Of(output.Square().Sum() + state.Sum(), delta ? [q, k, v, g, rates] : [q, k, v, g])) Assert.All(gradient.ToArray<float>(), x => Assert.True(float.IsFinite(x)));
        }
    }

    [TorchFact]
    public void VectorState_StrongDecay_StaysFinite()
    {
        using var scope = new Scope();
        var (x, g) = (new Draw(DType.Float32).Leaf(1, 64, Keys), Tensor.Full([1, 64, Keys], -30).RequireGradient());
        var output = VectorDecay.Forward(x, g.Exp()).Output;
        Same([.. Loops.Vector(Loops.Rows(x)[0], Loops.Rows(g)[0], new double[Keys]).SelectMany(r => r)], output, DType.Float32);
        foreach (var gradient in Gradients.Of(output.Square().Sum(), [x, g])) Assert.All(gradient.ToArray<float>(), v => Assert.True(float.IsFinite(v)));
    }

    static Tensor At(Tensor x, int t) => x.IsDefined ? x.Narrow(2, t, 1) : default;

    static (double[] Outputs, double[] States) Loop(Tensor q, Tensor k, Tensor v, Tensor g, Tensor rates, Tensor start)
    {
        var (qs, ks, vs) = (Loops.Rows(q), Loops.Rows(k), Loops.Rows(v));
        var (gs, rs) = (g.IsDefined ? Loops.Rows(g) : null, rates.IsDefined ? Loops.Rows(rates) : null);
        var states = start.IsDefined ? Loops.Rows(start) : [.. qs.Select(_ => Enumerable.Range(0, Keys).Select(_ => new double[Values]).ToArray())];
        var outputs = qs.SelectMany((_, i) => Loops.Matrix(qs[i], ks[i], vs[i], gs?[i], rs?[i], states[i])).ToArray();
        return ([.. outputs.SelectMany(r => r)], [.. states.SelectMany(s => s).SelectMany(r => r)]);
    }

    static void Same(double[] expected, Tensor found, DType type)
    {
        var tolerance = type is DType.Float64 ? 1e-11 : 1e-5;
        var values = found.To(DType.Float64).ToArray<double>();
        Assert.Equal(expected.Length, values.Length);
        for (var i = 0; i < values.Length; i++)
            Assert.True(Math.Abs(expected[i] - values[i]) <= tolerance * (1 + Math.Abs(expected[i])), $"[{i}]: {values[i]} where the loop has {expected[i]}");
    }

    sealed class Draw(DType type)
    {
        readonly Init _init = new(3, Device.Cpu, type);

        internal Tensor Normal(params ReadOnlySpan<long> shape) => _init.Normal(shape, 1);

        internal Tensor Leaf(params ReadOnlySpan<long> shape) => Normal(shape).RequireGradient();
    }
}
