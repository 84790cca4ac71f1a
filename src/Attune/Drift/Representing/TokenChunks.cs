using Attune.Numerics;

namespace Attune;

/// <summary>
/// A chunk as what is in it, without a model: the vector is R w for the weights w of its tokens (items and kinds of events), w = ln(1 + count) · ln(1 + (N − n + 0.5) ⁄ (n + 0.5)) with N users, n of whom have the token, and R a matrix of signs ±1 drawn
/// from the seed. It keeps inner products but for an error of 1 ⁄ √dimension (Achlioptas 2003). For watching drift; to choose by tokens, <see cref="Representation.Tokens"/> is exact. Deterministic.
/// </summary>
public sealed class TokenChunks : IChunkRepresenter
{
    readonly Dataset _data;
    readonly double[] _rarity;

    /// <summary>Tokens of some data.</summary>
    /// <param name="data">The data whose chunks are represented; its users tell how rare a token is.</param>
    /// <param name="dimension">Length of the vectors, a multiple of 64. Default 256.</param>
    public TokenChunks(Dataset data, int dimension = 256)
    {
        if (dimension < 64 || dimension % 64 != 0) throw new ArgumentOutOfRangeException(nameof(dimension), dimension, "The length of a vector must be a multiple of 64, as in 256.");
        (_data, Dimension) = (data, dimension);
        var (having, seen) = (new int[TokenBags.TokensOf(data)], new int[TokenBags.TokensOf(data)]);
        var events = data.Events;
        for (var e = 0; e < data.Count; e++)
        {
            See(events.Item[e], events.User[e]);
            if (events.KindNames.Length > 1) See(data.Items.Count + events.Kind![e], events.User[e]);
        }
        _rarity = Array.ConvertAll(having, n => Math.Log(1 + (data.Users.Count - n + 0.5) / (n + 0.5)));

        void See(int token, int user)
        {
            if (seen[token] == user + 1) return;
            (seen[token], having[token]) = (user + 1, having[token] + 1);
        }
    }

    /// <inheritdoc/>
    public string Name => "tokens";

    /// <inheritdoc/>
    public int Dimension { get; }

    /// <inheritdoc/>
    public void Represent(HistoryChunks chunks, ReadOnlySpan<int> which, Span<float> rows, CancellationToken cancellation = default)
    {
        if (chunks.Data != _data) throw new ArgumentException("These chunks are of other data than the tokens; make tokens of theirs.", nameof(chunks));
        rows[..(which.Length * Dimension)].Clear();
        for (var i = 0; i < which.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (var (token, count) in TokenBags.Of(chunks, which[i])) AddSigns(rows.Slice(i * Dimension, Dimension), token, (float)(Math.Log(1 + count) * _rarity[token]));
        }
    }

    /// <inheritdoc/>
    public double FlopsOf(int events) => 2.0 * events * Dimension;

    /// <summary>Adds or takes off a weight at every place, as the signs of a token say: 64 of them in each number drawn.</summary>
    internal static void AddSigns(Span<float> row, int token, float weight)
    {
        for (var at = 0; at < row.Length; at += 64)
        {
            var signs = ((Seed)token).Derive(at).Value;
            for (var bit = 0; bit < Math.Min(64, row.Length - at); bit++) row[at + bit] += (signs >> bit & 1) == 1 ? weight : -weight;
        }
    }
}
