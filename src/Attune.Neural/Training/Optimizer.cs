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

    /// <summary>Gradients longer than this, as one vector over all parameters, are shortened to it. Default infinity: their length is not measured.</summary>
    public double MaxNorm { get; set; } = double.PositiveInfinity;

    /// <summary>The length of the gradients of the last step before they were shortened; NaN where <see cref="MaxNorm"/> is infinite.</summary>
    public double Norm { get; private set; } = double.NaN;

    /// <summary>What it remembers of each parameter, by name ("exp_avg.blocks.0.weight"): saved with a checkpoint and copied back into place.</summary>
    public IEnumerable<Parameter> State => _names.SelectMany((name, m) => Parameters.Select((p, i) => new Parameter($"{name}.{p.Name}", _memory[m][i])));

    /// <summary>Takes a step; a parameter without a gradient stays as it is.</summary>
    public void Step()
    {
        using var scope = new Scope();
        using var off = Gradients.NotRecorded();
        Steps++;
        _pieces.Clear();
        var gradients = new List<(int Index, Tensor Rows, Tensor Values)>(Parameters.Count);
        for (var i = 0; i < Parameters.Count; i++)
            if (Parameters[i].Value.Gradient is { IsDefined: true } gradient) gradients.Add(Add(i, gradient));
        var scale = Shorten(gradients);
        Prepare(scale);
        foreach (var (index, rows, values) in gradients)
            if (!IsFused(index)) ByOperators(index, rows, scale == 1 ? values : values * scale);
        Rows.Chunks(_pieces.Count, 1, (p, _) => Run(_pieces[p], (float)scale));
    }

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
    private protected abstract void Prepare(double scale);

    /// <summary>Moves a stretch of numbers; what is not remembered is empty. The gradient counts <paramref name="scale"/> times.</summary>
    private protected abstract void Update(Span<float> value, ReadOnlySpan<float> gradient, Span<float> first, Span<float> second, float scale);

    /// <summary>The same by operators, in place, where the gradient is scaled already.</summary>
    private protected abstract void Update(Tensor value, Tensor gradient, Tensor first, Tensor second);

    bool IsFused(int index) => Parameters[index].Value is { DType: DType.Float32, Device.Kind: DeviceKind.Cpu };

    (int, Tensor, Tensor) Add(int index, Tensor gradient)
    {
        var (value, rows) = (Parameters[index].Value, default(Tensor));
        if (!gradient.IsStrided)
        {
            var sorted = gradient.Coalesce();
            (rows, gradient) = (sorted.SparseIndices().Select(0, 0).Contiguous(), sorted.SparseValues());
        }
        gradient = gradient.Contiguous();
        if (!IsFused(index)) return (index, rows, gradient);
        var width = rows.IsDefined ? gradient.Count / Math.Max(1, rows.Count) : 1;
        var (count, size) = (rows.IsDefined ? rows.Count : value.Count, Math.Max(1, Chunk / width));
        for (var start = 0L; start < count; start += size) _pieces.Add(new Piece(index, rows, gradient, (int)start, (int)Math.Min(size, count - start), (int)width));
        return (index, rows, gradient);
    }

    double Shorten(List<(int Index, Tensor Rows, Tensor Values)> gradients)
    {
        if (double.IsPositiveInfinity(MaxNorm)) return 1;
        var sums = new double[_pieces.Count];
        Rows.Chunks(sums.Length, 1, (p, _) => sums[p] = SquaresOf(_pieces[p].Numbers));
        Norm = Math.Sqrt(sums.Sum() + gradients.Where(g => !IsFused(g.Index)).Sum(g => g.Values.To(DType.Float64).Square().Sum().Item()));
        return Norm > MaxNorm ? MaxNorm / (Norm + 1e-6) : 1;
    }

    void Run(Piece piece, float scale)
    {
        var numbers = piece.Numbers;
        var value = Parameters[piece.Index].Value.Span<float>();
        var first = _memory.Length > 0 ? _memory[0][piece.Index].Span<float>() : s_none;
        var second = _memory.Length > 1 ? _memory[1][piece.Index].Span<float>() : s_none;
        if (!piece.Rows.IsDefined)
        {
            Update(Part(value, piece.Start, piece.Length), numbers, Part(first, piece.Start, piece.Length), Part(second, piece.Start, piece.Length), scale);
            return;
        }
        var rows = piece.Rows.Span<long>().Slice(piece.Start, piece.Length);
        var width = piece.Width;
        for (var r = 0; r < rows.Length; r++)
        {
            var start = checked((int)rows[r] * width);
            Update(Part(value, start, width), numbers.Slice(r * width, width), Part(first, start, width), Part(second, start, width), scale);
        }
    }

    void ByOperators(int index, Tensor rows, Tensor gradient)
    {
        using var scope = new Scope();
        Tensor[] whole = [Parameters[index].Value, .. _memory.Select(m => m[index])];
        var part = rows.IsDefined ? Array.ConvertAll(whole, t => t.IndexSelect(0, rows)) : whole;
        Update(part[0], gradient, part.ElementAtOrDefault(1), part.ElementAtOrDefault(2));
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
