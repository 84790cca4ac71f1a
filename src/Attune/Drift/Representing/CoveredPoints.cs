namespace Attune;

/// <summary>Points, and how well a candidate stands for each of them: a number from 0. Asked by many threads.</summary>
abstract class CoveredPoints
{
    /// <summary>Writes how well a candidate stands for every point.</summary>
    internal abstract void By(int candidate, Span<float> likeness);
}
