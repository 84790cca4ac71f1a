namespace Attune.Neural.Tests;

public sealed class RecanetTests : RepeatContract
{
    protected override ITrainer Trainer => new Recanet { Width = 8, Window = 6, Layers = 1, BatchSize = 12, Epochs = 2, LearningRate = 0.01 };

    protected override string Wider => "width=12";

    protected override bool CountsDays => false;

    [Fact]
    public void Network_GapsBetweenBaskets_DecideTheScore()
    {
        using var scope = new Scope();
        using var off = Gradients.NotRecorded();
        using var network = new RecanetNetwork(new Init(2), 1, 3, new Recanet { Width = 8, Window = 4 });
        float[] Of(params (int, int[])[] items) => network.Forward(new RepeatBatch([CadenceKernelsTests.History(items)], [-1], 9)).ToArray<float>();
        // The same baskets on other days.
        Assert.Equal(Of((0, [1, 9]), (1, [1, 4, 9])), Of((0, [3, 40]), (1, [3, 11, 40])));
        Assert.NotEqual(Of((0, [1, 9]), (1, [1, 4, 9])), Of((0, [1, 4]), (1, [1, 4, 9])));
        // Of five gaps the newest four are read.
        Assert.Equal(Of((0, [1, 2, 3, 4])), Of((0, [1, 2, 3, 4, 5])));
    }

    [Fact]
    public void Gradients_OfAllParameters_AreTheDifferences()
    {
        using var network = new RecanetNetwork(FiniteDifferences.Init(), 2, 3, new Recanet { Width = 3, Window = 3, Layers = 1 });
        CheckGradients(network);
    }
}
