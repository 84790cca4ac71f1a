using Attune.Numerics;

namespace Attune;

/// <summary>
/// An inverted index over documents, ranked by BM25 (Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond, 2009):
/// score(q, d) = Σ over words t of count(t, q) · weight(t, d), where
/// weight(t, d) = ln(1 + (N − n + 0.5) / (n + 0.5)) · f (k1 + 1) / (f + k1 (1 − b + b · length(d) / mean length)),
/// f = count of t in d, n = documents with t, N = documents with any word. The 1 inside the logarithm keeps every weight positive, so a score is
/// positive exactly where a word is shared. Scores are linear in the query. Immutable.
/// </summary>
sealed class TextIndex
{
    readonly Dictionary<string, int> _words;
    readonly CsrMatrix _counts, _weights, _postings;

    /// <summary>Indexes the documents; document i is <paramref name="texts"/>[i], and one without words is never found.</summary>
    internal TextIndex(IReadOnlyList<string> texts, double k1, double b)
    {
        _words = new(StringComparer.Ordinal);
        _counts = Count(texts, _words);
        _weights = Weigh(_counts, k1, b);
        _postings = _weights.Transpose();
    }

    /// <summary>Number of documents.</summary>
    internal int Documents => _counts.Rows;

    /// <summary>Number of different words.</summary>
    internal int WordCount => _words.Count;

    /// <summary>Whether a document has any words.</summary>
    internal bool HasWords(int document) => _counts.RowLength(document) > 0;

    /// <summary>Adds the known words of a text to a query: word → weight.</summary>
    internal void AddText(Dictionary<int, float> query, string text)
    {
        foreach (var word in Words.Of(text))
            if (_words.TryGetValue(word, out var t)) query[t] = query.GetValueOrDefault(t) + 1;
    }

    /// <summary>Adds the words of a document, each count times <paramref name="scale"/>, to a query.</summary>
    internal void AddDocument(Dictionary<int, float> query, int document, float scale)
    {
        var words = _counts.Row(document);
        for (var e = 0; e < words.Length; e++) query[words[e]] = query.GetValueOrDefault(words[e]) + scale * _counts.RowValues(document)[e];
    }

    /// <summary>Writes the score of every document; 0 where no word is shared.</summary>
    internal void Score(Dictionary<int, float> query, Span<float> scores)
    {
        scores.Clear();
        foreach (var (word, weight) in query)
        {
            var found = _postings.Row(word);
            var weights = _postings.RowValues(word);
            for (var e = 0; e < found.Length; e++) scores[found[e]] += weight * weights[e];
        }
    }

    /// <summary>The score of <paramref name="document"/> where the text of <paramref name="query"/> is the query.</summary>
    internal float Score(int query, int document)
    {
        var (score, other) = (0f, 0);
        var asked = _counts.Row(query);
        var words = _weights.Row(document);
        for (var e = 0; e < asked.Length; e++)
        {
            while (other < words.Length && words[other] < asked[e]) other++;
            if (other < words.Length && words[other] == asked[e]) score += _counts.RowValues(query)[e] * _weights.RowValues(document)[other];
        }
        return score;
    }

    /// <summary>How often each document has each word (documents × words); new words are added to <paramref name="words"/>.</summary>
    internal static CsrMatrix Count(IReadOnlyList<string> texts, Dictionary<string, int> words)
    {
        var (row, column) = (new List<int>(), new List<int>());
        for (var d = 0; d < texts.Count; d++)
            foreach (var word in Words.Of(texts[d]))
            {
                if (!words.TryGetValue(word, out var t)) words.Add(word, t = words.Count);
                row.Add(d);
                column.Add(t);
            }
        float[] ones = [.. Enumerable.Repeat(1f, row.Count)];
        return CsrMatrix.FromTriples(texts.Count, words.Count, [.. row], [.. column], ones);
    }

    static CsrMatrix Weigh(CsrMatrix counts, double k1, double b)
    {
        var frequency = new int[counts.Columns];
        foreach (var t in counts.ColumnIndices) frequency[t]++;
        var lengths = new double[counts.Rows];
        for (var d = 0; d < lengths.Length; d++)
            foreach (var f in counts.RowValues(d)) lengths[d] += f;
        var used = lengths.Count(l => l > 0);
        var mean = lengths.Sum() / Math.Max(1, used);
        var weights = new float[counts.Count];
        for (var (d, e) = (0, 0); d < counts.Rows; d++)
            for (; e < counts.Offsets[d + 1]; e++)
            {
                double f = counts.Values[e], n = frequency[counts.ColumnIndices[e]];
                weights[e] = (float)(Math.Log(1 + (used - n + 0.5) / (n + 0.5)) * f * (k1 + 1) / (f + k1 * (1 - b + b * lengths[d] / mean)));
            }
        return new CsrMatrix(counts.Columns, counts.Offsets.ToArray(), counts.ColumnIndices.ToArray(), weights);
    }
}
