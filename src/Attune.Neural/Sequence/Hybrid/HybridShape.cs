namespace Attune.Neural;

/// <summary>The sizes of a <see cref="HybridNetwork"/>.</summary>
sealed record HybridShape(LayerPattern Pattern, int Width, int Heads, int MaxLength)
{
    /// <summary>Width of the feed-forward's middle; 0 for 8/3 of the width, rounded up to a multiple of 8.</summary>
    internal int Inner { get; init; }

    internal bool Convolution { get; init; } = true;

    internal double Dropout { get; init; }

    internal double Deviation { get; init; } = 0.02;

    internal int InnerWidth => Inner > 0 ? Inner : (8 * Width / 3 + 7) / 8 * 8;
}
