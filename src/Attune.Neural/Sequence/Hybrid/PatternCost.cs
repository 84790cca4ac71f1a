using System.Globalization;

namespace Attune.Neural;

/// <summary>
/// What a pattern costs for one history of a length: the mixing of one place after another, by the cost model of Wang et al. 2025 (appendix B), and what is kept of a user between two items.
/// </summary>
/// <param name="Pattern">The layers.</param>
/// <param name="Length">Places of the history.</param>
/// <param name="Flops">Multiplications and additions of all mixers, forward, for the place at that length; feed-forwards and projections are the same for every pattern and not counted.</param>
/// <param name="StateBytes">Bytes of the linear layers' states, whatever the length.</param>
/// <param name="KeyValueBytes">Bytes of the full layers' keys and values at that length.</param>
sealed record PatternCost(LayerPattern Pattern, int Length, double Flops, long StateBytes, long KeyValueBytes)
{
    internal static PatternCost Of(LayerPattern pattern, IEnumerable<TokenMixer> mixers, int length)
    {
        var layers = pattern.Layers.Zip(mixers).ToArray();
        long Bytes(bool full) => sizeof(float) * layers.Where(l => l.First is MixerKind.Softmax == full).Sum(l => l.Second.StateSize(length));
        return new PatternCost(pattern, length, layers.Sum(l => l.Second.FlopsPerPlace(length)), Bytes(false), Bytes(true));
    }

    /// <summary>The same in words.</summary>
    internal IReadOnlyList<KeyValuePair<string, string>> Facts =>
    [
        new("layers", string.Create(CultureInfo.InvariantCulture, $"{Pattern.Name}: {Pattern}; full attention in {Pattern.Full} of {Pattern.Layers.Count} ({(double)Pattern.Full / Pattern.Layers.Count:P0})")),
        new("mixing of an item", string.Create(CultureInfo.InvariantCulture, $"{Flops:N0} operations after {Length:N0} items")),
        new("state of a user", string.Create(CultureInfo.InvariantCulture, $"{StateBytes:N0} bytes in linear layers, {KeyValueBytes:N0} in full attention after {Length:N0} items")),
    ];
}
