namespace Attune;

/// <summary>One headline fact: a tile on a page.</summary>
/// <param name="Label">What it is: "users".</param>
/// <param name="Value">The word or number.</param>
/// <param name="Format">What the number is.</param>
public sealed record Fact(string Label, Cell Value, ValueFormat Format = ValueFormat.Text)
{
    /// <summary>A short remark below the value; empty for none.</summary>
    public string Detail { get; init; } = "";
}
