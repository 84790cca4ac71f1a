using System.Globalization;
using Attune.Numerics;

namespace Attune.Studies;

/// <summary>
/// A search over what a study measures in a way of its own, as clicks and baskets: the model as it is given, then settings drawn evenly from the space, or all of them where there are no more than trials. What a
/// trial cannot train counts as its worst.
/// </summary>
/// <param name="trainer">The model as it is given.</param>
/// <param name="tuning">How many trials, over what.</param>
/// <param name="seed">Of the draws.</param>
/// <param name="sign">+1 where a higher value is better, −1 where a lower one is.</param>
sealed class OwnSearch<T>(ITrainer trainer, StudyTuning tuning, int seed, int sign)
{
    readonly SearchSpace _space = tuning.SpaceOf(trainer);
    readonly List<Tried> _tried = [];

    /// <summary>The best trial.</summary>
    internal Tried Best => _tried.Where(t => !double.IsNaN(t.Value)).MaxBy(t => sign * t.Value) ?? throw new DataException($"None of {_tried.Count} trials could be measured. The last one: {_tried[^1].Error}");

    /// <summary>The model as it is given.</summary>
    internal Tried Given => _tried[0];

    /// <summary>Trials that could be measured.</summary>
    internal int Measured => _tried.Count(t => !double.IsNaN(t.Value));

    internal void Run(Func<ITrainer, (double Value, T Result)> measure, FitContext context)
    {
        var strategy = _space.Count <= tuning.Trials ? IStrategy.Of(SearchMethod.Grid, _space, Grid.Largest, ((Seed)seed).Derive("search")) : IStrategy.Of(SearchMethod.Random, _space, 0, ((Seed)seed).Derive("search"));
        var all = Options.AllOf(trainer);
        string[]? next = [.. _space.Dimensions.Select(d => all[d.Name]?.ToString() ?? "none")];
        while (next is not null && _tried.Count < tuning.Trials)
        {
            context.Report("trials", _tried.Count, tuning.Trials);
            _tried.Add(Try(next, measure));
            next = strategy.Next([.. _tried.Where(t => _space.Dimensions.Zip(t.Values).All(p => p.First.Holds(p.Second))).Select(t => new Observation(t.Values, double.IsNaN(t.Value) ? double.PositiveInfinity : -sign * t.Value))]);
        }
    }

    /// <summary>What the notes of a result say of it.</summary>
    internal string SettingsOf(Tried tried) => string.Join(", ", _space.Dimensions.Zip(tried.Values, (d, v) => string.Create(CultureInfo.InvariantCulture, $"{d.Name} {v}")));

    Tried Try(string[] values, Func<ITrainer, (double Value, T Result)> measure)
    {
        try
        {
            var (value, result) = measure(Options.With(trainer, _space.Dimensions.Zip(values, (d, v) => KeyValuePair.Create(d.Name, v))));
            return new Tried(values, value, result, "");
        }
        catch (Exception e) when (e is DataException or OptionsException or ArithmeticException)
        {
            return new Tried(values, double.NaN, default, e.Message);
        }
    }

    /// <summary>One trial.</summary>
    /// <param name="Values">A value for each dimension.</param>
    /// <param name="Value">What it reached on the validation data; NaN where it failed.</param>
    /// <param name="Result">What was trained.</param>
    /// <param name="Error">Why it failed.</param>
    internal sealed record Tried(string[] Values, double Value, T? Result, string Error);
}
