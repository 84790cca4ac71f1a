namespace Attune;

/// <summary>Model A against model B over the same users.</summary>
/// <param name="Split">The split's method.</param>
/// <param name="Metric">The metric's name.</param>
/// <param name="A">The first model.</param>
/// <param name="B">The second model.</param>
/// <param name="Difference">Mean over users, of those whom both models were measured on, of A − B (for RMSE of the users' own values).</param>
/// <param name="Low">Lower end of the bootstrap interval of the difference.</param>
/// <param name="High">Upper end.</param>
/// <param name="TTestP">Two-sided p of the paired t-test.</param>
/// <param name="BootstrapP">Two-sided p of the paired bootstrap test.</param>
/// <param name="AdjustedP">The p of the test asked for (<see cref="P"/>) after Holm's correction over all tests of the comparison.</param>
public sealed record PairedTest(string Split, string Metric, string A, string B, double Difference, double Low, double High, double TTestP, double BootstrapP, double AdjustedP)
{
    /// <summary>The test that decides; the paired t-test unless <see cref="EvaluationOptions.Test"/> asks for another.</summary>
    public SignificanceTest Test { get; init; }

    /// <summary>Two-sided p of Wilcoxon's signed-rank test.</summary>
    public double WilcoxonP { get; init; } = double.NaN;

    /// <summary>Two-sided p of the sign test.</summary>
    public double SignP { get; init; } = double.NaN;

    /// <summary>The p of <see cref="Test"/>.</summary>
    public double P => Test switch
    {
        SignificanceTest.Wilcoxon => WilcoxonP,
        SignificanceTest.Sign => SignP,
        SignificanceTest.Bootstrap => BootstrapP,
        _ => TTestP,
    };
}
