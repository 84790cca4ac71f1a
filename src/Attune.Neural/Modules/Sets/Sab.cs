namespace Attune.Neural;

/// <summary>Set attention block: MAB(X, X), every member gathers from all, in n² steps (Lee et al., "Set transformer", ICML 2019, arXiv:1810.00825): what <see cref="Isab"/> spares.</summary>
public sealed class Sab : Module
{
    readonly Mab _block;

    /// <summary>Makes the block.</summary>
    /// <param name="init">Seed, device and type.</param>
    /// <param name="inputs">Size of the last dimension before, from 1.</param>
    /// <param name="width">Size of the last dimension after, a multiple of the heads.</param>
    /// <param name="heads">Heads of the attention, from 1.</param>
    /// <param name="dropout">The share dropped of what each step adds, from 0 to below 1. Default 0.</param>
    public Sab(Init init, long inputs, long width, int heads, double dropout = 0) => _block = Add("mab", new Mab(init, inputs, inputs, width, heads, dropout));

    /// <summary>B × n × inputs → B × n × width.</summary>
    /// <param name="x">The sets.</param>
    /// <param name="padding">B × n, Bool: true at members that are none; undefined where all are.</param>
    public Tensor Forward(Tensor x, Tensor padding = default) => _block.Forward(x, x, padding);
}
