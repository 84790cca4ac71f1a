namespace Attune.Neural;

/// <summary>The bytes that a step of training needs beside the network's intermediate results.</summary>
/// <param name="Weights">Of the parameters themselves.</param>
/// <param name="Gradients">Of the gradients: of all parameters; of the largest alone where the update is fused into the backward pass, or where each is added to a sum and let go.</param>
/// <param name="Accumulation">Of the sum of gradients that stays from one part of a batch to the next; 0 without accumulation.</param>
/// <param name="State">Of what the optimiser remembers, as Optimizer.StateBytes counts it.</param>
public sealed record OptimizerMemory(long Weights, long Gradients, long Accumulation, long State)
{
    /// <summary>Matrices with a side below this are remembered whole by Adafactor.</summary>
    internal const long LeastFactoredSide = 128;

    /// <summary>All of it.</summary>
    public long Total => checked(Weights + Gradients + Accumulation + State);

    /// <summary>Works out the bytes, with gradients as dense as their parameters: those of a table that is trained by a few of its rows take less.</summary>
    /// <param name="kind">The optimiser, with its usual options.</param>
    /// <param name="parameters">What is trained.</param>
    /// <param name="weightBytes">Bytes of a weight, its gradient and its momentum or second moment: 4 (single precision, the default) or 2 (bfloat16).</param>
    /// <param name="fused">Whether each parameter is moved as soon as its gradient is known, and the gradient let go.</param>
    /// <param name="accumulate">Whether gradients of several parts are added up before a step.</param>
    /// <exception cref="ArgumentException">Bytes that are neither 4 nor 2, a size below 1, or accumulation of gradients that a fused update has let go.</exception>
    public static OptimizerMemory Of(OptimizerKind kind, IReadOnlyList<ParameterShape> parameters, int weightBytes = 4, bool fused = false, bool accumulate = false)
    {
        if (weightBytes is not (4 or 2)) throw new ArgumentOutOfRangeException(nameof(weightBytes), weightBytes, "A weight has 4 bytes (single precision) or 2 (bfloat16).");
        if (fused && accumulate) throw new ArgumentException("A fused update lets each gradient go at once, so there is nothing to add up: leave out one of the two.", nameof(accumulate));
        foreach (var size in parameters.SelectMany(p => p.Sizes))
            if (size < 1) throw new ArgumentOutOfRangeException(nameof(parameters), size, "A dimension of a parameter must be 1 or more.");
        var (all, largest) = (parameters.Sum(p => p.Count) * weightBytes, parameters.Select(p => p.Count).DefaultIfEmpty().Max() * weightBytes);
        return new OptimizerMemory(all, fused || accumulate ? largest : all, accumulate ? all : 0, parameters.Sum(p => StateOf(kind, p, weightBytes)));
    }

    static long StateOf(OptimizerKind kind, ParameterShape parameter, int weightBytes) => kind switch
    {
        OptimizerKind.Sgd => 0,
        OptimizerKind.Momentum or OptimizerKind.Signum => parameter.Count * weightBytes,
        OptimizerKind.Adafactor => Factored(parameter) ?? parameter.Count * sizeof(float),
        OptimizerKind.Muon when parameter is { Sizes.Count: 2, IsTable: false } => parameter.Count * weightBytes,
        OptimizerKind.Adam or OptimizerKind.Muon => 2 * parameter.Count * weightBytes,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, $"There is no such optimiser; there are {string.Join(", ", Enum.GetNames<OptimizerKind>())}."),
    };

    // A number for each row and each column, in single precision whatever the weights are.
    static long? Factored(ParameterShape parameter) => parameter.Sizes is [>= LeastFactoredSide, >= LeastFactoredSide] ? (parameter.Sizes[0] + parameter.Sizes[1]) * sizeof(float) : null;
}
