namespace Attune.Neural.Tests;

/// <summary>Every mixer against its formula, and what is said of its parameters, sizes and costs.</summary>
public sealed class MixerFormulaTests
{
    public static TheoryData<MixerKind, int> Cases => [.. Enum.GetValues<MixerKind>().SelectMany(k => new[] { (k, 0), (k, 2) })];

    [TorchTheory, MemberData(nameof(Cases))]
    public void Forward_OneSequence_EqualsItsFormula(MixerKind kind, int layer)
    {
        foreach (var convolution in new[] { true, false })
        {
            using var scope = new Scope();
            using var some = new SomeMixers(kind, shape: SomeMixers.Shape with { Convolution = convolution }, layer: layer);
            foreach (var norm in some.Mixer.Parameters.Where(p => p.Name is "norm.weight")) norm.Value.Detach().CopyInPlace(FiniteDifferences.Init(9).Normal(norm.Value.Shape, 1));
            var x = FiniteDifferences.Input(1, 9, SomeMixers.Width);
            var formulas = new MixerFormulas(some.Mixer.Parameters.ToDictionary(p => p.Name, p => p.Value.ToArray<double>()), Bound(some.Bounds, layer), SomeMixers.Heads);
            var (expected, found) = (formulas.Of(kind, Loops.Rows(x)[0]), Loops.Rows(some.Mixer.Forward(x))[0]);
            for (var t = 0; t < expected.Length; t++) Assert.Equal(expected[t], found[t], (a, b) => Math.Abs(a - b) <= 1e-10);
        }
    }

    // Softmax over layers, running sums, less the first row.
    static double[] Bound(LowerBounds bounds, int layer)
    {
        var table = bounds.Parameters.Single().Value.ToArray<double>().Chunk(SomeMixers.Width).ToArray();
        return [.. Enumerable.Range(0, SomeMixers.Width).Select(c =>
        {
            var powers = table.Select(row => Math.Exp(row[c])).ToArray();
            var sums = Enumerable.Range(0, powers.Length).Select(l => powers[..(l + 1)].Sum() / powers.Sum()).ToArray();
            return sums[layer] - sums[0];
        })];
    }

    [TorchFact]
    public void LowerBounds_FromTheStart_RiseFromZeroInEqualSteps()
    {
        using var scope = new Scope();
        using var bounds = new LowerBounds(new Init(1), 4, 3);
        for (var layer = 0; layer < 4; layer++) Assert.All(bounds.At(layer).ToArray<float>(), b => Assert.Equal(layer / 4f, b, 1e-6f));
        Assert.Contains("layers 0 to 3", Assert.Throws<ArgumentOutOfRangeException>(() => bounds.At(4)).Message, StringComparison.Ordinal);
    }

    // One table for the network: it is no parameter of the mixer.
    [TorchTheory]
    [InlineData(MixerKind.Softmax, "input.weight output.weight")]
    [InlineData(MixerKind.Hgrn, "input.weight norm.weight output.weight")]
    [InlineData(MixerKind.RetNet, "input.weight norm.weight output.weight")]
    [InlineData(MixerKind.Gla, "input.weight norm.weight output.weight decay.weight decay.bias")]
    [InlineData(MixerKind.Hgrn2, "input.weight norm.weight output.weight")]
    [InlineData(MixerKind.DeltaNet, "input.weight norm.weight output.weight convolution.weight")]
    [InlineData(MixerKind.GatedDeltaNet, "A_log dt_bias input.weight norm.weight output.weight convolution.weight")]
    public void Parameters_Always_AreNamedSo(MixerKind kind, string names)
    {
        using var some = new SomeMixers(kind);
        Assert.Equal(names.Split(' '), some.Mixer.Parameters.Select(p => p.Name));
    }

    [TorchTheory]
    [InlineData(MixerKind.Softmax, 4 * 32 * 32, 2 * 32 * 10 + 1, 2 * 10 * 32)]
    [InlineData(MixerKind.Hgrn, 4 * 32 * 32 + 32, 32, 5 * 32)]
    [InlineData(MixerKind.RetNet, 8 * 32 * 32 + 32, 2 * 16 * 32 + 1, 5 * 32 * 16)]
    [InlineData(MixerKind.Gla, 32 * (16 + 16 + 32 + 32 + 16 + 32) + 16 * 17 + 16, 2 * 8 * 16, 7 * 32 * 16)]
    [InlineData(MixerKind.Hgrn2, 4 * 32 * 32 + 32, 2 * 16 * 16, 7 * 32 * 16)]
    [InlineData(MixerKind.DeltaNet, 4 * 32 * 32 + 2 * 32 + 16 + 4 * 96, 2 * 16 * 16 + 3 * 96, 8 * 32 * 16)]
    [InlineData(MixerKind.GatedDeltaNet, 32 * (24 + 24 + 48 + 4 + 48 + 48) + 2 + 2 + 24 + 4 * 96, 2 * 12 * 24 + 3 * 96, 8 * 32 * 16)]
    public void Sizes_OfWidth32WithTwoHeads_FollowTheRules(MixerKind kind, long parameters, long state, double flops)
    {
        using var scope = new Scope();
        using var bounds = new LowerBounds(new Init(1), 2, 32);
        using var mixer = TokenMixers.Create(kind, new Init(1), new MixerShape { Width = 32, Heads = 2 }, bounds);
        Assert.Equal((parameters, state, flops), (mixer.Count, mixer.StateSize(10), mixer.FlopsPerPlace(10)));
    }

    [TorchFact]
    public void GatedDeltaNet_FromTheStart_HasRatesInTheirRangesAndKeepsThemFromDecay()
    {
        using var scope = new Scope();
        using var mixer = TokenMixers.Create(MixerKind.GatedDeltaNet, new Init(5), new MixerShape { Width = 400, Heads = 100 });
        var named = mixer.Parameters.Where(p => p.Name is "A_log" or "dt_bias").ToArray();
        Assert.Equal(named, mixer.Parameters.Where(p => !p.Decays));
        using var optimizer = new Adam([.. mixer.Parameters], 0.1) { WeightDecay = 0.5 };
        foreach (var (_, value) in mixer.Parameters) value.Gradient = value.ZerosLike();
        var before = mixer.Parameters.Select(p => p.Value.Abs().Sum().Item()).ToArray();
        optimizer.Step();
        Assert.All(mixer.Parameters.Zip(before), p => Assert.Equal(p.First.Decays ? 0.95 * p.Second : p.Second, p.First.Value.Abs().Sum().Item(), 1e-3));
        var (rates, steps) = (named[0].Value.ToArray<float>().Select(MathF.Exp).ToArray(), named[1].Value.ToArray<float>().Select(d => Math.Log(1 + Math.Exp(d))).ToArray());
        Assert.All(rates, r => Assert.InRange(r, 0, 16));
        Assert.All(steps, s => Assert.InRange(s, 0.000999, 0.1001));
        // Uniform, the one on the scale itself, the other on its logarithm.
        Assert.Equal(8, rates.Average(), 1.5);
        Assert.Equal(-2, steps.Average(Math.Log10), 0.2);
    }

    [TorchTheory]
    [InlineData(MixerKind.Gla, 6, 2, "multiple of 4")]
    [InlineData(MixerKind.RetNet, 6, 2, "multiple of 4")]
    [InlineData(MixerKind.Softmax, 6, 2, "multiple of 4")]
    [InlineData(MixerKind.DeltaNet, 7, 2, "multiple of 2")]
    public void Create_SizesThatDoNotGoTogether_SaysWhich(MixerKind kind, int width, int heads, string part) =>
        Assert.Contains(part, Assert.Throws<ArgumentException>(() => TokenMixers.Create(kind, new Init(1), new MixerShape { Width = width, Heads = heads })).Message, StringComparison.Ordinal);

    [TorchTheory]
    [InlineData(MixerKind.Hgrn)]
    [InlineData(MixerKind.Hgrn2)]
    public void Create_WithoutTheBoundsOfTheNetwork_SaysWhatToMake(MixerKind kind) =>
        Assert.Contains(nameof(LowerBounds), Assert.Throws<ArgumentNullException>(() => TokenMixers.Create(kind, new Init(1), new MixerShape { Width = 8 })).Message, StringComparison.Ordinal);
}
