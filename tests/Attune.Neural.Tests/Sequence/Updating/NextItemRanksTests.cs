using Attune.Tests;

namespace Attune.Neural.Tests;

public sealed class NextItemRanksTests
{
    static readonly Lazy<IRecommender> s_model = new(() => new Sasrec { Width = 16, Layers = 2, Heads = 1, Dropout = 0, BatchSize = 10, Epochs = 4, LearningRate = 0.01, MaxLength = 6 }.Fit(SequenceContract.Circles()));

    // By hand: one history at a time, one forward pass for the window, every score beside the target's.
    static int ByHand(IRecommender model, int[] window, int place, int target)
    {
        var (_, network) = SequenceFit.NetworkOf(model)!.Value;
        using var scope = new Scope();
        using var off = Gradients.NotRecorded();
        var state = network.Forward(Tensor.Wrap(Array.ConvertAll(window, i => i + 1L), 1, window.Length)).Select(1, place).Contiguous().ToArray<float>();
        var (vectors, width) = (((IInnerProduct)model).ItemVectors.ToArray(), state.Length);
        double[] scores = [.. Enumerable.Range(0, model.Catalog.Items.Count).Select(i => Enumerable.Range(0, width).Sum(d => (double)state[d] * vectors[i * width + d]))];
        return 1 + scores.Count(s => s > scores[target] + 1e-6);
    }

    [TorchFact]
    public void Of_ShortHistory_IsRankedAsByHandAtEveryPlace()
    {
        int[] history = [0, 3, 1, 7];
        using var ranks = NextItemRanks.Of(s_model.Value);
        var found = ranks.Of([history], [1])[0];
        // Three places, half a window, are asked at once.
        Assert.Equal([ByHand(s_model.Value, [0, 3, 1], 0, 3), ByHand(s_model.Value, [0, 3, 1], 1, 1), ByHand(s_model.Value, [0, 3, 1], 2, 7)], found);
    }

    [TorchFact]
    public void Of_LongHistories_AreCutIntoWindowsThatHoldAtLeastHalfOfWhatIsRead()
    {
        int[] history = [.. Enumerable.Range(0, 20).Select(i => i * 5 % 12)];
        using var ranks = NextItemRanks.Of(s_model.Value);
        var found = ranks.Of([history, [4, 5]], [10, 1]);
        Assert.Equal([10, 1], found.Select(r => r.Length));
        // Asked 10 to 12 share the window that ends before 12: items 6 to 11.
        for (var t = 10; t < 13; t++) Assert.Equal(ByHand(s_model.Value, history[6..12], t - 1 - 6, history[t]), found[0][t - 10]);
        Assert.Equal(ByHand(s_model.Value, [4], 0, 5), found[1][0]);
    }

    [TorchFact]
    public void Of_TheNewestPlace_RanksAsAListDoes()
    {
        int[] history = [0, 3, 1, 7, 2, 9];
        using var ranks = NextItemRanks.Of(s_model.Value);
        var list = TopN.For(s_model.Value, Query.From(history[..5]), 12, Seen.Include).Items.Select(i => i.Item).ToList();
        Assert.Equal(list.IndexOf(9) + 1, ranks.Of([history], [5])[0][0]);
    }

    [TorchFact]
    public void Of_UnknownItems_AreMissesAndReadAsIfTheyWereNotThere()
    {
        using var ranks = NextItemRanks.Of(s_model.Value);
        var found = ranks.Of([[-1, 3, -1, 1, 7]], [0])[0];
        Assert.Equal([0, 0, NextItemRanks.Unknown], found[..3]);
        Assert.Equal(ranks.Of([[3, 1, 7]], [1])[0], found[3..]);
    }

    [TorchFact]
    public void Of_AModelThatReadsBothWays_IsRefused() =>
        Assert.Contains("sasrec or hstu", Assert.Throws<ArgumentException>(() => NextItemRanks.Of(new Bert4rec { Width = 16, Layers = 1, Epochs = 1 }.Fit(SequenceContract.Circles()))).Message, StringComparison.Ordinal);

    [Theory, InlineData(0, 2), InlineData(1, 1), InlineData(2, 3), InlineData(3, 4), InlineData(33, 34)]
    public void RankOf_EqualScores_GoBySmallerNumber(int target, int rank)
    {
        // 0.5, 0.9, 0.5, 0.5, and then what is lower, over more than one vector of numbers.
        float[] scores = [0.5f, 0.9f, 0.5f, 0.5f, .. Enumerable.Range(0, 30).Select(i => 0.4f - i / 100f)];
        Assert.Equal(rank, NextItemRanks.RankOf(scores, target));
    }
}
