namespace Attune;

/// <summary>The test that decides whether a comparison shows a difference.</summary>
public enum SignificanceTest
{
    /// <summary>Student's paired t-test, of the mean difference.</summary>
    T,

    /// <summary>Wilcoxon's signed-rank test, of the ranks of the differences: a few extreme users count less.</summary>
    Wilcoxon,

    /// <summary>The sign test: how many users are better off, not by how much.</summary>
    Sign,

    /// <summary>The paired bootstrap test, of the mean difference without assuming its distribution.</summary>
    Bootstrap,
}
