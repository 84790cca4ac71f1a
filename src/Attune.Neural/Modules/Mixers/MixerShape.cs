namespace Attune.Neural;

/// <summary>The sizes of a <see cref="TokenMixer"/>, alike for all layers of a network.</summary>
public sealed record MixerShape
{
    /// <summary>The length of a place's vector, from 1: a multiple of <see cref="Heads"/>.</summary>
    public required int Width { get; init; }

    /// <summary>Into how many independent states or softmaxes the width is divided, from 1. HGRN has none to divide. Default 1.</summary>
    public int Heads { get; init; } = 1;

    /// <summary>The longest sequence of a forward pass, which rotary positions (softmax, RetNet) are made for; steps may go on beyond. Default 512.</summary>
    public int MaxLength { get; init; } = 512;

    /// <summary>Whether DeltaNet and Gated DeltaNet mix each channel of queries, keys and values with its last three places first. Default yes: without it both recall far worse.</summary>
    public bool Convolution { get; init; } = true;

    /// <summary>Whether softmax attention divides queries and keys by their root mean square first (Henry et al. 2020, arXiv:2010.04245). Default no.</summary>
    public bool QueryKeyNorm { get; init; }

    /// <summary>How many places the recurrences with a matrix state compute at once in a forward pass, from 4: changes time and rounding alone. Default 64.</summary>
    public int Chunk { get; init; } = 64;
}
