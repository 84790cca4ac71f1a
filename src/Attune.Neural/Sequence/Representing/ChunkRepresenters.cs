namespace Attune.Neural;

/// <summary>
/// Chunks of histories as a fitted network sees them: what it makes of them (hidden states), or how its weights would move if it learned them (gradients). Everything is computed with the weights
/// that the model has now and without dropout. The loss of a chunk is that of its last item alone, given those before it: the cross-entropy of the softmax over the whole catalog of the scores that the model gives, whatever it was trained with.
/// Of longer chunks the newest items are read that the model reads (MaxLength, and the one to foretell). A chunk without a known item to foretell, or without one before it, gets zeros.
/// </summary>
public static class ChunkRepresenters
{
    /// <summary>
    /// hidden: the mean over places of the last layer's states (width numbers, forward only). gradient: the mean over places of dL/d(what the last attention adds); places before the last have no part in the
    /// loss any more, so theirs is 0. gradient-input: the mean over places of dL/d(what comes into the last layer of attention), which every place has a part in. gradient-parameters: dL/d(the matrices of the last
    /// attention), multiplied by a fixed matrix of signs ±1/√k (k numbers, <c>dimension</c>). gradient-head: dL/d(the state that is scored) = Σ (p − y) E (width numbers). el2n: ‖p − y‖₂ (one number). grand: the length of the
    /// gradient by the matrices of the last attention (one number). less: gradient-parameters, each number divided by the root of its mean square over the reference first.
    /// </summary>
    public static IReadOnlyList<string> Forms { get; } = ["hidden", "gradient", "gradient-input", "gradient-parameters", "gradient-head", "el2n", "grand", "less"];

    /// <summary>Makes a representer.</summary>
    /// <param name="model">A fitted model of a network that reads sequences one way: sasrec or hstu; gru4rec for hidden, gradient-head and el2n.</param>
    /// <param name="form">One of <see cref="Forms"/>.</param>
    /// <param name="seed">Of the matrix of signs. Default 42.</param>
    /// <param name="dimension">Numbers of gradient-parameters and less, from 1 to 65,536. Default 512; the papers of LESS take 8,192.</param>
    /// <param name="reference">less: the chunks whose gradients stand for those of the training, a reconstruction, because a model is saved without what its optimizer remembered. Others do not read it.</param>
    /// <exception cref="ArgumentException">An unknown form, a model whose network cannot be asked, or less without a reference.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A dimension that cannot be.</exception>
    public static IChunkRepresenter Of(IRecommender model, string form, int seed = 42, int dimension = 512, HistoryChunks? reference = null)
    {
        if (!Forms.Contains(form)) throw new ArgumentException($"'{form}' is no form of a chunk. There are: {string.Join(", ", Forms)}.", nameof(form));
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(dimension, 65_536);
        var states = form is "hidden" or "gradient-head" or "el2n";
        if (SequenceFit.NetworkOf(model) is not var (_, network) || network.FlopsOf(1) is null || (!states && network.LastAttention.Count == 0))
            throw new ArgumentException($"A {model.NameOf()} gives chunks no vector of the form {form}: that needs a network that reads a history in its order{(states ? "" : " by attention")}. Take {(states ? "gru4rec, hstu or sasrec" : "hstu or sasrec")}.", nameof(model));
        return form switch
        {
            "hidden" => new HiddenStates(model),
            "gradient" or "gradient-input" => new AttentionGradient(model, form),
            "gradient-head" or "el2n" => new HeadGradient(model, form),
            "less" => new ParameterGradient(model, form, seed, dimension, reference ?? throw new ArgumentException("less divides gradients by what they are in the mean over reference chunks: give some as the reference, or take gradient-parameters.", nameof(reference))),
            _ => new ParameterGradient(model, form, seed, dimension, null),
        };
    }
}
