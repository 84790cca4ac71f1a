using Attune.Numerics;

namespace Attune.Neural;

/// <summary>
/// Changes parameters by their gradients, in place. One step after each backward pass, or within it (<see cref="FuseIntoBackward"/>). Gradients may be dense, or sparse as those of
/// a table: then <see cref="Tables"/> says what happens to the rows that they do not name. Single precision and bfloat16 in the machine's memory are updated in one pass over the
/// numbers, on libtorch's number of threads, with results that do not depend on it; everything else by libtorch's operators.
/// </summary>
public abstract partial class Optimizer : IDisposable
{
    readonly Parameter[][] _memory;
    RowMemory?[]? _rows;
    bool _fusing;

    // Names of what is remembered of each parameter as it is: same shape, same type.
    private protected Optimizer(IReadOnlyList<Parameter> parameters, double learningRate, params string[] names)
        : this(parameters, learningRate, p => names.Select(n => (n, p.Value.Shape, p.Value.DType)))
    {
    }

    private protected Optimizer(IReadOnlyList<Parameter> parameters, double learningRate, Func<Parameter, IEnumerable<(string Name, long[] Shape, DType Type)>> memory)
    {
        using var scope = new Scope();
        (Parameters, LearningRate) = (parameters, learningRate);
        _memory = [.. parameters.Select(p => memory(p).Select(m => new Parameter($"{m.Name}.{p.Name}", Tensor.Zeros(m.Shape, m.Type, p.Value.Device))).ToArray())];
        foreach (var (_, value) in _memory.SelectMany(m => m)) scope.Keep(value);
    }

    /// <summary>The parameters, in a fixed order.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>The step size of the next step; a schedule sets it before each.</summary>
    public double LearningRate { get; set; }

    /// <summary>Steps taken; set it to go on from a checkpoint.</summary>
    public long Steps { get; set; }

    /// <summary>
    /// Training targets that the steps were taken on, as they were told; set it, with <see cref="Steps"/>, to go on from a checkpoint. Both, with <see cref="State"/>, are all that
    /// an optimiser knows: the product of the decays of a half-life t½ so far is 2^(−Targets ⁄ t½).
    /// </summary>
    public long Targets { get; set; }

    /// <summary>Weight decay of the parameters that may be decayed (<see cref="Parameter.Decays"/>), from 0. Default 0.</summary>
    public double WeightDecay { get; init; }

    /// <summary>What a sparse gradient does to the rows that it does not name. Default <see cref="TableUpdates.Lazy"/>.</summary>
    public TableUpdates Tables { get; init; }

    /// <summary>
    /// Whether weights are kept as bfloat16 numbers, and how they are rounded. What is remembered of a bfloat16 tensor is bfloat16 too and rounded in the same way; of single
    /// precision it stays in single precision. Default <see cref="WeightRounding.None"/>.
    /// </summary>
    public WeightRounding Rounding { get; init; }

    /// <summary>Of the random numbers of <see cref="WeightRounding.Stochastic"/>. Default 0.</summary>
    public Seed Seed { get; init; }

    /// <summary>What it remembers, by name ("exp_avg.blocks.0.weight"): saved with a checkpoint and copied back into place.</summary>
    public IEnumerable<Parameter> State => _memory.SelectMany(m => m).Concat(RowMemories.SelectMany(r => r?.State ?? []));

    /// <summary>Bytes of what it remembers.</summary>
    public long StateBytes => State.Sum(s => s.Value.Count * BytesOf(s.Value.DType));

    /// <summary>Takes a step; a parameter without a gradient stays as it is.</summary>
    /// <param name="scale">What the gradients count: below 1 to shorten them, which costs no pass over them. Default 1.</param>
    /// <param name="targets">Training targets that the gradients are of, over all parts and processes, from 1: what half-lives are counted in. Default 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">No targets.</exception>
    /// <exception cref="InvalidOperationException">The update is fused into the backward pass.</exception>
    public void Step(double scale = 1, long targets = 1)
    {
        if (_fusing) throw new InvalidOperationException("The update is fused into the backward pass, which takes the step: dispose what FuseIntoBackward() gave before a step of its own.");
        using var scope = new Scope();
        using var off = Gradients.NotRecorded();
        Begin(targets);
        Move(Collect(), scale);
    }

    /// <summary>The length of all gradients as one vector, in double precision; a row that a sparse gradient names more than once counts with its sum. NaN or infinite where a gradient is.</summary>
    /// <exception cref="InvalidOperationException">The update is fused into the backward pass: the gradients are gone.</exception>
    public double Norm()
    {
        if (_fusing) throw new InvalidOperationException("The update is fused into the backward pass, which lets each gradient go: there is no norm of all. Clip nothing, or take steps of their own.");
        using var scope = new Scope();
        using var off = Gradients.NotRecorded();
        var (pieces, others) = (new List<Piece>(), 0.0);
        foreach (var gradient in Collect())
        {
            if (gradient.Values is { DType: DType.Float32, Device.Kind: DeviceKind.Cpu }) pieces.AddRange(Cut(gradient));
            else others += gradient.Values.To(DType.Float64).Square().Sum().Item();
        }
        var sums = new double[pieces.Count];
        Rows.Chunks(sums.Length, 1, (p, _) => sums[p] = SquaresOf(pieces[p].Numbers));
        return Math.Sqrt(sums.Sum() + others);
    }

    /// <summary>Forgets the gradients.</summary>
    public void Clear()
    {
        foreach (var (_, value) in Parameters) value.Gradient = default;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (_, value) in State.ToList()) value.Free();
        GC.SuppressFinalize(this);
    }

    /// <summary>Works out what all numbers of a step on so many targets share.</summary>
    private protected abstract void Prepare(long targets);

    /// <summary>Moves a stretch of numbers; what is not remembered is empty. The gradient counts <paramref name="scale"/> times; <paramref name="decay"/> is these numbers' weight decay.</summary>
    private protected abstract void Update(Span<float> value, ReadOnlySpan<float> gradient, Span<float> first, Span<float> second, float scale, double decay);

    /// <summary>The same by operators, in place, where the gradient is scaled already.</summary>
    private protected abstract void Update(Tensor value, Tensor gradient, Tensor first, Tensor second, double decay);

    /// <summary>What of a row's memory is left after steps that did not name it.</summary>
    private protected abstract (double First, double Second) Fade(long steps, long targets);

    /// <summary>Whether a parameter is moved as a whole, by <see cref="UpdateWhole"/>, because its numbers depend on each other. Sparse gradients count as dense there.</summary>
    private protected virtual bool IsWhole(int index) => false;

    /// <summary>Moves a whole parameter (single or double precision) by operators, in place, where the gradient is scaled already.</summary>
    private protected virtual void UpdateWhole(Tensor value, Tensor gradient, ReadOnlySpan<Parameter> memory, double decay) => throw new NotSupportedException();

    void Begin(long targets)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(targets, 1);
        Steps++;
        Targets += targets;
        _targets = targets;
        Prepare(targets);
    }

    double DecayOf(int index) => Parameters[index].Decays ? WeightDecay : 0;

    // Made when first asked for: whether it is needed is known only when all options are set.
    RowMemory?[] RowMemories => _rows ??= [.. Parameters.Select(p => Tables is TableUpdates.LazyDecay && p.IsTable ? new RowMemory(p) : null)];

    static int BytesOf(DType type) => type switch
    {
        DType.Int64 or DType.Float64 => 8,
        DType.Float16 or DType.BFloat16 => 2,
        _ => 4,
    };
}
