namespace Attune.Studies;

/// <summary>One training with some settings, measured on the validation data. Immutable.</summary>
/// <param name="Number">Which it was, from 1.</param>
/// <param name="Settings">The varied options by name, as they are written; in the order of the space.</param>
/// <param name="Value">What was measured; NaN where it failed.</param>
public sealed record Trial(int Number, IReadOnlyDictionary<string, string> Settings, double Value)
{
    /// <summary>The epoch, from 1, that was best; 0 where the model has none or all were trained.</summary>
    public int Epoch { get; init; }

    /// <summary>What was measured after each epoch; empty where only the end was measured.</summary>
    public IReadOnlyList<double> Curve { get; init; } = [];

    /// <summary>Whether it was given up as hopeless.</summary>
    public bool Pruned { get; init; }

    /// <summary>Seconds that training and measuring took.</summary>
    public double Seconds { get; init; }

    /// <summary>Why it failed; empty where it did not.</summary>
    public string Error { get; init; } = "";
}
