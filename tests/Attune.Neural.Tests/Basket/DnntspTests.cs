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
    public void Network_BesideTheFormulasInLoops_HasTheSameScores()
    {
        using var scope = new Scope();
        using var off = Gradients.NotRecorded();
        const int Width = 4, Read = 3, Items = 7;
        using var network = new DnntspNetwork(FiniteDifferences.Init(3), Items, new Dnntsp { Width = Width, Baskets = Read, Layers = 2 });
        foreach (var (name, value) in network.Parameters) value.AddInPlace(FiniteDifferences.Init(name.Length).Normal(value.Shape, 0.3));
        network.Train(on: false);
        PurchaseHistory[] histories = [CadenceKernelsTests.History((0, [1, 2, 5]), (1, [2]), (2, [1, 2]), (3, [9]), (4, [1, 9])), CadenceKernelsTests.History((6, [3]), (5, [3, 4]))];
        var batch = new RepeatBatch(histories, [0, -1], 9);
        var scores = network.Forward(batch).ToArray<double>();
        for (var u = 0; u < histories.Length; u++)
        {
            var byHand = new ByHand(network, Width, Read).Scores([.. histories[u].Items.Select((item, place) => (item, histories[u].DaysAgo(place).ToArray()))]);
            // Shares are kept in single precision.
            for (var i = 0; i < byHand.Length; i++) Assert.Equal(byHand[i], scores[u * batch.Length + i], 1e-6);
        }
    }

    // The paper's three steps with loops: days stand for baskets, days ago.
    sealed class ByHand(DnntspNetwork network, int width, int read)
    {
        readonly Dictionary<string, double[]> _weights = network.Parameters.ToDictionary(p => p.Name, p => p.Value.ToArray<double>());

        internal double[] Scores((int Item, int[] Days)[] items)
        {
            int[] days = [.. items.SelectMany(i => i.Days).Distinct().Order().Take(read)];
            bool Has(int i, int day) => items[i].Days.Contains(day);
            double Common(int i, int j) => days.Count(d => Has(i, d) && Has(j, d));
            var all = Enumerable.Range(0, items.Length).ToArray();
            double Share(int i, int j) => Common(i, j) / Math.Max(1, all.Sum(k => Common(i, k)));
            double[] Row(string table, int row) => _weights[table][(row * width)..((row + 1) * width)];
            double[] Linear(string name, double[] x, int from = 0, int rows = -1) =>
                [.. Enumerable.Range(from, rows < 0 ? width : rows).Select(o => (_weights.GetValueOrDefault($"{name}bias")?[o] ?? 0) + x.Select((v, k) => v * _weights[$"{name}weight"][o * width + k]).Sum())];
            var scores = new double[items.Length];
            var states = days.ToDictionary(d => d, d =>
            {
                var x = all.ToDictionary(i => i, i => Row("item_embedding.weight", items[i].Item + 1));
                for (var layer = 0; layer < 2; layer++)
                    x = all.ToDictionary(i => i, i => Linear($"layers.{layer}.", [.. Enumerable.Range(0, width).Select(k => all.Where(j => Has(j, d)).Sum(j => Share(i, j) * x[j][k]))]).Select(v => Math.Max(0, v)).ToArray());
                return x;
            });
            foreach (var i in all)
            {
                double[] own = Row("item_embedding.weight", items[i].Item + 1), gathered = new double[width];
                int[] mine = [.. days.Where(d => Has(i, d)).OrderDescending()];
                for (var t = 0; t < mine.Length; t++)
                {
                    double[][] past = [.. mine[..(t + 1)].Select(d => states[d][i])];
                    var query = Linear("attention.in_proj_", past[t]);
                    double[] weights = [.. past.Select(p => Math.Exp(query.Zip(Linear("attention.in_proj_", p, width), (q, k) => q * k).Sum() / Math.Sqrt(width)))];
                    double[] values = [.. Enumerable.Range(0, width).Select(k => past.Select((p, n) => weights[n] / weights.Sum() * Linear("attention.in_proj_", p, 2 * width)[k]).Sum())];
                    var seen = Linear("attention.out_proj.", values);
                    var gate = Linear("gather.", seen, 0, 1)[0];
                    for (var k = 0; k < width; k++) gathered[k] += gate * seen[k];
                }
                var share = mine.Length == 0 ? 0 : _weights["gate"][items[i].Item + 1];
                scores[i] = Linear("score.", [.. own.Select((v, k) => (1 - share) * v + share * gathered[k])], 0, 1)[0];
            }
            return scores;
        }
    }

    [Fact]
    public void Gradients_OfAllParameters_AreTheDifferences()
    {
        using var network = new DnntspNetwork(FiniteDifferences.Init(), 3, new Dnntsp { Width = 6, Baskets = 3 });
        CheckGradients(network);
    }
}
