namespace Attune.Neural;

/// <summary>While training sets numbers to 0 with probability <c>rate</c> and divides the rest by 1 − rate (Srivastava et al. 2014); otherwise changes nothing.</summary>
public sealed class Dropout : Module
{
    readonly MaskSource _masks;
    readonly double _rate;

    /// <summary>Makes the layer.</summary>
    /// <param name="init">Where masks come from.</param>
    /// <param name="rate">The share that is dropped, from 0 to below 1.</param>
    public Dropout(Init init, double rate)
    {
        if (rate is not (>= 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(rate), rate, "The share that is dropped must be from 0 to below 1.");
        (_masks, _rate) = (init.Masks, rate);
    }

    /// <summary>Same shape; the same tensor where nothing is dropped.</summary>
    public Tensor Forward(Tensor x)
    {
        if (!IsTraining || _rate == 0) return x;
        using var scope = new Scope();
        return scope.Return(x * _masks.Draw(x, _rate));
    }
}
