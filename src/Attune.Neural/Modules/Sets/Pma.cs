namespace Attune.Neural;

/// <summary>Pooling by multihead attention: a few learned seeds gather from a set, MAB(S, X), whatever its size and order (Lee et al., "Set transformer", ICML 2019, arXiv:1810.00825; without the layer over X before it).</summary>
public sealed class Pma : Module
{
    readonly Tensor _seeds;
    readonly Mab _block;

    /// <summary>Makes the pooling.</summary>
    /// <param name="init">Seed, device and type.</param>
    /// <param name="width">Size of the last dimension, a multiple of the heads.</param>
    /// <param name="heads">Heads of the attention, from 1.</param>
    /// <param name="seeds">How many vectors come out, from 1. Default 1.</param>
    /// <param name="dropout">The share dropped of what each step adds, from 0 to below 1. Default 0.</param>
    public Pma(Init init, long width, int heads, int seeds = 1, double dropout = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(seeds, 1);
        _seeds = Add("S", () => init.Uniform([1, seeds, width], Math.Sqrt(6.0 / (seeds + width))));
        _block = Add("mab", new Mab(init, width, width, width, heads, dropout));
    }

    /// <summary>B × n × width → B × seeds × width.</summary>
    /// <param name="x">The sets.</param>
    /// <param name="padding">B × n, Bool: true at members that are none; undefined where all are.</param>
    public Tensor Forward(Tensor x, Tensor padding = default) => _block.Forward(_seeds, x, padding);
}
