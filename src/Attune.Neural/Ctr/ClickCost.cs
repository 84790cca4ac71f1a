namespace Attune.Neural;

/// <summary>Dense parameters of a network of clicks, and the operations of its matrix products for a row.</summary>
readonly record struct ClickCost(long Parameters, long Flops)
{
    public static ClickCost operator +(ClickCost a, ClickCost b) => new(a.Parameters + b.Parameters, a.Flops + b.Flops);

    public static ClickCost operator *(long times, ClickCost cost) => new(times * cost.Parameters, times * cost.Flops);

    /// <summary>Numbers that are added or multiplied one by one.</summary>
    internal static ClickCost Vector(long numbers) => new(numbers, 0);

    /// <summary>A product with a matrix, and a bias.</summary>
    internal static ClickCost Linear(long inputs, long outputs, bool bias = true) => new(inputs * outputs + (bias ? outputs : 0), 2 * inputs * outputs);

    /// <summary>A product of what is not learned: n × k with k × m.</summary>
    internal static ClickCost Product(long n, long k, long m) => new(0, 2 * n * k * m);

    /// <summary>Layers of one width, as <see cref="DenseLayers"/>.</summary>
    internal static ClickCost Layers(long inputs, long width, int layers, bool norm) =>
        layers == 0 ? default : Linear(inputs, width) + (layers - 1) * Linear(width, width) + layers * Vector(norm ? 2 * width : 0);
}
