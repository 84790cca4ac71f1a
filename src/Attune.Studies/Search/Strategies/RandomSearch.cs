using Attune.Numerics;

namespace Attune.Studies;

/// <summary>
/// Even, independent draws (Bergstra and Bengio, "Random Search for Hyper-Parameter Optimization", JMLR 2012); what has been tried is drawn again.
/// The draws of a trial depend on the seed and the trial's number alone.
/// </summary>
sealed class RandomSearch(SearchSpace space, Seed seed) : IStrategy
{
    const int Attempts = 1000;

    public string[]? Next(IReadOnlyList<Observation> past)
    {
        var stream = seed.Derive(past.Count).Stream();
        return Fresh(space, past, ref stream);
    }

    /// <summary>Values that have not been tried, or null where there are none left.</summary>
    internal static string[]? Fresh(SearchSpace space, IReadOnlyList<Observation> past, ref RandomStream stream)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var values = new string[space.Dimensions.Count];
            for (var d = 0; d < values.Length; d++)
                values[d] = space.Dimensions[d] is { IsList: true } list ? list.Choices[stream.NextInt(list.Choices.Count)] : space.Dimensions[d].At(stream.NextDouble());
            if (!Observation.Has(past, values)) return values;
        }
        return Left(space, past);
    }

    // Nearly everything has been tried, so that draws find the rest no more.
    static string[]? Left(SearchSpace space, IReadOnlyList<Observation> past) => double.IsInfinity(space.Count) || space.Count > past.Count + Attempts ? null
        : Grid.All([.. space.Dimensions.Select(d => d.Levels((int)d.Count))]).FirstOrDefault(values => !Observation.Has(past, values));
}
