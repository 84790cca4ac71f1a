namespace Attune.Neural;

/// <summary>
/// Induced set attention block: members of a set learn of each other through a few learned points, H = MAB(I, X), result = MAB(X, H): n · points steps in place of n² (Lee et al., "Set transformer", ICML 2019,
/// arXiv:1810.00825). With the members put into another order the results are those in that order. Members that are padding are hidden from H alone: what comes out at their places means nothing.
/// </summary>
public sealed class Isab : Module
{
    readonly Tensor _points;
    readonly Mab _gather, _spread;

    /// <summary>Makes the block.</summary>
    /// <param name="init">Seed, device and type.</param>
    /// <param name="inputs">Size of the last dimension before, from 1.</param>
    /// <param name="width">Size of the last dimension after, a multiple of the heads.</param>
    /// <param name="heads">Heads of both attentions, from 1.</param>
    /// <param name="points">How many points there are, from 1.</param>
    /// <param name="dropout">The share dropped of what each step adds, from 0 to below 1. Default 0.</param>
    public Isab(Init init, long inputs, long width, int heads, int points, double dropout = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(points, 1);
        _points = Add("I", () => init.Uniform([1, points, width], Math.Sqrt(6.0 / (points + width))));
        _gather = Add("mab0", new Mab(init, width, inputs, width, heads, dropout));
        _spread = Add("mab1", new Mab(init, inputs, width, width, heads, dropout));
    }

    /// <summary>B × n × inputs → B × n × width.</summary>
    /// <param name="x">The sets.</param>
    /// <param name="padding">B × n, Bool: true at members that are none; undefined where all are.</param>
    public Tensor Forward(Tensor x, Tensor padding = default)
    {
        using var scope = new Scope();
        return scope.Return(_spread.Forward(x, _gather.Forward(_points, x, padding)));
    }
}
