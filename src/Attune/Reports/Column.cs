namespace Attune;

/// <summary>One column of a <see cref="Table"/>.</summary>
/// <param name="Name">Its heading.</param>
/// <param name="Format">What its numbers are. Default: words.</param>
public sealed record Column(string Name, ValueFormat Format = ValueFormat.Text)
{
    /// <summary>Whether it is aligned to the right. Default: every column but those of words.</summary>
    public bool Right { get; init; } = Format != ValueFormat.Text;

    /// <summary>A column of words.</summary>
    public static implicit operator Column(string name) => new(name);
}
