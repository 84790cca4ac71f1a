namespace Attune.Neural;

// Gradients cut into pieces, which threads move side by side: one pass over the numbers.
public abstract partial class Optimizer
{
    // Numbers of a piece, and of what is worked on within the nearest cache.
    const int Chunk = 1 << 15, Near = 1 << 10;

    static readonly float[] s_zeros = new float[Chunk];

    bool IsFused(int index) => Parameters[index].Value is { DType: DType.Float32 or DType.BFloat16, Device.Kind: DeviceKind.Cpu };

    static List<Piece> Cut(Slope slope, bool all = false, (double, double)[]? fades = null)
    {
        var (pieces, rows, values) = (new List<Piece>(), slope.Rows, slope.Values);
        var width = rows.IsDefined ? slope.Width : 1;
        var count = !rows.IsDefined ? values.Count : all ? slope.Height : rows.Count;
        var size = Math.Max(1, Chunk / Math.Max(1, width));
        for (var start = 0L; start < count; start += size)
            pieces.Add(new Piece(slope.Index, rows, values, checked((int)start), (int)Math.Min(size, count - start), (int)width, all && rows.IsDefined, fades));
        return pieces;
    }

    void Run(Piece piece, float scale)
    {
        if (Parameters[piece.Index].Value.DType is DType.BFloat16)
        {
            RunHalf(piece, scale);
            return;
        }
        var memory = _memory[piece.Index];
        var decay = DecayOf(piece.Index);
        var value = Parameters[piece.Index].Value.Span<float>();
        var gradient = piece.Gradient.Span<float>();
        var first = memory.Length > 0 ? memory[0].Value.Span<float>() : [];
        var second = memory.Length > 1 ? memory[1].Value.Span<float>() : [];
        var noise = NoiseOf(piece.Index, 0);
        var stretches = new Stretches(piece);
        while (stretches.Next(out var s))
        {
            var p = Part(value, s);
            var m = Part(first, s);
            var v = Part(second, s);
            if (s.First != 1) Multiply(m, s.First);
            if (s.Second != 1) Multiply(v, s.Second);
            Update(p, s.From < 0 ? Zeros(s.Length) : gradient.Slice(s.From, s.Length), m, v, scale, decay);
            if (Rounding is not WeightRounding.None) Brain.Round(p, s.Place, noise);
        }
    }

    // The same through room of single precision, from which numbers are rounded on their way back.
    void RunHalf(Piece piece, float scale)
    {
        var memory = _memory[piece.Index];
        var decay = DecayOf(piece.Index);
        var value = Parameters[piece.Index].Value.Halves();
        var gradient = piece.Gradient.Halves();
        var first = memory.Length > 0 ? memory[0].Value.Halves() : [];
        var second = memory.Length > 1 ? memory[1].Value.Halves() : [];
        Span<float> room = stackalloc float[4 * Near];
        var (ofValue, ofFirst, ofSecond) = (NoiseOf(piece.Index, 0), NoiseOf(piece.Index, 1), NoiseOf(piece.Index, 2));
        var stretches = new Stretches(piece);
        while (stretches.Next(out var whole))
        {
            for (var at = 0; at < whole.Length; at += Near)
            {
                var s = whole.Part(at, Near);
                var p = Brain.Widen(Part(value, s), room);
                var m = Brain.Widen(Part(first, s), room[Near..]);
                var v = Brain.Widen(Part(second, s), room[(2 * Near)..]);
                if (s.First != 1) Multiply(m, s.First);
                if (s.Second != 1) Multiply(v, s.Second);
                Update(p, s.From < 0 ? Zeros(s.Length) : Brain.Widen(gradient.Slice(s.From, s.Length), room[(3 * Near)..]), m, v, scale, decay);
                Brain.Narrow(p, Part(value, s), s.Place, ofValue);
                Brain.Narrow(m, Part(first, s), s.Place, ofFirst);
                Brain.Narrow(v, Part(second, s), s.Place, ofSecond);
            }
        }
    }

    static Span<T> Part<T>(Span<T> numbers, Stretch s) => numbers.IsEmpty ? numbers : numbers.Slice(s.Place, s.Length);

    static ReadOnlySpan<float> Zeros(int count) => count <= Chunk ? s_zeros.AsSpan(0, count) : new float[count];

    static void Multiply(Span<float> numbers, double factor)
    {
        var f = (float)factor;
        foreach (ref var x in numbers) x *= f;
    }

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

    // A stretch of one parameter: of its numbers, or of rows, each with so many numbers: those of a sparse gradient, or all of the table.
    readonly record struct Piece(int Index, Tensor Rows, Tensor Gradient, int Start, int Length, int Width, bool All, (double First, double Second)[]? Fades)
    {
        internal ReadOnlySpan<float> Numbers => Gradient.Span<float>().Slice(Start * Width, Length * Width);
    }

    // Numbers of a parameter that lie side by side, where their gradient begins (−1 where it is zero), and what is left of their memory.
    readonly record struct Stretch(int Place, int From, int Length, double First = 1, double Second = 1)
    {
        internal Stretch Part(int start, int most) => this with { Place = Place + start, From = From < 0 ? From : From + start, Length = Math.Min(most, Length - start) };
    }

    // The stretches of a piece, one after the other.
    ref struct Stretches(Piece piece)
    {
        readonly ReadOnlySpan<long> _rows = piece.Rows.IsDefined ? piece.Rows.Span<long>() : [];
        int _at = piece.Start, _named = -1;

        internal bool Next(out Stretch stretch)
        {
            stretch = default;
            var end = piece.Start + piece.Length;
            if (_at >= end) return false;
            if (!piece.Rows.IsDefined)
            {
                stretch = new Stretch(piece.Start, piece.Start, piece.Length);
                _at = end;
            }
            else if (!piece.All)
            {
                var (first, second) = piece.Fades is { } fades ? fades[_at] : (1, 1);
                stretch = new Stretch(checked((int)_rows[_at] * piece.Width), _at * piece.Width, piece.Width, first, second);
                _at++;
            }
            else stretch = NextOfAll(end);
            return true;
        }

        // A named row, or the rows up to the next one.
        Stretch NextOfAll(int end)
        {
            if (_named < 0 && (_named = _rows.BinarySearch((long)_at)) < 0) _named = ~_named;
            var (start, width) = (_at, piece.Width);
            var next = _named < _rows.Length ? (int)Math.Min(end, _rows[_named]) : end;
            if (next > start)
            {
                _at = next;
                return new Stretch(checked(start * width), -1, (next - start) * width);
            }
            _at++;
            return new Stretch(checked(start * width), _named++ * width, width);
        }
    }
}
