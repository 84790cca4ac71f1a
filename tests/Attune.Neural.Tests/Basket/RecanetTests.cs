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
    public void Network_LongerWindowThanThereAreGaps_ChangesNothing()
    {
        using var scope = new Scope();
        using var off = Gradients.NotRecorded();
        // Three gaps fill a window of 3 and are padded to 4 in a longer one.
        float[] Of(int window)
        {
            using var network = new RecanetNetwork(new Init(2), 1, 5, new Recanet { Width = 8, Window = window });
            PurchaseHistory[] histories = [CadenceKernelsTests.History((0, [1]), (1, [2, 5, 9]), (2, [3]), (3, [2, 3, 5]), (4, [1, 9])), CadenceKernelsTests.History((2, [4, 6]), (0, [4]))];
            var scores = network.Forward(new RepeatBatch(histories, [-1, 0], 9)).ToArray<float>();
            return scores[..7];
        }
        var (exact, padded) = (Of(3), Of(16));
        for (var i = 0; i < exact.Length; i++) Assert.Equal(exact[i], padded[i], 1e-6f);
        Assert.Equal(7, exact.Distinct().Count());
    }

    [Fact]
    public void Gradients_OfAllParameters_AreTheDifferences()
    {
        using var network = new RecanetNetwork(FiniteDifferences.Init(), 2, 3, new Recanet { Width = 3, Window = 3, Layers = 1 });
        CheckGradients(network);
    }
}
