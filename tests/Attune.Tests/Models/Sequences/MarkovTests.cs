namespace Attune.Tests;

public sealed class MarkovTests : RecommenderContract
{
    protected override ITrainer Trainer => new Markov { Window = 100, Decay = 1 };

    // Nothing comes before item 0, so nothing leads to it: its own user is the one in fifty who misses it.
    protected override (double Low, double High) Band => (0.98, 0.98);

    static readonly string[] Sentences = ["a b c", "b c a b", "c", "a a b d", "d c b a d c b"];

    static Dataset Words() => new DatasetBuilder { Name = "words" }.AddRange(Sentences.SelectMany((s, u) => s.Split(' ').Select(w => new Interaction($"{u}", w)))).Build();

    static float[] All(IRecommender model, Query query)
    {
        var scores = new float[model.Catalog.Items.Count];
        model.Score(query, model.Catalog.AllItems, scores);
        return scores;
    }

    // The formula of the header, word for word.
    static double Expected(Markov options, string[] history, string item)
    {
        var (words, total, score) = (Sentences.Select(s => s.Split(' ')).ToArray(), 0.0, 0.0);
        var share = words.Sum(s => s.Count(w => w == item)) / (double)words.Sum(s => s.Length);
        for (var k = 0; k < Math.Min(options.Window, history.Length); k++)
        {
            var (count, sum) = (0.0, 0.0);
            foreach (var s in words)
                for (var from = 0; from < s.Length; from++)
                    for (var d = 1; d <= options.Reach && from + d < s.Length; d++)
                    {
                        if (s[from] != history[^(k + 1)]) continue;
                        sum += 1.0 / d;
                        if (s[from + d] == item) count += 1.0 / d;
                    }
            total += Math.Pow(options.Decay, k);
            score += Math.Pow(options.Decay, k) * (count + options.Smoothing * share) / (sum + options.Smoothing);
        }
        return score / total;
    }

    [Theory]
    [InlineData(1, 1, 0.5, 1, "a")]
    [InlineData(1, 1, 0.5, 1e-9, "b a c")]
    [InlineData(3, 2, 0.7, 2, "d a b")]
    [InlineData(10, 10, 1, 0.1, "c c b d d")]
    [InlineData(2, 3, 0, 1, "a b")]
    public void Score_SmallSentences_EqualsTheFormulaByBruteForce(int reach, int window, double decay, double smoothing, string history)
    {
        var options = new Markov { Reach = reach, Window = window, Decay = decay, Smoothing = smoothing };
        var model = options.Fit(Words());
        var scores = All(model, new Query { History = [.. history.Split(' ').Select(model.Catalog.Items.IndexOf)] });
        for (var i = 0; i < scores.Length; i++) Assert.Equal(Expected(options, history.Split(' '), model.Catalog.Items[i]), scores[i], 1e-6);
        Assert.Equal(1, scores.Sum(), 1e-5f);
    }

    [Fact]
    public void Score_KnownUser_ReadsTheStoredOrderWithRepeats()
    {
        var model = new Markov().Fit(Words());
        for (var u = 0; u < Sentences.Length; u++)
            Assert.Equal(All(model, new Query { History = [.. Sentences[u].Split(' ').Select(model.Catalog.Items.IndexOf)] }), All(model, Query.For(u)));
        Assert.NotEqual(All(model, Query.From(0, 1)), All(model, Query.From(1, 0)));
    }

    [Fact]
    public void Score_WithoutAHistory_CannotSay() => Assert.All(All(new Markov().Fit(Words()), new Query()), s => Assert.True(float.IsNaN(s)));
}
