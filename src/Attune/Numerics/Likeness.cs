namespace Attune.Numerics;

/// <summary>
/// How an inner product g(a, b) of two rows becomes their likeness, as seen from row a: s(a, b) = g / (left(a) · right(b) + shrink), or, as a share of
/// the union, s(a, b) = g / (left(a) + left(b) − g + shrink).
/// </summary>
/// <param name="Left">One positive number for each row, in its role as the one that looks for neighbors.</param>
/// <param name="Right">One positive number for each row, in its role as the neighbor; the same array as <paramref name="Left"/> for a symmetric likeness.</param>
/// <param name="Shrink">Added to the denominator, at least 0.</param>
/// <param name="IsUnion">Whether the denominator is the union.</param>
sealed record Likeness(float[] Left, float[] Right, float Shrink = 0, bool IsUnion = false)
{
    /// <summary>Whether s(a, b) = s(b, a).</summary>
    internal bool IsSymmetric => IsUnion || ReferenceEquals(Left, Right);

    /// <summary>s for one pair.</summary>
    internal float Of(float product, float left, float right) =>
        product / (IsUnion ? left + right - product + Shrink : left * right + Shrink);
}
