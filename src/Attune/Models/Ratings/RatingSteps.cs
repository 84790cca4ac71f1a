using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Attune.Numerics;

namespace Attune;

/// <summary>
/// Gradient steps on squared errors of ratings, the inner loop of <see cref="Svd"/> and <see cref="Svdpp"/>. Rows are padded with zeros to whole
/// vectors, which steps leave at zero. One pass over the row of a rating takes the step and the inner product for the next rating of the same user:
/// items of a user are distinct, so the next row is not touched by this step.
/// </summary>
sealed class RatingSteps(RatingFactors start, int width, double learningRate, double regularization)
{
    readonly float[] _users = Padded(start.Users, width), _items = Padded(start.Items, width);
    readonly float _rate = (float)learningRate, _keep = (float)(1 - learningRate * regularization);

    /// <summary>The length of a row: <paramref name="width"/>, rounded up to whole vectors.</summary>
    internal static int Stride(int width) => (width + Vector<float>.Count - 1) / Vector<float>.Count * Vector<float>.Count;

    /// <summary>Rows of <paramref name="width"/> numbers with zeros behind each; the rows themselves where nothing is to be added.</summary>
    internal static float[] Padded(float[] rows, int width) => Resized(rows, width, Stride(width));

    /// <summary>The rows that were <see cref="Padded"/>, without the zeros.</summary>
    internal static float[] Trimmed(float[] rows, int width) => Resized(rows, Stride(width), width);

    static float[] Resized(float[] rows, int from, int to)
    {
        if (from == to) return rows;
        var count = rows.Length / from;
        var result = new float[LatentFactors.Room(count, to)];
        for (var r = 0; r < count; r++) rows.AsSpan(r * from, Math.Min(from, to)).CopyTo(result.AsSpan(r * to));
        return result;
    }

    /// <summary>What has been learned so far, without padding.</summary>
    internal RatingFactors Learned => new(start.Scale, width, Trimmed(_users, width), Trimmed(_items, width), start.UserBias, start.ItemBias);

    internal Span<float> User(int user) => _users.AsSpan(user * Stride(width), Stride(width));

    /// <summary>
    /// One step for each rating of a user, in order: b ← b + γ (e − λ b) for both biases, p ← p + γ (<paramref name="push"/> · e q − λ p),
    /// q ← q + γ (e p − λ q). Returns Σ e², each error as it was before its step.
    /// </summary>
    internal double Descend(int user, ReadOnlySpan<int> rated, ReadOnlySpan<float> ratings, Span<float> person, float push)
    {
        if (rated.Length == 0) return 0;
        var stride = person.Length;
        var bias = start.UserBias[user];
        var squares = 0.0;
        ref var p = ref MemoryMarshal.GetReference(person);
        var product = Vectors.Dot(person, _items.AsSpan(rated[0] * stride, stride));
        for (var e = 0; e < rated.Length; e++)
        {
            ref var itemBias = ref start.ItemBias[rated[e]];
            var error = ratings[e] - start.Scale.Mean - bias - itemBias - product;
            squares += (double)error * error;
            bias = _keep * bias + _rate * error;
            itemBias = _keep * itemBias + _rate * error;
            ref var q = ref _items[rated[e] * stride];
            ref var next = ref _items[rated[Math.Min(e + 1, rated.Length - 1)] * stride];
            product = Step(ref p, ref q, ref next, stride, _keep, push * _rate * error, _rate * error);
        }
        start.UserBias[user] = bias;
        return squares;
    }

    /// <summary>
    /// p ← keep · p + toPerson · q and q ← keep · q + toItem · p, both from the values before; returns the new p times <paramref name="next"/>.
    /// <paramref name="length"/> is a multiple of the vector length.
    /// </summary>
    internal static float Step(ref float p, ref float q, ref float next, int length, float keep, float toPerson, float toItem)
    {
        var (kept, personPush, itemPush) = (new Vector<float>(keep), new Vector<float>(toPerson), new Vector<float>(toItem));
        Vector<float> even = default, odd = default;
        var v = Vector<float>.Count;
        var i = 0;
        for (; i + v < length; i += 2 * v)
        {
            even = Move(ref Unsafe.Add(ref p, i), ref Unsafe.Add(ref q, i), ref Unsafe.Add(ref next, i), kept, personPush, itemPush, even);
            odd = Move(ref Unsafe.Add(ref p, i + v), ref Unsafe.Add(ref q, i + v), ref Unsafe.Add(ref next, i + v), kept, personPush, itemPush, odd);
        }
        if (i < length) even = Move(ref Unsafe.Add(ref p, i), ref Unsafe.Add(ref q, i), ref Unsafe.Add(ref next, i), kept, personPush, itemPush, even);
        return Vector.Sum(even + odd);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector<float> Move(ref float p, ref float q, ref float next, Vector<float> kept, Vector<float> personPush, Vector<float> itemPush, Vector<float> sum)
    {
        var (person, item) = (Vector.LoadUnsafe(ref p), Vector.LoadUnsafe(ref q));
        var moved = Vector.MultiplyAddEstimate(personPush, item, kept * person);
        Vector.StoreUnsafe(moved, ref p);
        Vector.StoreUnsafe(Vector.MultiplyAddEstimate(itemPush, person, kept * item), ref q);
        return Vector.MultiplyAddEstimate(moved, Vector.LoadUnsafe(ref next), sum);
    }
}
