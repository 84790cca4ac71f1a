using Attune.Numerics;

namespace Attune.Studies;

/// <summary>
/// What to try next, as a pure function of what has been tried: no state, so a search goes on after any interruption as if there had been none.
/// </summary>
interface IStrategy
{
    /// <summary>The values of the next trial, one for each dimension; null where everything has been tried.</summary>
    /// <param name="past">What has been tried, in that order.</param>
    string[]? Next(IReadOnlyList<Observation> past);

    /// <summary>The strategy of a method.</summary>
    internal static IStrategy Of(SearchMethod method, SearchSpace space, int levels, Seed seed) => method switch
    {
        SearchMethod.Grid => new Grid(space, levels, seed),
        SearchMethod.Random => new RandomSearch(space, seed),
        _ => new Tpe(space, seed),
    };
}

/// <summary>What was tried, and what came of it.</summary>
/// <param name="Values">One value for each dimension.</param>
/// <param name="Loss">Lower is better; infinity where it failed.</param>
readonly record struct Observation(IReadOnlyList<string> Values, double Loss)
{
    /// <summary>Whether these values have been tried.</summary>
    internal static bool Has(IReadOnlyList<Observation> past, string[] values) => past.Any(o => o.Values.SequenceEqual(values));
}
