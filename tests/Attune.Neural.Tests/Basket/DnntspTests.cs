namespace Attune.Neural.Tests;

public sealed class DnntspTests : RepeatContract
{
    protected override ITrainer Trainer => new Dnntsp { Width = 8, Baskets = 6, Layers = 1, BatchSize = 12, Epochs = 2, LearningRate = 0.01 };

    protected override string Wider => "width=12";

    protected override bool CountsDays => false;

    [Fact]
    public void Network_WhatLiesInOneBasket_DecidesTheScore()
    {
        using var scope = new Scope();
        using var off = Gradients.NotRecorded();
        using var network = new DnntspNetwork(new Init(2), 3, new Dnntsp { Width = 8, Baskets = 2 });
        float[] Of(params (int, int[])[] items) => network.Forward(new RepeatBatch([CadenceKernelsTests.History(items)], [-1], 9)).ToArray<float>();
        Assert.Equal(Of((0, [1, 9]), (1, [1])), Of((0, [3, 40]), (1, [3])));
        Assert.True(Math.Abs(Of((0, [1, 9]), (1, [1]))[0] - Of((0, [1, 9]), (1, [9]))[0]) > 1e-6f);
        // Of three baskets the newest two are read; what lies in the others alone has its vector.
        var (few, more) = (Of((0, [1, 9]), (1, [1])), Of((0, [1, 9, 20]), (1, [1]), (2, [20])));
        Assert.Equal(few[0], more[0], 1e-6f);
        Assert.True(float.IsFinite(more[2]));
    }

    [Fact]
    public void Gradients_OfAllParameters_AreTheDifferences()
    {
        using var network = new DnntspNetwork(FiniteDifferences.Init(), 3, new Dnntsp { Width = 6, Baskets = 3 });
        CheckGradients(network);
    }
}
