using Attune.Numerics;

namespace Attune.Tests;

public sealed class TextIndexTests
{
    static readonly string[] Letters = ["ash", "bay", "cob", "dew", "elm", "fir"];

    // The formula as it stands in the literature, without any index.
    static double Bm25(string query, string document, string[] all, double k1, double b)
    {
        var documents = all.Select(d => Words.Of(d)).Where(d => d.Count > 0).ToArray();
        var mean = documents.Average(d => d.Count);
        var words = Words.Of(document);
        return Words.Of(query).Sum(t =>
        {
            double f = words.Count(w => w == t), n = documents.Count(d => d.Contains(t));
            return f == 0 ? 0 : Math.Log(1 + (documents.Length - n + 0.5) / (n + 0.5)) * f * (k1 + 1) / (f + k1 * (1 - b + b * words.Count / mean));
        });
    }

    static string[] Random(int count, ulong seed)
    {
        var stream = new Seed(seed).Stream();
        var texts = new string[count];
        for (var t = 0; t < count; t++)
        {
            var words = new string[stream.NextInt(9)];
            for (var w = 0; w < words.Length; w++) words[w] = Letters[Math.Min(stream.NextInt(6), stream.NextInt(6))];
            texts[t] = string.Join(' ', words);
        }
        return texts;
    }

    [Theory, InlineData(1.2, 0.75), InlineData(0, 1), InlineData(2, 0)]
    public void Score_RandomTexts_EqualsTheFormula(double k1, double b)
    {
        var texts = Random(40, 5);
        var index = new TextIndex(texts, k1, b);
        var scores = new float[texts.Length];
        foreach (var query in Random(20, 6))
        {
            var words = new Dictionary<int, float>();
            index.AddText(words, query + " unheard");
            index.Score(words, scores);
            for (var d = 0; d < texts.Length; d++) Assert.Equal(Bm25(query, texts[d], texts, k1, b), scores[d], 1e-4);
        }
    }

    [Fact]
    public void Score_DocumentAsQuery_EqualsItsTextAsQuery()
    {
        var texts = Random(30, 9);
        var index = new TextIndex(texts, 1.2, 0.75);
        var scores = new float[texts.Length];
        for (var q = 0; q < texts.Length; q++)
        {
            var words = new Dictionary<int, float>();
            index.AddDocument(words, q, 1);
            index.Score(words, scores);
            for (var d = 0; d < texts.Length; d++)
            {
                Assert.Equal(Bm25(texts[q], texts[d], texts, 1.2, 0.75), scores[d], 1e-4);
                Assert.Equal(scores[d], index.Score(q, d), 1e-5f);
            }
        }
    }

    [Fact]
    public void HasWords_EmptyText_IsFalse()
    {
        var index = new TextIndex(["tea", " ", "jam tea"], 1.2, 0.75);
        Assert.Equal([true, false, true], new[] { 0, 1, 2 }.Select(index.HasWords));
        Assert.Equal(2, index.WordCount);
    }
}
