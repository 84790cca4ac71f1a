using static Attune.Neural.Tests.FiniteDifferences;

namespace Attune.Neural.Tests;

/// <summary>Every module's gradients against finite differences in double precision.</summary>
public sealed class GradientTests
{
    [TorchTheory]
    [InlineData(true)]
    [InlineData(false)]
    public void Linear_Always_MatchesDifferences(bool bias)
    {
        using var scope = new Scope();
        using var module = new Linear(Init(), 3, 4, bias);
        var x = Input(2, 5, 3);
        Check(module, () => module.Forward(x), x);
    }

    [TorchTheory]
    [InlineData(false)]
    [InlineData(true)]
    public void Embedding_DenseOrSparse_MatchesDifferences(bool sparse)
    {
        using var scope = new Scope();
        using var module = new Embedding(Init(), 6, 3, sparse: sparse);
        Check(module, () => module.Forward(Tensor.Of([1L, 3, 3, 5], 2, 2)));
        Assert.Equal(!sparse, module.Weight.Gradient.IsStrided);
    }

    [TorchFact]
    public void LayerNorm_Always_MatchesDifferences()
    {
        using var scope = new Scope();
        using var module = new LayerNorm(Init(), 6);
        var x = Input(2, 3, 6);
        Check(module, () => module.Forward(x), x);
    }

    [TorchFact]
    public void RmsNorm_Always_MatchesDifferences()
    {
        using var scope = new Scope();
        using var module = new RmsNorm(Init(), 6);
        var x = Input(2, 3, 6);
        Check(module, () => module.Forward(x), x);
    }

    [TorchFact]
    public void Dropout_InTraining_MatchesDifferencesUnderItsMask()
    {
        using var scope = new Scope();
        var init = Init();
        using var module = new Dropout(init, 0.4);
        module.Train();
        var x = Input(4, 5);
        Check(module, () =>
        {
            init.Masks.Position = 3;
            return module.Forward(x);
        }, x);
    }

    [TorchTheory]
    [InlineData(Activation.Gelu)]
    [InlineData(Activation.Relu)]
    [InlineData(Activation.Silu)]
    [InlineData(Activation.SwiGlu)]
    public void FeedForward_EveryActivation_MatchesDifferences(Activation activation)
    {
        using var scope = new Scope();
        using var module = new FeedForward(Init(), 4, 6, activation);
        var x = Input(2, 3, 4);
        Check(module, () => module.Forward(x), x);
    }

    [TorchTheory]
    [InlineData(4)]
    [InlineData(7)]
    public void LearnedPositions_ShortOrFull_MatchesDifferences(int longest)
    {
        using var scope = new Scope();
        using var module = new LearnedPositions(Init(), longest, 3);
        var x = Input(2, 4, 3);
        Check(module, () => module.Forward(x), x);
    }

    [TorchFact]
    public void RotaryPositions_Always_MatchesDifferences()
    {
        using var scope = new Scope();
        using var module = new RotaryPositions(Init(), 9, 6, 10);
        var x = Input(2, 4, 6);
        Check(module, () => module.Forward(x), x);
    }

    [TorchTheory]
    [InlineData(1, true, true, false)]
    [InlineData(1, true, false, false)]
    [InlineData(2, true, true, false)]
    [InlineData(2, false, true, false)]
    [InlineData(2, false, false, false)]
    [InlineData(2, true, true, true)]
    public void MultiHeadAttention_EveryMask_MatchesDifferences(int heads, bool causal, bool padded, bool rotary)
    {
        using var scope = new Scope();
        using var positions = rotary ? new RotaryPositions(Init(), 8, 4 / heads, 10) : null;
        using var module = new MultiHeadAttention(Init(), 4, heads, rotary: positions);
        foreach (var (_, value) in module.Parameters)
            if (value.Rank == 1) value.Span<double>().Fill(0.1);
        var x = Input(2, 5, 4);
        Check(module, () => module.Forward(x, AttentionMask.Over(x, heads, causal, padded ? Padding() : default)), x);
    }

    [TorchTheory]
    [InlineData(true)]
    [InlineData(false)]
    public void TransformerBlock_PreAndPostNorm_MatchesDifferences(bool normFirst)
    {
        using var scope = new Scope();
        using var module = new TransformerBlock(Init(), 4, 2, 5, normFirst: normFirst);
        var x = Input(2, 5, 4);
        Check(module, () => module.Forward(x, AttentionMask.Over(x, 2, true, Padding())), x);
    }

    [TorchTheory]
    [InlineData(1, false)]
    [InlineData(1, true)]
    [InlineData(2, true)]
    public void Gru_LayersAndPadding_MatchesDifferences(int layers, bool padded)
    {
        using var scope = new Scope();
        using var module = new Gru(Init(), 3, 4, layers);
        var x = Input(2, 5, 3);
        Check(module, () => module.Forward(x, padded ? Padding() : default), x);
    }

    [TorchTheory]
    [InlineData(1, 0, 1, 1, false)]
    [InlineData(2, 1, 1, 2, false)]
    [InlineData(1, 0, 2, 1, true)]
    [InlineData(2, 0, 2, 1, true)]
    public void Conv1d_EveryOption_MatchesDifferences(int stride, int padding, int dilation, int groups, bool causal)
    {
        using var scope = new Scope();
        using var module = new Conv1d(Init(), 2, 4, 3, stride, padding, dilation, groups, causal);
        var x = Input(2, 2, 7);
        Check(module, () => module.Forward(x), x);
    }

    // The first sequence starts with two places of padding.
    static Tensor Padding() => Tensor.Of([true, true, false, false, false, false, false, false, false, false], 2, 5);
}
