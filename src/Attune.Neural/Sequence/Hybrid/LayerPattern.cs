using System.Globalization;

namespace Attune.Neural;

/// <summary>
/// Which mixer stands in which layer: linear ones, and full attention here and there. Written as "every:4" (full attention in each fourth layer), "ratio:3" (three linear layers, then one
/// of full attention, and so on: every:4), "pure" (none), "full" (all), or a mixer for each layer, as "gla gla softmax". Layers that are left over at the end are linear.
/// </summary>
/// <remarks>
/// Wang et al., "A systematic analysis of hybrid linear attention", 2025 (arXiv:2507.06457) speaks of ratios of linear to full layers; the models that it released have full attention in every
/// 3rd, 6th, 12th and 24th layer of 24, which its ratios 3:1 to 24:1 do not give. So both ways of counting are here, and what comes out is always printed.
/// </remarks>
public sealed record LayerPattern
{
    LayerPattern(string name, MixerKind[] layers) => (Name, Layers) = (name, layers);

    /// <summary>How it was asked for, as "every:4".</summary>
    public string Name { get; }

    /// <summary>The mixer of each layer, the first first.</summary>
    public IReadOnlyList<MixerKind> Layers { get; }

    /// <summary>Layers of full attention.</summary>
    public int Full => Layers.Count(l => l is MixerKind.Softmax);

    /// <summary>Full attention in layers n, 2n, … of so many.</summary>
    public static LayerPattern EveryN(MixerKind mixer, int layers, int n) => n >= 1 && n <= layers
        ? new(string.Create(CultureInfo.InvariantCulture, $"every:{n}"), [.. Enumerable.Range(1, layers).Select(l => l % n == 0 ? MixerKind.Softmax : mixer)])
        : throw TooLong(string.Create(CultureInfo.InvariantCulture, $"every:{n}"), n, layers);

    /// <summary>r linear layers, then one of full attention, again and again.</summary>
    public static LayerPattern Ratio(MixerKind mixer, int layers, int r) => r >= 0 && r < layers
        ? EveryN(mixer, layers, r + 1).Named(string.Create(CultureInfo.InvariantCulture, $"ratio:{r}"))
        : throw TooLong(string.Create(CultureInfo.InvariantCulture, $"ratio:{r}"), r + 1L, layers);

    /// <summary>No full attention.</summary>
    public static LayerPattern Pure(MixerKind mixer, int layers) => new("pure", [.. Enumerable.Repeat(mixer, layers)]);

    /// <summary>Full attention everywhere.</summary>
    public static LayerPattern FullAttention(int layers) => new("full", [.. Enumerable.Repeat(MixerKind.Softmax, layers)]);

    /// <summary>Reads a pattern as it is written.</summary>
    /// <exception cref="ArgumentException">It is none, or is longer than the layers.</exception>
    public static LayerPattern Parse(string text, MixerKind mixer, int layers)
    {
        if (text.Split(':') is [var way, var number] && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var n))
        {
            if (way == "every") return EveryN(mixer, layers, n);
            if (way == "ratio") return Ratio(mixer, layers, n);
        }
        if (text is "pure") return Pure(mixer, layers);
        if (text is "full") return FullAttention(layers);
        var kinds = text.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries).Select(KindOf).ToArray();
        if (kinds.Length == 0 || kinds.Any(k => k is null))
            throw new ArgumentException($"the pattern '{text}' is none: write every:N, ratio:R, pure, full, or one mixer for each layer, of {string.Join(", ", Enum.GetValues<MixerKind>().Select(NameOf))}");
        if (kinds.Length != layers) throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"the pattern '{text}' names {kinds.Length} layers, and there are {layers}: name one mixer for each layer"));
        return new(text, [.. kinds.Select(k => k!.Value)]);
    }

    /// <summary>A mixer's name, as "gated-delta-net".</summary>
    public static string NameOf(MixerKind kind) => kind switch
    {
        MixerKind.Softmax => "softmax",
        MixerKind.Hgrn => "hgrn",
        MixerKind.RetNet => "ret-net",
        MixerKind.Gla => "gla",
        MixerKind.Hgrn2 => "hgrn2",
        MixerKind.DeltaNet => "delta-net",
        MixerKind.GatedDeltaNet => "gated-delta-net",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such mixer."),
    };

    /// <summary>The layers in words: how often which mixer stands in a row, as "3 gated-delta-net, softmax".</summary>
    public override string ToString()
    {
        var runs = new List<(MixerKind Kind, int Count)>();
        foreach (var kind in Layers)
            if (runs.Count > 0 && runs[^1].Kind == kind) runs[^1] = (kind, runs[^1].Count + 1);
            else runs.Add((kind, 1));
        return string.Join(", ", runs.Select(r => r.Count == 1 ? NameOf(r.Kind) : string.Create(CultureInfo.InvariantCulture, $"{r.Count} {NameOf(r.Kind)}")));
    }

    static MixerKind? KindOf(string name) => Enum.GetValues<MixerKind>().Cast<MixerKind?>().FirstOrDefault(k => NameOf(k!.Value) == name);

    LayerPattern Named(string name) => new(name, [.. Layers]);

    static ArgumentException TooLong(string pattern, long period, int layers) => new(period < 1
        ? $"the pattern '{pattern}' counts from every:1 or ratio:0 on"
        : string.Create(CultureInfo.InvariantCulture, $"the pattern '{pattern}' is longer than the layers: its first layer of full attention would be layer {period} of {layers}. Take every:{layers} or less, more layers, or pure"));
}
