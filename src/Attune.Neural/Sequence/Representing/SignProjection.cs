using System.Runtime.InteropServices;
using Attune.Numerics;

namespace Attune.Neural;

/// <summary>
/// Multiplies rows by one fixed matrix of signs ±1/√k, which keeps their angles nearly (Achlioptas, "Database-friendly random projections", 2003). The matrix follows from the seed and is made piece by piece in every call, never held whole.
/// </summary>
/// <param name="seed">Decides the signs.</param>
/// <param name="inputs">Numbers of a row before, from 1.</param>
/// <param name="outputs">Numbers after, k, from 1.</param>
sealed class SignProjection(Seed seed, int inputs, int outputs)
{
    const int Piece = 512;

    internal int Outputs => outputs;

    /// <summary>n × inputs → n × outputs.</summary>
    internal Tensor Of(Tensor rows)
    {
        using var scope = new Scope();
        using var off = Gradients.NotRecorded();
        var sum = Tensor.Zeros([rows.Size(0), outputs]);
        var signs = Tensor.Empty([Math.Min(Piece, inputs), outputs]);
        for (var start = 0; start < inputs; start += Piece)
        {
            using var inner = new Scope();
            var length = Math.Min(Piece, inputs - start);
            Fill(signs.Span<float>()[..(length * outputs)], seed.Derive(start / Piece).Stream());
            sum.AddMmInPlace(rows.Narrow(1, start, length), signs.Narrow(0, 0, length));
        }
        return scope.Return(sum.MultiplyInPlace(1 / Math.Sqrt(outputs)));
    }

    static void Fill(Span<float> signs, RandomStream stream)
    {
        // 1 with a sign of chance: each draw gives 64.
        var bits = MemoryMarshal.Cast<float, uint>(signs);
        for (var i = 0; i < bits.Length; i += 64)
            for (var (draw, j, end) = (stream.NextBits(), i, Math.Min(i + 64, bits.Length)); j < end; j++, draw >>= 1)
                bits[j] = 0x3F80_0000 | (uint)draw << 31;
    }
}
