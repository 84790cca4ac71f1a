namespace Attune.Neural;

/// <summary>
/// Changes parameters by their gradients, in place. One step after each backward pass. Gradients may be dense, or sparse as those of a table: then only the rows that they name
/// move. Single precision in the machine's memory is updated in one pass over the numbers, on libtorch's number of threads, with results that do not depend on it; everything
/// else by libtorch's operators.
/// </summary>
public abstract class Optimizer : IDisposable
{
    const int Chunk = 1 << 15;

    static readonly float[] s_none = [];

    readonly string[] _names;
    readonly Tensor[][] _memory;
    readonly List<Piece> _pieces = [];

    private protected Optimizer(IReadOnlyList<Parameter> parameters, double learningRate, params string[] names)
    {
        using var scope = new Scope();
        (Parameters, LearningRate, _names) = (parameters, learningRate, names);
        _memory = [.. names.Select(_ => parameters.Select(p => default(Tensor)).ToArray())];
        foreach (var memory in _memory)
            for (var i = 0; i < memory.Length; i++) memory[i] = scope.Keep(parameters[i].Value.Detach().ZerosLike());
    }

    /// <summary>The parameters, in a fixed order.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>The step size of the next step; a schedule sets it before each.</summary>
    public double LearningRate { get; set; }

    /// <summary>Steps taken; set it to go on from a checkpoint.</summary>
    public long Steps { get; set; }

    /// <summary>What it remembers of each parameter, by name ("exp_avg.blocks.0.weight"): saved with a checkpoint and copied back into place.</summary>
    public IEnumerable<Parameter> State => _names.SelectMany((name, m) => Parameters.Select((p, i) => new Parameter($"{name}.{p.Name}", _memory[m][i])));

    /// <summary>Takes a step; a parameter without a gradient stays as it is.</summary>
    /// <param name="scale">What the gradients count: below 1 to shorten them, which costs no pass over them. Default 1.</param>
    public void Step(double scale = 1)
    {
        using var scope = new Scope();
        using var off = Gradients.NotRecorded();
        Steps++;
        Prepare();
        foreach (var (index, rows, values) in Collect())
            if (!IsFused(index)) ByOperators(index, rows, scale == 1 ? values : values * scale);
        Rows.Chunks(_pieces.Count, 1, (p, _) => Run(_pieces[p], (float)scale));
        _pieces.Clear();
    }

    /// <summary>The length of all gradients as one vector, in double precision; a row that a sparse gradient names more than once counts with its sum. NaN or infinite where a gradient is.</summary>
    public double Norm()
    {
        using var scope = new Scope();
        using var off = Gradients.NotRecorded();
        var others = Collect().Where(g => !IsFused(g.Index)).Sum(g => g.Values.To(DType.Float64).Square().Sum().Item());
        var sums = new double[_pieces.Count];
        Rows.Chunks(sums.Length, 1, (p, _) => sums[p] = SquaresOf(_pieces[p].Numbers));
        _pieces.Clear();
        return Math.Sqrt(sums.Sum() + others);
    }

    /// <summary>Weight decay of the parameters that may be decayed (<see cref="Parameter.Decays"/>), from 0. Default 0.</summary>
    public double WeightDecay { get; init; }

    /// <summary>Forgets the gradients.</summary>
    public void Clear()
    {
        foreach (var (_, value) in Parameters) value.Gradient = default;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var memory in _memory)
            foreach (var tensor in memory) tensor.Free();
        GC.SuppressFinalize(this);
    }

    /// <summary>Works out what all numbers of this step share.</summary>
    private protected abstract void Prepare();

    /// <summary>Moves a stretch of numbers; what is not remembered is empty. The gradient counts <paramref name="scale"/> times; <paramref name="decay"/> is these numbers' weight decay.</summary>
    private protected abstract void Update(Span<float> value, ReadOnlySpan<float> gradient, Span<float> first, Span<float> second, float scale, double decay);

    /// <summary>The same by operators, in place, where the gradient is scaled already.</summary>
    private protected abstract void Update(Tensor value, Tensor gradient, Tensor first, Tensor second, double decay);

    double DecayOf(int index) => Parameters[index].Decays ? WeightDecay : 0;

    bool IsFused(int index) => Parameters[index].Value is { DType: DType.Float32, Device.Kind: DeviceKind.Cpu };

    // All gradients, in rows where they are sparse; what is fused is cut into pieces.
    List<(int Index, Tensor Rows, Tensor Values)> Collect()
    {
        _pieces.Clear();
        var all = new List<(int, Tensor, Tensor)>(Parameters.Count);
        for (var i = 0; i < Parameters.Count; i++)
        {
            if (Parameters[i].Value.Gradient is not { IsDefined: true } gradient) continue;
            var (rows, values) = gradient.IsStrided ? (default, gradient.Contiguous()) : InRows(Parameters[i].Value, gradient);
            all.Add((i, rows, values));
            if (IsFused(i)) Cut(i, rows, values);
        }
        return all;
    }

    // Put back in order, so that this is done once in a step.
    static (Tensor Rows, Tensor Values) InRows(Tensor value, Tensor gradient)
    {
        var sorted = gradient.Coalesce();
        value.Gradient = sorted;
        return (sorted.SparseIndices().Select(0, 0).Contiguous(), sorted.SparseValues().Contiguous());
    }

    void Cut(int index, Tensor rows, Tensor values)
    {
        var (count, width) = rows.IsDefined ? (rows.Count, values.Count / Math.Max(1, rows.Count)) : (values.Count, 1);
        var size = Math.Max(1, Chunk / width);
        for (var start = 0L; start < count; start += size) _pieces.Add(new Piece(index, rows, values, checked((int)start), (int)Math.Min(size, count - start), (int)width));
    }

    void Run(Piece piece, float scale)
    {
        var numbers = piece.Numbers;
        var value = Parameters[piece.Index].Value.Span<float>();
        var first = _memory.Length > 0 ? _memory[0][piece.Index].Span<float>() : s_none;
        var second = _memory.Length > 1 ? _memory[1][piece.Index].Span<float>() : s_none;
        if (!piece.Rows.IsDefined)
        {
            Update(Part(value, piece.Start, piece.Length), numbers, Part(first, piece.Start, piece.Length), Part(second, piece.Start, piece.Length), scale, DecayOf(piece.Index));
            return;
        }
        var rows = piece.Rows.Span<long>().Slice(piece.Start, piece.Length);
        var width = piece.Width;
        for (var r = 0; r < rows.Length; r++)
        {
            var start = checked((int)rows[r] * width);
            Update(Part(value, start, width), numbers.Slice(r * width, width), Part(first, start, width), Part(second, start, width), scale, DecayOf(piece.Index));
        }
    }

    void ByOperators(int index, Tensor rows, Tensor gradient)
    {
        using var scope = new Scope();
        Tensor[] whole = [Parameters[index].Value, .. _memory.Select(m => m[index])];
        var part = rows.IsDefined ? Array.ConvertAll(whole, t => t.IndexSelect(0, rows)) : whole;
        Update(part[0], gradient, part.ElementAtOrDefault(1), part.ElementAtOrDefault(2), DecayOf(index));
        if (!rows.IsDefined) return;
        for (var t = 0; t < whole.Length; t++) whole[t].IndexCopyInPlace(0, rows, part[t]);
    }

    static Span<float> Part(Span<float> numbers, int start, int length) => numbers.IsEmpty ? numbers : numbers.Slice(start, length);

    static double SquaresOf(ReadOnlySpan<float> numbers)
    {
        var sum = 0.0;
        // Short stretches: a float's sum of squares loses nothing worth noticing there.
        for (var start = 0; start < numbers.Length; start += 4096)
        {
            var part = numbers[start..Math.Min(numbers.Length, start + 4096)];
            sum += Numerics.Vectors.Dot(part, part);
        }
        return sum;
    }

    // A stretch of one parameter: of its numbers, or of the rows of a sparse gradient, each with so many numbers.
    readonly record struct Piece(int Index, Tensor Rows, Tensor Gradient, int Start, int Length, int Width)
    {
        internal ReadOnlySpan<float> Numbers => Gradient.Span<float>().Slice(Start * Width, Length * Width);
    }
}
