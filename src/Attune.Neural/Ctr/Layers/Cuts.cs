namespace Attune.Neural;

/// <summary>
/// Where a network leaves what libtorch records: a result that a loop of its own works out, and how gradients go back through it. Between <see cref="Open"/> and <see cref="Backward"/> every result is a leaf, so the
/// recording falls into parts; the backward pass goes through them from the last to the first, and what leads around a cut (a gate) through the parts before it more than once.
/// </summary>
sealed class Cuts
{
    readonly List<(Tensor Result, Tensor[] Inputs, Func<Tensor, Tensor[]> Back)> _made = [];

    /// <summary>Whether a backward pass will follow.</summary>
    internal bool AreOpen { get; private set; }

    /// <summary>Begins a pass forward whose gradients will be asked for.</summary>
    internal void Open() => AreOpen = true;

    /// <summary>A result that libtorch has not recorded.</summary>
    /// <param name="result">Kept by the caller (<see cref="Scope.Keep"/>); freed after the pass.</param>
    /// <param name="inputs">What it was made of; the first is kept by the caller and freed after the pass.</param>
    /// <param name="back">From the result's gradient those of the inputs.</param>
    internal Tensor Add(Tensor result, Tensor[] inputs, Func<Tensor, Tensor[]> back)
    {
        result.RequireGradient();
        _made.Add((result, inputs, back));
        return result;
    }

    /// <summary>Adds the gradients of all leaves that <paramref name="root"/> depends on, through all cuts, and closes them.</summary>
    internal void Backward(Tensor root)
    {
        try
        {
            Gradients.Backward(root, retain: _made.Count > 0);
            for (var c = _made.Count - 1; c >= 0; c--)
            {
                using var scope = new Scope();
                Gradients.Backward(_made[c].Inputs, _made[c].Back(_made[c].Result.Gradient.Contiguous()), retain: c > 0);
            }
        }
        finally
        {
            foreach (var (result, inputs, _) in _made)
            {
                result.Free();
                inputs[0].Free();
            }
            _made.Clear();
            AreOpen = false;
        }
    }
}
