using System.Numerics;
using System.Runtime.InteropServices;

namespace Attune.Neural;

/// <summary>
/// <see cref="Competition"/> in one pass over its numbers, forward and back: each view of a row stays in the first-level cache through all iterations, where operators would go through the memory some twenty times. With
/// m_t the numbers that iteration t leaves, the gradient goes back as g ← m_t ∘ g, then α_t gets −mean · Σ g and g ← g − α_t ⁄ width · Σ g.
/// </summary>
/// <param name="views">Views of a row.</param>
/// <param name="width">Numbers of a view.</param>
/// <param name="alpha">α of each iteration and view.</param>
/// <param name="gamma">γ of each view.</param>
sealed class CompetitionLoop(int views, int width, float[] alpha, float[] gamma)
{
    // Rows whose shares of a sum are added up one after another: sums do not depend on the number of threads.
    const int Chunk = 128;

    int Iterations => alpha.Length / views;

    /// <summary>Rows · views · width numbers, and what becomes of them.</summary>
    internal void Forward(Tensor input, Tensor result)
    {
        var rows = (int)input.Size(0);
        Rows.Chunks(rows, Chunk, (from, to) =>
        {
            var before = input.Span<float>();
            var after = result.Span<float>();
            for (var p = from * views; p < to * views; p++)
            {
                var x = after.Slice(p * width, width);
                var view = p % views;
                Cut(before.Slice(p * width, width), 0, x);
                for (var t = 0; t < Iterations; t++) Cut(x, alpha[t * views + view] * Sum(x) / width, x);
                for (var i = 0; i < width; i++) x[i] *= gamma[view * width + i];
            }
        });
    }

    /// <summary>From the result's gradient that of the input (written), of α and of γ (given back).</summary>
    internal (float[] Alpha, float[] Gamma) Backward(Tensor input, Tensor gradient, Tensor back)
    {
        var rows = (int)input.Size(0);
        var parts = new (float[] Alpha, float[] Gamma)[(rows + Chunk - 1) / Chunk];
        Rows.Chunks(rows, Chunk, (from, to) =>
        {
            var (own, room) = ((Alpha: new float[alpha.Length], Gamma: new float[gamma.Length]), new float[(Iterations + 1) * width]);
            var before = input.Span<float>();
            var after = gradient.Span<float>();
            var written = back.Span<float>();
            for (var p = from * views; p < to * views; p++)
                Backward(p % views, before.Slice(p * width, width), after.Slice(p * width, width), written.Slice(p * width, width), room, own.Alpha, own.Gamma);
            parts[from / Chunk] = own;
        });
        var sum = (Alpha: new float[alpha.Length], Gamma: new float[gamma.Length]);
        foreach (var (a, g) in parts)
        {
            for (var i = 0; i < a.Length; i++) sum.Alpha[i] += a[i];
            for (var i = 0; i < g.Length; i++) sum.Gamma[i] += g[i];
        }
        return sum;
    }

    // What each iteration makes is made again: x₀ … x_T, one after the other in the room.
    void Backward(int view, ReadOnlySpan<float> input, ReadOnlySpan<float> gradient, Span<float> g, Span<float> room, float[] alphas, float[] gammas)
    {
        Span<float> means = stackalloc float[Iterations];
        Cut(input, 0, room[..width]);
        for (var t = 0; t < means.Length; t++)
        {
            means[t] = Sum(room.Slice(t * width, width)) / width;
            Cut(room.Slice(t * width, width), alpha[t * views + view] * means[t], room.Slice((t + 1) * width, width));
        }
        var last = room.Slice(means.Length * width, width);
        for (var i = 0; i < width; i++)
        {
            gammas[view * width + i] += gradient[i] * last[i];
            g[i] = gradient[i] * gamma[view * width + i];
        }
        for (var t = means.Length - 1; t >= 0; t--)
        {
            Mask(g, room.Slice((t + 1) * width, width));
            var sum = Sum(g);
            alphas[t * views + view] -= means[t] * sum;
            Lower(g, alpha[t * views + view] * sum / width);
        }
        Mask(g, room[..width]);
    }

    // max(0, x − by).
    static void Cut(ReadOnlySpan<float> x, float by, Span<float> result)
    {
        var from = MemoryMarshal.Cast<float, Vector<float>>(x);
        var to = MemoryMarshal.Cast<float, Vector<float>>(result);
        for (var v = 0; v < from.Length; v++) to[v] = Vector.Max(from[v] - new Vector<float>(by), Vector<float>.Zero);
        for (var i = from.Length * Vector<float>.Count; i < x.Length; i++) result[i] = Math.Max(x[i] - by, 0);
    }

    static void Lower(Span<float> x, float by)
    {
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(x);
        foreach (ref var v in vectors) v -= new Vector<float>(by);
        foreach (ref var v in x[(vectors.Length * Vector<float>.Count)..]) v -= by;
    }

    // 0 where nothing was left.
    static void Mask(Span<float> g, ReadOnlySpan<float> left)
    {
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(g);
        var of = MemoryMarshal.Cast<float, Vector<float>>(left);
        for (var v = 0; v < vectors.Length; v++) vectors[v] = Vector.ConditionalSelect(Vector.GreaterThan(of[v], Vector<float>.Zero), vectors[v], Vector<float>.Zero);
        for (var i = vectors.Length * Vector<float>.Count; i < g.Length; i++)
            if (!(left[i] > 0)) g[i] = 0;
    }

    static float Sum(ReadOnlySpan<float> x)
    {
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(x);
        var sum = Vector<float>.Zero;
        foreach (var v in vectors) sum += v;
        var total = Vector.Sum(sum);
        foreach (var v in x[(vectors.Length * Vector<float>.Count)..]) total += v;
        return total;
    }
}
