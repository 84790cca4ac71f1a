namespace Attune.Neural;

/// <summary>How much of a matrix is used: what sets explicit sparsity off from a dense network that has learned to ignore.</summary>
/// <param name="Name">Its name in the network.</param>
/// <param name="Count">Its numbers.</param>
/// <param name="SmallShare">The share of numbers below 0.001 in size.</param>
/// <param name="TopMass">The share of Σ |w| that lies in the 4 % of input dimensions with most of it, at least one.</param>
public sealed record WeightConcentration(string Name, long Count, double SmallShare, double TopMass)
{
    const double Small = 1e-3, Top = 0.04;

    // The numbers of one input dimension lie stride apart in runs: columns of outputs × inputs, rows of groups × inputs × outputs.
    internal static WeightConcentration Of(string name, ReadOnlySpan<float> weights, int[] shape)
    {
        var grouped = shape.Length == 3;
        var (inputs, outputs) = grouped ? (shape[0] * shape[1], shape[2]) : (shape[1], shape[0]);
        var (mass, small) = (new double[inputs], 0L);
        for (var p = 0; p < weights.Length; p++)
        {
            var size = Math.Abs(weights[p]);
            mass[grouped ? p / outputs : p % inputs] += size;
            if (size < Small) small++;
        }
        Array.Sort(mass);
        var top = Math.Max(1, (int)Math.Ceiling(Top * inputs));
        return new WeightConcentration(name, weights.Length, small / (double)weights.Length, mass.Sum() > 0 ? mass[^top..].Sum() / mass.Sum() : double.NaN);
    }
}
