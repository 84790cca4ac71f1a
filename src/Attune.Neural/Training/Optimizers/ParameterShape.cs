namespace Attune.Neural;

/// <summary>How large a parameter is, as far as an optimiser's memory depends on it.</summary>
/// <param name="Sizes">Its dimensions, each from 1; none for a single number.</param>
/// <param name="IsTable">Whether its rows are looked up by number, as those of items are. Default no.</param>
public readonly record struct ParameterShape(IReadOnlyList<long> Sizes, bool IsTable = false)
{
    /// <summary>How many numbers it holds.</summary>
    public long Count => Sizes.Aggregate(1L, (product, size) => checked(product * size));

    /// <summary>That of a parameter.</summary>
    internal static ParameterShape Of(Parameter parameter) => new(parameter.Value.Shape.ToArray(), parameter.IsTable);
}
