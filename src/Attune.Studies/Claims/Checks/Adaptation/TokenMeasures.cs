using Attune.Numerics;

namespace Attune.Studies;

/// <summary>BM25 by hand: words in dictionaries, and a loop over all pairs.</summary>
static class TokenMeasures
{
    const double K1 = 1.2, B = 0.75;

    internal static double ByHand()
    {
        var data = Made();
        var candidates = HistoryChunks.Of(data, 8, until: DateTimeOffset.FromUnixTimeMilliseconds(12 * 3_600_000));
        var reference = HistoryChunks.Of(data, 8, DateTimeOffset.FromUnixTimeMilliseconds(12 * 3_600_000));
        using var tokens = Representation.Tokens(candidates, reference, K1, B);
        var (documents, queries) = (Bags(candidates), Bags(reference));
        var largest = 0.0;
        for (var c = 0; c < documents.Count; c++)
        {
            largest = Math.Max(largest, Apart(tokens.Scores[c], queries.Average(q => Score(documents, c, q))));
            for (var other = 0; other < documents.Count; other++) largest = Math.Max(largest, Apart(tokens.Similarity(c, other), Score(documents, c, documents[other])));
        }
        return largest;
    }

    static double Apart(double found, double expected) => Math.Abs(found - expected) / Math.Max(1e-3, Math.Abs(expected));

    static double Score(List<List<string>> documents, int document, List<string> query)
    {
        var (sum, mean) = (0.0, documents.Average(d => d.Count));
        foreach (var word in query)
        {
            double having = documents.Count(d => d.Contains(word)), f = documents[document].Count(w => w == word);
            sum += Math.Log(1 + (documents.Count - having + 0.5) / (having + 0.5)) * f * (K1 + 1) / (f + K1 * (1 - B + B * documents[document].Count / mean));
        }
        return sum;
    }

    static List<List<string>> Bags(HistoryChunks chunks) => [.. Enumerable.Range(0, chunks.Count).Select(c =>
    {
        var (start, length) = chunks.EventsOf(c).GetOffsetAndLength(chunks.Data.Count);
        return Enumerable.Range(start, length).SelectMany(e => new[] { chunks.Data.Items[chunks.Data.Events.Items[e]], $"kind {chunks.Data.Events.KindOf(e)}" }).ToList();
    })];

    static Dataset Made()
    {
        var (builder, stream) = (new DatasetBuilder { Name = "made up" }, ((Seed)3).Stream());
        for (var u = 0; u < 20; u++)
            for (var e = 0; e < 6 + u % 7; e++)
                builder.Add(new Interaction($"u{u}", $"i{(int)(15 * stream.NextDouble() * stream.NextDouble())}") { Kind = stream.NextDouble() < 0.7 ? "view" : "purchase", Time = DateTimeOffset.FromUnixTimeMilliseconds(stream.NextInt(24) * 3_600_000L) });
        return builder.Build();
    }
}
