using System.Globalization;
using Attune.Numerics;

namespace Attune;

/// <summary>
/// Made-up click rows whose truth is known: P(click) = σ(b + Σ_{f ∈ signal} w_f[x_f] + Σ_{(f,g) ∈ pairs} ⟨v_f[x_f], v_g[x_g]⟩), all other fields are noise. w is normal with deviation <see cref="Strength"/>;
/// v has 4 normal entries, so that a pair's effect has deviation <see cref="PairStrength"/>; b makes the mean the <see cref="BaseRate"/>. Pairs are neighbours among the signal fields: (0,1), (2,3), ….
/// Code c of a field of n is ⌊n·u²⌋ with u uniform: a few labels are frequent and most are rare. Every row follows from the seed and its number alone. Immutable.
/// </summary>
public sealed record PlantedClicks
{
    /// <summary>How many fields, at least 1. Default 39.</summary>
    public int Fields { get; init; } = 39;

    /// <summary>How many of them, the first, have an effect, 0 to <see cref="Fields"/>. Default 12.</summary>
    public int Signal { get; init; } = 12;

    /// <summary>How many pairs of signal fields have an effect of their own, 0 to half of <see cref="Signal"/>. Default 4.</summary>
    public int Pairs { get; init; } = 4;

    /// <summary>Labels of each field, over and over where there are fewer sizes than fields; each at least 1. Default 10, 100, 1,000 and 10,000.</summary>
    public IReadOnlyList<int> Sizes { get; init; } = [10, 100, 1000, 10000];

    /// <summary>Deviation of the effect of a label on the logit, at least 0. Default 0.5.</summary>
    public double Strength { get; init; } = 0.5;

    /// <summary>Deviation of the effect of a pair on the logit, at least 0. Default 0.7.</summary>
    public double PairStrength { get; init; } = 0.7;

    /// <summary>Share of clicks, above 0 and below 1. Default 0.2.</summary>
    public double BaseRate { get; init; } = 0.2;

    /// <summary>From which everything follows. Default 0.</summary>
    public Seed Seed { get; init; }

    /// <summary>Makes the truth: its effects are drawn here, its rows when they are asked for.</summary>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public PlantedTruth Plant()
    {
        List<string> errors = [];
        if (Fields is < 1 or > 10000) errors.Add($"fields = {Fields} must be 1 to 10000");
        if (Signal < 0 || Signal > Fields) errors.Add($"signal = {Signal} must be 0 to fields ({Fields})");
        if (Pairs < 0 || Pairs > Signal / 2) errors.Add($"pairs = {Pairs} must be 0 to half of signal ({Signal / 2})");
        if (Sizes.Count == 0 || Sizes.Any(s => s is < 1 or > 1 << 24)) errors.Add("sizes must be one or more numbers from 1 to 16777216");
        if (!(Strength >= 0) || !(PairStrength >= 0)) errors.Add($"strength = {Strength} and pairStrength = {PairStrength} must be at least 0");
        if (!(BaseRate is > 0 and < 1)) errors.Add($"baseRate = {BaseRate} must be above 0 and below 1");
        return errors.Count == 0 ? new PlantedTruth(this) : throw new ArgumentException($"Planted clicks: {string.Join("; ", errors)}.");
    }

    internal int SizeOf(int field) => Sizes[field % Sizes.Count];

    internal ClickFields Encoded() => ClickEncoder.Of([.. Enumerable.Range(0, Fields).Select(f =>
        (new ClickFieldOptions(string.Create(CultureInfo.InvariantCulture, $"{(f < Signal ? "signal" : "noise")}{f}")), (string[])[.. Enumerable.Range(0, SizeOf(f)).Select(c => c.ToString(CultureInfo.InvariantCulture))]))]).Fields;
}
