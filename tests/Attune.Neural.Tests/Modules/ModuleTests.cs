namespace Attune.Neural.Tests;

/// <summary>What all modules share: names, saving, and that nothing is left behind.</summary>
public sealed class ModuleTests
{
    [TorchFact]
    public void Parameters_OfABlock_AreNamedAsPyTorchs()
    {
        using var block = new TransformerBlock(new Init(1), 4, 2, 8);
        Assert.Equal(["linear1.bias", "linear1.weight", "linear2.bias", "linear2.weight", "norm1.bias", "norm1.weight", "norm2.bias", "norm2.weight",
            "self_attn.in_proj_bias", "self_attn.in_proj_weight", "self_attn.out_proj.bias", "self_attn.out_proj.weight"], block.Parameters.Select(p => p.Name).Order(StringComparer.Ordinal));
    }

    [TorchFact]
    public void Train_AStepOfABlock_LeavesNoTensorBehind()
    {
        var before = Scope.LiveTensors;
        using (var positions = new RotaryPositions(new Init(2), 9, 4))
        using (var block = new TransformerBlock(new Init(1), 8, 2, 8, dropout: 0.2, activation: Activation.SwiGlu, rotary: positions))
        {
            block.Train();
            var held = Scope.LiveTensors;
            for (var step = 0; step < 3; step++)
            {
                using var scope = new Scope();
                var x = Tensor.Ones([2, 5, 8]);
                Gradients.Backward(block.Forward(x, AttentionMask.Over(x, 2, true, x.Select(2, 0).Eq(0))).Sum());
            }
            Assert.Equal(held, Scope.LiveTensors);
        }
        Assert.Equal(before, Scope.LiveTensors);
    }

    [TorchFact]
    public void Embedding_PaddingRow_StaysZero()
    {
        using var scope = new Scope();
        using var table = new Embedding(new Init(1), 5, 3, padding: 0);
        Gradients.Backward(table.Forward(Tensor.Of([0L, 2, 0])).Sum());
        Assert.Equal([0, 0, 0], table.Weight.ToArray<float>()[..3]);
        Assert.Equal([0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0], table.Weight.Gradient.ToArray<float>());
    }
}
