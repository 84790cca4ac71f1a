using System.Globalization;

namespace Attune.Studies;

/// <summary>What the last step to all data gains for what it costs, and the verdict: it pays where the metric rises by a hundredth or more, and by more than two standard errors where seeds tell them.</summary>
/// <param name="From">Where it begins.</param>
/// <param name="To">The whole.</param>
sealed record LastStep(ScaledPoint From, ScaledPoint To)
{
    internal const string Pays = "still pays", Flattened = "has flattened", Falls = "does harm", Unclear = "cannot be told from the chance of seeds", Floor = "is at the floor";

    // Less than a hundredth of what there is, nobody notices.
    internal const double LeastGain = 0.01;

    const double Errors = 2;

    internal double Difference => To.Value - From.Value;

    /// <summary>As a share of what there was; NaN where that is 0.</summary>
    internal double Gain => From.Value > 0 ? Difference / From.Value : double.NaN;

    internal double Seconds => To.Seconds - From.Seconds;

    internal double Bytes => To.Bytes - From.Bytes;

    internal double Joules => To.Joules - From.Joules;

    /// <summary>Processor seconds for each percent gained; NaN where nothing is, or no seconds were needed.</summary>
    internal double SecondsPerPercent => Gain > 0 && Seconds > 0 ? Seconds / (100 * Gain) : double.NaN;

    internal string Verdict => double.IsNaN(Gain) ? Floor
        : Math.Abs(Gain) < LeastGain ? Flattened
        : Math.Abs(Difference) <= Errors * Math.Sqrt(From.Error * From.Error + To.Error * To.Error) ? Unclear
        : Gain > 0 ? Pays : Falls;

    /// <summary>One sentence: from where to where, what it gains, what it takes, whether it pays.</summary>
    internal string Sentence(string model, string metric)
    {
        var moves = Difference < 0 ? "falls" : "rises";
        var gain = double.IsNaN(Gain) ? "" : string.Create(CultureInfo.InvariantCulture, $" ({Gain:+0.0%;-0.0%;0.0%})");
        var price = double.IsNaN(SecondsPerPercent) ? "" : $", {Numbers.Of(SecondsPerPercent, ValueFormat.Seconds)} for each percent";
        var energy = double.IsNaN(Joules) ? "energy not measured" : string.Create(CultureInfo.InvariantCulture, $"{Joules:+0.#;-0.#;0} J");
        return string.Create(CultureInfo.InvariantCulture,
            $"{model}: from {From.Text} to {To.Text} ({From.Events:N0} to {To.Events:N0} events) {metric} {moves} by {Math.Abs(Difference):0.0000}{gain} for {Numbers.Of(Math.Abs(Seconds), ValueFormat.Seconds)} {(Seconds < 0 ? "less" : "more")}{price} ({Bytes / 1048576:+0.#;-0.#;0} MiB, {energy}): {Verdict}.");
    }
}
