namespace Attune.Neural;

/// <summary>
/// How weights are kept as bfloat16 numbers. Steps are computed in single precision; what is stored is a bfloat16 number, in a tensor of bfloat16 or, with the low 16 bits zero,
/// of single precision.
/// </summary>
public enum WeightRounding
{
    /// <summary>As the tensor is: single precision in full, bfloat16 to the nearest.</summary>
    None = 0,

    /// <summary>To the nearest, ties to even: steps below half the distance of neighbouring numbers (1/256 of a weight) are lost.</summary>
    Nearest = 1,

    /// <summary>Up or down at random so that the mean is right (unbiased): small steps count. Random numbers follow from seed, step and place, not from threads.</summary>
    Stochastic = 2,
}
