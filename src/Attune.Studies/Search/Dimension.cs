using System.Globalization;

namespace Attune.Studies;

/// <summary>
/// One option that is searched: a range of numbers, or a list of values. Written as <c>factors=16..256:log</c> or <c>regularization=0.001,0.01</c>.
/// Inside, a place in a range is a coordinate from 0 to 1 on its scale; whole numbers own equally wide cells around them.
/// </summary>
public sealed record Dimension
{
    const int Digits = 4;

    /// <summary>The option's camelCase name.</summary>
    public required string Name { get; init; }

    /// <summary>The least value of a range; NaN for a list.</summary>
    public double Low { get; init; } = double.NaN;

    /// <summary>The greatest value of a range; NaN for a list.</summary>
    public double High { get; init; } = double.NaN;

    /// <summary>Whether the scale of a range is logarithmic.</summary>
    public bool Log { get; init; }

    /// <summary>Whether a range holds whole numbers only.</summary>
    public bool Whole { get; init; }

    /// <summary>How far apart the whole numbers of a range are, from the least on. Default 1.</summary>
    public int Step { get; init; } = 1;

    /// <summary>The values of a list, as they are written; empty for a range.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>Whether this is a list of values.</summary>
    public bool IsList => Choices.Count > 0;

    /// <summary>How many different values there are; infinity for a range of real numbers.</summary>
    internal double Count => IsList ? Choices.Count : Whole ? Math.Floor((High - Low) / Step) + 1 : double.PositiveInfinity;

    /// <summary>The text that is read back as this dimension.</summary>
    public override string ToString() => IsList ? $"{Name}={string.Join(',', Choices)}" : $"{Name}={Text(Low)}..{Text(High)}{(Log ? ":log" : "")}";

    /// <summary>The value of a range at a coordinate from 0 to 1. Real numbers are rounded to four digits, so that what is told is what was tried.</summary>
    internal string At(double coordinate)
    {
        var value = Plain(From + coordinate * (To - From));
        value = Whole ? Low + Step * Math.Clamp(Math.Round((value - Low) / Step), 0, Count - 1) : double.Parse(value.ToString("G" + Digits, CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return Text(Math.Clamp(value, Low, High));
    }

    /// <summary>The coordinate of a value of a range; outside 0 to 1 where the value is outside the range.</summary>
    internal double CoordinateOf(string text) => (Scaled(double.Parse(text, CultureInfo.InvariantCulture)) - From) / (To - From);

    /// <summary>Which of the list a value is; −1 where it is none.</summary>
    internal int ChoiceOf(string text)
    {
        for (var c = 0; c < Choices.Count; c++)
            if (Choices[c] == text) return c;
        return -1;
    }

    /// <summary>Whether the value lies in the range or the list.</summary>
    internal bool Holds(string text) => IsList ? ChoiceOf(text) >= 0
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= Low && value <= High;

    /// <summary>The list, or at most <paramref name="count"/> values that part the range evenly on its scale, ends included.</summary>
    internal IReadOnlyList<string> Levels(int count) => IsList ? Choices
        : [.. Enumerable.Range(0, count).Select(l => At((Scaled(Low) + l * (Scaled(High) - Scaled(Low)) / Math.Max(1, count - 1) - From) / (To - From))).Distinct()];

    double From => Scaled(Whole ? Low - 0.5 * Step : Low);

    double To => Scaled(Whole ? Low + Step * (Count - 0.5) : High);

    double Scaled(double value) => Log ? Math.Log(value) : value;

    double Plain(double scaled) => Log ? Math.Exp(scaled) : scaled;

    static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
